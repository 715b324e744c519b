package lorica.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.StreamSupport;
import lorica.adapter.PeftDirectory;
import lorica.infer.Completion;
import lorica.infer.CompletionListener;
import lorica.infer.Decoding;
import lorica.infer.TextGenerator;
import lorica.testing.SharedFiles;
import lorica.token.Tokenizer;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against PyTorch in Python: logits after a prompt and greedy texts, with and without adapters.
@Tag("shared")
class CausalLanguageModelGoldenTest {
    private static final double TOLERANCE = 1e-4;

    @Test
    void logitsAndGreedyTextsAreThoseOfAnIndependentImplementation() throws IOException {
        JsonNode golden =
                JsonMapper.shared().readTree(SharedFiles.path("golden/model.json").toFile());
        Path bank = SharedFiles.path("data/bank-stories260K");
        try (CausalLanguageModel model =
                        CausalLanguageModel.open(bank.resolve("base"), Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(bank.resolve("base/tokenizer.json"));
                Arena arena = Arena.ofConfined()) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            int cases = 0;
            for (JsonNode next : golden.path("cases")) {
                activate(model, bank, next.path("adapter"), arena);
                check(model, generator, next);
                cases++;
            }
            assertThat(cases).isEqualTo(12);
        }
    }

    private static void activate(
            CausalLanguageModel model, Path bank, JsonNode adapter, Arena arena)
            throws IOException {
        if (adapter.isNull()) {
            model.adapters().deactivate();
            return;
        }
        String name = adapter.stringValue();
        if (!model.adapters().names().contains(name)) {
            model.load(name, PeftDirectory.read(bank.resolve("adapters").resolve(name), arena));
        }
        model.adapters().activate(name);
    }

    private static void check(CausalLanguageModel model, TextGenerator generator, JsonNode golden) {
        String prompt = golden.path("prompt").stringValue();
        int[] ids = numbers(golden.path("ids")).stream().mapToInt(Double::intValue).toArray();
        assertThat(generator.encode(prompt)).as(prompt).containsExactly(ids);
        float[] logits = lastLogits(model, ids);
        List<Double> expected = numbers(golden.path("last_logits"));
        assertThat(logits).hasSize(expected.size());
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i])
                    .as("%s, logit %d", prompt, i)
                    .isCloseTo(expected.get(i), org.assertj.core.data.Offset.offset(TOLERANCE));
        }
        Completion completion =
                generator
                        .complete(
                                List.of(prompt),
                                Decoding.defaults().withMaxNewTokens(40),
                                CompletionListener.silent())
                        .getFirst();
        List<Integer> greedy =
                numbers(golden.path("greedy_ids")).stream().map(Double::intValue).toList();
        assertThat(completion.tokens()).as(prompt).startsWith(greedy.toArray(Integer[]::new));
        assertThat(completion.text().strip())
                .as(prompt)
                .isEqualTo(golden.path("greedy_text").stringValue().strip());
    }

    private static float[] lastLogits(CausalLanguageModel model, int[] ids) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            long[] wide = java.util.Arrays.stream(ids).asLongStream().toArray();
            NativeTensor hidden = model.hidden(NativeTensor.of(wide, 1, wide.length));
            return model.logits(hidden.narrowed(1, wide.length - 1L, 1)).toFloats();
        }
    }

    private static List<Double> numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asDouble).toList();
    }
}
