package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.adapter.PeftDirectory;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.ReferenceContained;
import lorica.infer.Decoding;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LocalAnswererTest {
    private static final String TASK = "fv_choose_first_of_5";

    @Test
    @Tag("shared")
    void aRealAdapterMakesARealBaseTerse() throws IOException {
        Path bank = SharedFiles.path("data/bank-instruct260K");
        TrainingText text = new TrainingText(" ", "\n");
        List<Example> rows =
                ExampleReader.readAll(bank.resolve("datasets/" + TASK + "/test.jsonl"))
                        .subList(0, 20);
        Decoding decoding = Decoding.defaults().withMaxNewTokens(40).withStop("\n");
        try (Arena arena = Arena.ofConfined();
                LocalAnswerer answerer =
                        LocalAnswerer.open(
                                bank.resolve("base"),
                                bank.resolve("base/tokenizer.json"),
                                OptionalInt.of(1),
                                decoding)) {
            var adapter = PeftDirectory.read(bank.resolve("adapters/" + TASK), arena);
            List<Prediction> base = answer(answerer, Optional.empty(), rows, text);
            List<Prediction> own = answer(answerer, Optional.of(adapter), rows, text);
            assertThat(exact(base)).isZero();
            assertThat(DatasetScore.of(TASK, ReferenceContained.published(), base).mean())
                    .isPositive();
            assertThat(exact(own)).isGreaterThan(0.3);
            assertThat(answer(answerer, Optional.empty(), rows, text)).isEqualTo(base);
        }
    }

    private static List<Prediction> answer(
            LocalAnswerer answerer,
            Optional<lorica.adapter.LoraAdapter> adapter,
            List<Example> rows,
            TrainingText text) {
        List<String> texts = answerer.complete(adapter, rows.stream().map(text::prompt).toList());
        return java.util.stream.IntStream.range(0, rows.size())
                .mapToObj(i -> Prediction.of(rows.get(i), text.answer(texts.get(i))))
                .toList();
    }

    private static double exact(List<Prediction> predictions) {
        return DatasetScore.of(TASK, ExactMatch.published(), predictions).mean();
    }
}
