package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.TrainingText;
import lorica.testing.ToyFiles;
import lorica.token.Tokenizer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizationTest {
    private static final int BEGINNING = 0;

    @TempDir private Path folder;
    private Tokenizer tokenizer;

    @BeforeEach
    void start() throws IOException {
        tokenizer = Tokenizer.open(ToyFiles.write(folder).tokenizerFile());
    }

    @AfterEach
    void stop() {
        tokenizer.close();
    }

    @Test
    void everyByteOfInputSeparatorFirstOutputAndTerminatorIsCounted() throws IOException {
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, "{\"input\": \"ab\", \"output\": [\"b\", \"zzz\"]}\n\n");
        TokenCounts counts =
                tokenization(257, new TrainingText("-", "!"), OptionalInt.of(BEGINNING))
                        .count("data", file);
        assertThat(counts.examples()).isEqualTo(1);
        assertThat(counts.total()).isEqualTo(6);
        assertThat(counts.counts()).containsExactly(1, 1, 1, 1, 2); // <s> ! - a b
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            rows.addAll(ToyFiles.rows("add", i));
        }
        Files.write(file, rows);
        Tokenization tokenization =
                tokenization(257, TrainingText.concatenation(), OptionalInt.empty());
        byte[] one = encoded(tokenization.count("data", Dataset.of(file), DatasetView.whole(), 1));
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(
                            encoded(
                                    tokenization.count(
                                            "data",
                                            Dataset.of(file),
                                            DatasetView.whole(),
                                            threads)))
                    .isEqualTo(one);
        }
    }

    @Test
    void viewsCountedTogetherAreThoseCountedAlone() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            rows.addAll(ToyFiles.rows("add", i));
        }
        Files.write(file, rows);
        Dataset dataset = Dataset.of(file);
        Tokenization tokenization =
                tokenization(257, new TrainingText(" ", "!"), OptionalInt.of(BEGINNING));
        List<DatasetView> views =
                Stream.of(Part.OUTPUT, Part.BOTH, Part.INPUT_BIGRAMS, Part.INPUT)
                        .map(part -> DatasetView.part(DatasetView.whole(), part))
                        .toList();
        for (int threads : new int[] {1, 3}) {
            List<TokenCounts> together = tokenization.count("data", dataset, views, threads);
            for (int i = 0; i < views.size(); i++) {
                assertThat(encoded(together.get(i)))
                        .isEqualTo(encoded(tokenization.count("data", dataset, views.get(i), 1)));
            }
        }
    }

    @Test
    void aFaultFarIntoTheFileIsNamedAtAnyNumberOfThreads() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.addAll(ToyFiles.rows("add", i));
        }
        rows.set(1_000, "{\"input\": 7}");
        Files.write(file, rows);
        Tokenization tokenization =
                tokenization(257, TrainingText.concatenation(), OptionalInt.empty());
        for (int threads : new int[] {1, 4}) {
            assertThatThrownBy(
                            () ->
                                    tokenization.count(
                                            "data", Dataset.of(file), DatasetView.whole(), threads))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining(file + ":1001");
        }
    }

    @Test
    void tokensBeyondTheVocabularyAreRefusedAtAnyNumberOfThreads() throws IOException {
        Path file = folder.resolve("data.jsonl");
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.addAll(ToyFiles.rows("add", i));
        }
        Files.write(file, rows);
        Tokenization tokenization =
                tokenization(40, TrainingText.concatenation(), OptionalInt.empty());
        for (int threads : new int[] {1, 4}) {
            assertThatThrownBy(
                            () ->
                                    tokenization.count(
                                            "data", Dataset.of(file), DatasetView.whole(), threads))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("vocabulary size 40");
        }
    }

    @Test
    void aFileWithoutExamplesOrWithoutTextIsRefused() throws IOException {
        Path file = folder.resolve("data.jsonl");
        Files.writeString(file, "\n\n");
        Tokenization tokenization =
                tokenization(257, TrainingText.concatenation(), OptionalInt.empty());
        assertThatThrownBy(() -> tokenization.count("data", file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("at least one example");
        Files.writeString(file, "{\"input\": \"\", \"output\": \"\"}");
        assertThatThrownBy(() -> tokenization.count("data", file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("1 without: line 1");
    }

    @Test
    void countsAndTheirBytesAreOneAndTheSame() throws IOException {
        TokenCounts counts =
                new TokenCounts("data", 10, 3, new int[] {1, 4, 9}, new long[] {1, 1L << 40, 2});
        TokenCounts read = TokenCountsCodec.decode("data", encoded(counts));
        assertThat(read.tokens()).isEqualTo(counts.tokens());
        assertThat(read.counts()).isEqualTo(counts.counts());
        assertThat(read.examples()).isEqualTo(3);
        byte[] bytes = encoded(counts);
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> TokenCountsCodec.decode("data", cut))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private Tokenization tokenization(int vocabulary, TrainingText text, OptionalInt beginning) {
        return new Tokenization(tokenizer, vocabulary, text, beginning);
    }

    private static byte[] encoded(TokenCounts counts) {
        return TokenCountsCodec.encode(counts);
    }
}
