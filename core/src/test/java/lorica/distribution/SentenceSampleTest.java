package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentenceSampleTest {
    @TempDir private Path folder;

    /// How often each letter occurs, as a direction.
    private record Letters() implements SentenceEncoder {
        @Override
        public String name() {
            return "letters";
        }

        @Override
        public int dimension() {
            return 26;
        }

        @Override
        public float[] encode(String text) {
            float[] counts = new float[26];
            text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> counts[c - 'a']++);
            double norm = 0;
            for (float count : counts) {
                norm += count * count;
            }
            for (int i = 0; i < 26; i++) {
                counts[i] /= (float) Math.sqrt(norm);
            }
            return counts;
        }
    }

    private static final DatasetView INPUTS =
            new DatasetView.Sentences(new DatasetView.Inputs(DatasetView.whole()), new Letters());

    private Dataset dataset(int rows) throws IOException {
        Path file = folder.resolve(rows + ".jsonl");
        Files.writeString(
                file,
                IntStream.range(0, rows)
                        .mapToObj("{\"input\": \"row %d\", \"output\": \"x\"}%n"::formatted)
                        .collect(Collectors.joining()));
        return Dataset.of(file);
    }

    private static SentenceSample sample(Dataset dataset) throws IOException {
        return SentenceSample.of(dataset, INPUTS, TrainingText.concatenation());
    }

    @Test
    void allTextsAreTakenWhereThereAreFew() throws IOException {
        assertThat(sample(dataset(3)).texts()).containsExactly("row 0", "row 1", "row 2");
    }

    @Test
    void ofManyTextsTheSameFewAreTakenFromAllOfTheFile() throws IOException {
        SentenceSample sample = sample(dataset(2000));
        assertThat(sample.texts()).hasSize(SentenceSample.MOST);
        assertThat(new HashSet<>(sample.texts())).hasSize(SentenceSample.MOST);
        assertThat(sample.texts()).isEqualTo(sample(dataset(2000)).texts());
        double mean =
                sample.texts().stream()
                        .mapToInt(text -> Integer.parseInt(text.substring(4)))
                        .average()
                        .orElseThrow();
        assertThat(mean).isBetween(850.0, 1150.0);
    }

    @Test
    void everyDirectionHasTheSameMassAndThreadsChangeNothing() throws IOException {
        SentenceSample sample = sample(dataset(300));
        TokenCounts counts = sample.counts("rows", new Letters(), 1);
        assertThat(counts.vocabulary()).isEqualTo(Projections.extent());
        assertThat(counts.examples()).isEqualTo(SentenceSample.MOST);
        long[] ofDirection = new long[Projections.DIRECTIONS];
        for (int i = 0; i < counts.tokens().length; i++) {
            ofDirection[counts.tokens()[i] / Projections.BINS] += counts.counts()[i];
        }
        assertThat(ofDirection).containsOnly(SentenceSample.MOST);
        TokenCounts parallel = sample.counts("rows", new Letters(), 4);
        assertThat(parallel.tokens()).isEqualTo(counts.tokens());
        assertThat(parallel.counts()).isEqualTo(counts.counts());
    }

    @Test
    void textsThatTheTemplateLeavesBlankAreRefused() throws IOException {
        Path file = folder.resolve("blank.jsonl");
        Files.writeString(file, "{\"input\": \"Ask:  .\", \"output\": \"x\"}\n");
        DatasetView bare = new DatasetView.Bare(PromptTemplate.parse("Ask: {input}."));
        DatasetView inputs = new DatasetView.Sentences(new DatasetView.Inputs(bare), new Letters());
        assertThatThrownBy(
                        () ->
                                SentenceSample.of(
                                        Dataset.of(file), inputs, TrainingText.concatenation()))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("sentences-letters-input-bare-");
    }

    @Test
    void withoutAnEncoderTheModuleIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SentenceEncoder.in(ClassLoader.getPlatformClassLoader()))
                .withMessageContaining("lorica-embeddings")
                .withMessageContaining("found none");
    }
}
