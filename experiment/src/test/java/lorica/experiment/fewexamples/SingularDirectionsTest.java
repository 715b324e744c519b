package lorica.experiment.fewexamples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.gram.BankGram;
import lorica.mixture.Source;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SingularDirectionsTest {
    private final LoraAdapter adapter;
    private final int rank;

    SingularDirectionsTest(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        adapter =
                PeftDirectory.read(
                        files.adapters().resolve(ToyFiles.IDS.getFirst()), Arena.ofAuto());
        rank = adapter.config().rank();
    }

    private LoraAdapter scaled(List<Double> coefficients) {
        TreeMap<String, List<Double>> byModule = new TreeMap<>();
        adapter.modules().keySet().forEach(module -> byModule.put(module, coefficients));
        Source source = SingularDirections.scaled("one", adapter, byModule);
        assertThat(source.entry()).isEqualTo("one");
        assertThat(source.weight()).isEqualTo(1);
        return source.adapter();
    }

    /// Of the updates of two adapters.
    private static double squaredDistance(LoraAdapter one, LoraAdapter other) throws IOException {
        double[][] gram =
                BankGram.of(List.of("one", "other"), List.of(one, other), 1).updates().values();
        return gram[0][0] + gram[1][1] - 2 * gram[0][1];
    }

    @Test
    void theDirectionsTogetherAreTheUpdate() throws IOException {
        LoraAdapter apart = SingularDirections.of(adapter, rank + 1);
        assertThat(squaredDistance(adapter, apart)).isCloseTo(0, within(1e-9));
        assertThat(squaredDistance(adapter, scaled(Collections.nCopies(rank, 1.0))))
                .isCloseTo(0, within(1e-9));
    }

    @Test
    void directionsAreOrthogonalAndTheStrongestComesFirst() {
        for (LoraFactors factors : SingularDirections.of(adapter, rank).modules().values()) {
            float[] a = factors.a().toFiniteFloats();
            double before = Double.MAX_VALUE;
            for (int i = 0; i < rank; i++) {
                double strength = product(a, factors.in(), i, i);
                assertThat(strength).isLessThanOrEqualTo(before);
                before = strength;
                for (int j = 0; j < i; j++) {
                    assertThat(product(a, factors.in(), i, j)).isCloseTo(0, within(1e-6));
                }
            }
        }
    }

    private static double product(float[] rows, int width, int i, int j) {
        double sum = 0;
        for (int t = 0; t < width; t++) {
            sum += (double) rows[i * width + t] * rows[j * width + t];
        }
        return sum;
    }

    @Test
    void aDirectionThatIsTakenTwiceIsOneMoreOfItself() throws IOException {
        double whole = Math.pow(norm(adapter), 2);
        List<Double> first = new ArrayList<>(Collections.nCopies(rank, 0.0));
        first.set(0, 1.0);
        double strongest = squaredDistance(scaled(first), scaled(Collections.nCopies(rank, 0.0)));
        List<Double> twice = new ArrayList<>(Collections.nCopies(rank, 1.0));
        twice.set(0, 2.0);
        assertThat(squaredDistance(adapter, scaled(twice)))
                .isCloseTo(strongest, within(1e-6 * whole));
        assertThat(strongest).isBetween(whole / rank, whole);
    }

    private static double norm(LoraAdapter adapter) throws IOException {
        return BankGram.of(List.of("one"), List.of(adapter), 1).updates().norm(0);
    }
}
