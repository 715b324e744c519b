package lorica.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorica.infer.Completion.Ending;
import lorica.model.CausalLanguageModel;
import lorica.testing.TinyModel;
import lorica.token.Tokenizer;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextGeneratorTest {
    private final Path folder;

    TextGeneratorTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private static final List<String> RAGGED = ragged();

    private static List<String> ragged() {
        SplittableRandom random = new SplittableRandom(3);
        return IntStream.range(0, 16)
                .mapToObj(
                        row ->
                                IntStream.range(0, 1 + (row * 7) % 16)
                                        .mapToObj(_ -> "w" + random.nextInt(4, 32))
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    @Test
    void aRaggedBatchWritesWhatSingleRunsWrite() throws IOException {
        compareWithSingleRuns(TinyModel.write(folder));
    }

    @Test
    void aRaggedBatchKeepsToTheSlidingWindow() throws IOException {
        compareWithSingleRuns(TinyModel.write(folder, TinyModel.config(OptionalInt.of(5))));
    }

    private static void compareWithSingleRuns(Path directory) throws IOException {
        Decoding decoding = Decoding.defaults().withMaxNewTokens(24);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            List<Completion> batch =
                    generator.complete(RAGGED, decoding, CompletionListener.silent());
            for (int i = 0; i < RAGGED.size(); i++) {
                Completion single =
                        generator
                                .complete(
                                        List.of(RAGGED.get(i)),
                                        decoding,
                                        CompletionListener.silent())
                                .getFirst();
                int[] prompt = generator.encode(RAGGED.get(i));
                assertSameButForTies(model, prompt, batch.get(i), single);
            }
        }
    }

    /// Equal tokens, or a first difference where the two best logits are within 1e-5.
    private static void assertSameButForTies(
            CausalLanguageModel model, int[] prompt, Completion batch, Completion single) {
        int same = 0;
        while (same < single.tokens().size()
                && same < batch.tokens().size()
                && single.tokens().get(same).equals(batch.tokens().get(same))) {
            same++;
        }
        if (same == single.tokens().size() && same == batch.tokens().size()) {
            return;
        }
        List<Long> ids = new ArrayList<>();
        Arrays.stream(prompt).forEach(id -> ids.add((long) id));
        single.tokens().subList(0, same).forEach(id -> ids.add((long) id));
        try (NativeScope _ = NativeScope.withoutGradients()) {
            long[] whole = ids.stream().mapToLong(Long::longValue).toArray();
            NativeTensor hidden = model.hidden(NativeTensor.of(whole, 1, whole.length));
            float[] logits = model.logits(hidden.narrowed(1, whole.length - 1L, 1)).toFloats();
            Arrays.sort(logits);
            assertThat(logits[logits.length - 1] - logits[logits.length - 2])
                    .as("logit gap where batch and single run part, after %d tokens", same)
                    .isLessThan(1e-5f);
        }
    }

    @Test
    void theCacheGivesWhatTheWholeSequenceGives() throws IOException {
        Path directory = TinyModel.write(folder);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            Completion completion =
                    generator
                            .complete(
                                    List.of("w5 w6"),
                                    Decoding.defaults().withMaxNewTokens(12),
                                    CompletionListener.silent())
                            .getFirst();
            List<Long> ids = new ArrayList<>(List.of(1L, 5L, 6L));
            for (int token : completion.tokens()) {
                try (NativeScope _ = NativeScope.withoutGradients()) {
                    long[] whole = ids.stream().mapToLong(Long::longValue).toArray();
                    NativeTensor hidden = model.hidden(NativeTensor.of(whole, 1, whole.length));
                    NativeTensor last = hidden.narrowed(1, whole.length - 1L, 1);
                    assertThat(model.logits(last).largest()).containsExactly(token);
                }
                ids.add((long) token);
            }
        }
    }

    @Test
    void samplingRepeatsWithItsSeedAndNotWithAnother() throws IOException {
        Path directory = TinyModel.write(folder);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            List<Completion> first = sample(generator, RAGGED, 11);
            assertThat(sample(generator, RAGGED, 11)).isEqualTo(first);
            assertThat(sample(generator, RAGGED, 12)).isNotEqualTo(first);
            assertThat(sample(generator, RAGGED.subList(0, 1), 11).getFirst())
                    .isEqualTo(first.getFirst());
        }
    }

    private static List<Completion> sample(
            TextGenerator generator, List<String> prompts, long seed) {
        return generator.complete(
                prompts,
                Decoding.defaults()
                        .withMaxNewTokens(10)
                        .withChoice(new TokenChoice.Sampled(1.0, seed)),
                CompletionListener.silent());
    }

    @Test
    void aCompletionEndsAtTheStopTextAndTheListenerNeverSeesIt() throws IOException {
        Path directory = TinyModel.write(folder);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            Decoding free = Decoding.defaults().withMaxNewTokens(20);
            String whole =
                    generator
                            .complete(List.of("w9 w4"), free, CompletionListener.silent())
                            .getFirst()
                            .text();
            String[] words = whole.strip().split(" ", -1);
            String stop = words[2] + " " + words[3];
            StringBuilder seen = new StringBuilder();
            Completion stopped =
                    generator
                            .complete(
                                    List.of("w9 w4"),
                                    free.withStop(stop),
                                    (_, piece) -> seen.append(piece))
                            .getFirst();
            assertThat(stopped.ending()).isEqualTo(Ending.STOP_TEXT);
            assertThat(stopped.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
            assertThat(seen.toString()).isEqualTo(stopped.text());
        }
    }

    @Test
    void aPromptThatFillsTheContextIsRefusedWithBothLengths() throws IOException {
        Path directory = TinyModel.write(folder);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            TextGenerator generator = new TextGenerator(model, tokenizer, OptionalInt.of(1));
            String longest = "w4 ".repeat(TinyModel.CONTEXT - 2).strip();
            assertThat(
                            generator
                                    .complete(
                                            List.of(longest, "w5"),
                                            Decoding.defaults().withMaxNewTokens(40),
                                            CompletionListener.silent())
                                    .getFirst()
                                    .tokens())
                    .hasSize(1);
            assertThatThrownBy(
                            () ->
                                    generator.complete(
                                            List.of(longest + " w4"),
                                            Decoding.defaults(),
                                            CompletionListener.silent()))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("prompt 1")
                    .hasMessageContaining("at most 47 tokens")
                    .hasMessageContaining("found 48 tokens");
        }
    }

    @Test
    void aTokenizerOfAnotherModelIsRefusedWithBothVocabularies() throws IOException {
        Path directory = TinyModel.write(folder);
        TinyModel.writeTokenizer(directory, 40);
        try (CausalLanguageModel model = CausalLanguageModel.open(directory, Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(directory.resolve("tokenizer.json"))) {
            assertThatThrownBy(() -> new TextGenerator(model, tokenizer, OptionalInt.of(1)))
                    .isInstanceOf(InferenceException.class)
                    .hasMessageContaining("tokenizer.json")
                    .hasMessageContaining("at most the 32 ids")
                    .hasMessageContaining("40 ids");
        }
    }
}
