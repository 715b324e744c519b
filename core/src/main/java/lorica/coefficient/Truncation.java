package lorica.coefficient;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Keeps the largest weights, sets the others to zero and divides by what is left:
///
/// ```
/// w'ᵢ = wᵢ / Σ_{j∈S} wⱼ for i ∈ S, else 0
/// ```
///
/// `S` are the largest weights: at most `k` of them, and no more than it takes to hold the minimum
/// mass. Of equal weights the earlier entry is kept. Entries stay in the list at their place.
///
/// @param topK the most entries kept, at least 1; empty for no limit
/// @param minimumMass how much of the total weight the kept entries must hold, in (0, 1], before
///     `topK` cuts; empty for all
public record Truncation(OptionalInt topK, OptionalDouble minimumMass) {
    public Truncation {
        if (topK.isPresent() && topK.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "top-k: expected at least 1 entry, found " + topK.getAsInt());
        }
        if (minimumMass.isPresent()
                && !(minimumMass.getAsDouble() > 0 && minimumMass.getAsDouble() <= 1)) {
            throw new IllegalArgumentException(
                    "minimum mass: expected a number in (0, 1], found "
                            + minimumMass.getAsDouble());
        }
    }

    /// Keeps every weight: the default.
    public static Truncation none() {
        return new Truncation(OptionalInt.empty(), OptionalDouble.empty());
    }

    /// The coefficients with the small ones at zero; unchanged where nothing is cut.
    public Coefficients of(Coefficients coefficients) {
        double[] weights = coefficients.weights();
        List<Integer> largestFirst =
                IntStream.range(0, weights.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -weights[i]))
                        .toList();
        int kept = Math.min(weights.length, topK.orElse(weights.length));
        kept = Math.min(kept, fewest(largestFirst, weights));
        if (kept == weights.length) {
            return coefficients;
        }
        double[] truncated = new double[weights.length];
        double total = 0;
        for (int i : largestFirst.subList(0, kept)) {
            truncated[i] = weights[i];
            total += weights[i];
        }
        for (int i = 0; i < truncated.length; i++) {
            truncated[i] /= total;
        }
        return new Coefficients(coefficients.entries(), truncated);
    }

    /// How many of the largest weights it takes to hold the minimum mass.
    private int fewest(List<Integer> largestFirst, double[] weights) {
        double wanted = minimumMass.orElse(1);
        if (wanted == 1) {
            return weights.length;
        }
        double held = 0;
        int count = 0;
        while (count < weights.length && held < wanted) {
            held += weights[largestFirst.get(count++)];
        }
        return count;
    }
}
