package lorica.coefficient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import lorica.distance.DistanceRow;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/// Proposition 1 of Lora without GPUs: the attentional weights minimise
///
/// ```
/// J(w) = ⟨w, δ⟩ + τ·Σ wᵢ ln wᵢ
/// ```
///
/// over the simplex. K entries, τ over six decades, δ over ten.
class PropositionOnePropertyTest {
    @Property(tries = 500, seed = "1")
    void theGradientIsConstantOverTheSupport(
            @ForAll @IntRange(min = 1, max = 600) int k,
            @ForAll @DoubleRange(min = -4, max = 2) double temperatureDecade,
            @ForAll @DoubleRange(min = -5, max = 5) double scaleDecade,
            @ForAll long seed) {
        double temperature = Math.pow(10, temperatureDecade);
        double[] distances = distances(k, Math.pow(10, scaleDecade), seed);
        double[] weights = weigh(temperature, distances);
        double level = temperature * (1 - Math.log(partition(distances, temperature)));
        double least = IntStream.range(0, k).mapToDouble(i -> distances[i]).min().orElseThrow();
        double largest = IntStream.range(0, k).mapToDouble(i -> distances[i]).max().orElseThrow();
        for (int i = 0; i < k; i++) {
            if (weights[i] >= Double.MIN_NORMAL) { // below, a weight has fewer digits
                double gradient = distances[i] + temperature * (1 + Math.log(weights[i]));
                assertThat(gradient)
                        .isCloseTo(least + level, within(1e-12 * Math.max(temperature, largest)));
            }
        }
    }

    @Property(tries = 500, seed = "1")
    void noTangentPerturbationLowersTheObjective(
            @ForAll @IntRange(min = 2, max = 200) int k,
            @ForAll @DoubleRange(min = -2, max = 3) double temperatureInRanges,
            @ForAll @DoubleRange(min = -5, max = 5) double scaleDecade,
            @ForAll @DoubleRange(min = -6, max = -3) double stepDecade,
            @ForAll long seed) {
        double scale = Math.pow(10, scaleDecade);
        double temperature = scale * Math.pow(10, temperatureInRanges);
        double[] distances = distances(k, scale, seed);
        double[] weights = weigh(temperature, distances);
        double[] moved = moved(weights, Math.pow(10, stepDecade), seed);
        // J(v) − J(w) = τ·KL(v‖w) ≥ 0: what must not be lost in rounding
        assertThat(objective(moved, distances, temperature))
                .isGreaterThanOrEqualTo(
                        objective(weights, distances, temperature)
                                - 1e-13 * Math.max(temperature * Math.log(k), scale));
    }

    @Property(tries = 200, seed = "1")
    void aPerturbationOfAnInteriorPointRaisesTheObjectiveByItsDivergence(
            @ForAll @IntRange(min = 2, max = 50) int k, @ForAll long seed) {
        double[] distances = distances(k, 1, seed);
        double[] weights = weigh(1, distances);
        double[] moved = moved(weights, 1e-3, seed);
        double divergence = 0;
        for (int i = 0; i < k; i++) {
            divergence += moved[i] * Math.log(moved[i] / weights[i]);
        }
        double raised = objective(moved, distances, 1) - objective(weights, distances, 1);
        assertThat(divergence).isPositive();
        assertThat(raised).isCloseTo(divergence, within(1e-13));
    }

    /// A point of the simplex at most `step` away in each coordinate, along a direction that sums
    /// to zero.
    private static double[] moved(double[] weights, double step, long seed) {
        RandomGenerator random = random(~seed);
        double[] direction = random.doubles(weights.length, -1, 1).toArray();
        double mean = IntStream.range(0, weights.length).mapToDouble(i -> direction[i]).sum();
        double reach = 1;
        for (int i = 0; i < weights.length; i++) {
            direction[i] -= mean / weights.length;
            if (direction[i] < 0) {
                reach = Math.min(reach, 0.5 * weights[i] / (-direction[i] * step));
            }
        }
        double[] moved = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            moved[i] = weights[i] + reach * step * direction[i];
        }
        return moved;
    }

    private static double objective(double[] weights, double[] distances, double temperature) {
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            double entropy = weights[i] > 0 ? weights[i] * Math.log(weights[i]) : 0;
            total += weights[i] * distances[i] + temperature * entropy;
        }
        return total;
    }

    private static double partition(double[] distances, double temperature) {
        double least =
                IntStream.range(0, distances.length)
                        .mapToDouble(i -> distances[i])
                        .min()
                        .orElseThrow();
        double total = 0;
        for (double distance : distances) {
            total += Math.exp(-(distance - least) / temperature);
        }
        return total;
    }

    private static double[] distances(int k, double scale, long seed) {
        return random(seed).doubles(k, 0, scale).toArray();
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static double[] weigh(double temperature, double[] distances) {
        List<String> entries =
                IntStream.range(0, distances.length).mapToObj(Integer::toString).toList();
        return new Attentional(temperature)
                .weigh(new DistanceRow("js", "toy", entries, distances))
                .weights();
    }
}
