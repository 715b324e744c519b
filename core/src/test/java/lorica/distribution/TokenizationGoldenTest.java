package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.testing.SharedFiles;
import lorica.token.Tokenizer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against counts made by independent code.
///
/// That code cut runs of two or more spaces off the word behind them: `a  the` gave `▁a ▁ ▁ the`,
/// where the reference library (Hugging Face tokenizers 0.23.2 was asked) and this one give `▁a ▁
/// ▁the`. Six of the 60 datasets have such runs. A control character behind each run has the same
/// effect; its own tokens are taken off again.
@Tag("shared")
class TokenizationGoldenTest {
    @Test
    void tokenCountsAreThoseOfAnIndependentImplementation() throws IOException {
        JsonNode golden =
                JsonMapper.shared()
                        .readTree(Files.readAllBytes(SharedFiles.path("golden/distances.json")))
                        .path("token_counts");
        int exact = 0;
        assertThat(golden.size()).isEqualTo(60);
        Path bank = SharedFiles.path("data/bank-stories260K");
        try (Tokenizer tokenizer = Tokenizer.open(bank.resolve("base/tokenizer.json"))) {
            Tokenization tokenization =
                    new Tokenization(
                            tokenizer, 512, new TrainingText(" ", "\n"), OptionalInt.of(1));
            for (Map.Entry<String, JsonNode> entry : golden.properties()) {
                Path file = bank.resolve("datasets").resolve(entry.getKey()).resolve("train.jsonl");
                TokenCounts counts = tokenization.count(entry.getKey(), file);
                long expected = entry.getValue().asLong();
                if (counts.total() == expected) {
                    exact++;
                } else {
                    assertThat(counts(tokenizer, file)).as(entry.getKey()).isEqualTo(expected);
                }
            }
        }
        assertThat(exact).isEqualTo(54);
    }

    /// The number of tokens with runs of spaces cut off.
    private static long counts(Tokenizer tokenizer, Path file) throws IOException {
        TrainingText text = new TrainingText(" ", "\n");
        long total = 0;
        for (Example example : ExampleReader.readAll(file)) {
            String cut = text.of(example).replaceAll("(?<=  )(?=[^ ])", "\u0001");
            int marks = cut.length() - text.of(example).length();
            total += 1 + tokenizer.encode(cut).length - marks;
        }
        return total;
    }
}
