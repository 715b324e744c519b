package lorica.experiment.fewexamples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleSampleTest {
    @TempDir private Path folder;

    @Test
    void aSmallDatasetIsTakenWhole() throws IOException {
        Path file = ToyFiles.write(folder).newDataset();
        List<Example> all = ExampleReader.readAll(file);
        assertThat(ExampleSample.of(Dataset.of(file), 64, 0))
                .containsExactlyInAnyOrderElementsOf(all)
                .isNotEqualTo(all);
    }

    @Test
    void theSeedDecidesAndEveryRowCanBeDrawn() throws IOException {
        Path file = ToyFiles.write(folder).newDataset();
        List<Example> all = ExampleReader.readAll(file);
        List<Example> drawn = new java.util.ArrayList<>();
        for (int seed = 0; seed < 60; seed++) {
            List<Example> sample = ExampleSample.of(Dataset.of(file), 3, seed);
            assertThat(sample).hasSize(3).isEqualTo(ExampleSample.of(Dataset.of(file), 3, seed));
            drawn.addAll(sample);
        }
        assertThat(drawn).containsAll(all);
    }
}
