package lorica.experiment;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.coefficient.Coefficients;
import lorica.coefficient.Truncation;
import lorica.gram.GramMatrix;

/// What is done to a rule's weights before adapters are mixed:
///
/// ```
/// w ← the k largest, divided by their sum
/// w ← wⱼ·m/‖ΔWⱼ‖, m = Σ wⱼ‖ΔWⱼ‖     where norms are equalised
/// w ← λ·w
/// ```
///
/// Weights need not sum to 1 afterwards.
///
/// @param topK empty for all
/// @param scale λ
public record Adjustment(OptionalInt topK, double scale, Norms norms) {

    /// What adapters' norms do to a mixture.
    public enum Norms {
        /// An adapter counts with its norm.
        AS_THEY_ARE,
        /// Every adapter counts as if it had the norm that the weights give on average.
        EQUAL
    }

    public Adjustment {
        if (!(scale > 0) || scale == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("scale: expected a number > 0, found " + scale);
        }
        new Truncation(topK, OptionalDouble.empty());
    }

    public static Adjustment none() {
        return new Adjustment(OptionalInt.empty(), 1, Norms.AS_THEY_ARE);
    }

    static Adjustment top(int k) {
        return new Adjustment(OptionalInt.of(k), 1, Norms.AS_THEY_ARE);
    }

    Adjustment scaled(double by) {
        return new Adjustment(topK, by, norms);
    }

    Adjustment equalised() {
        return new Adjustment(topK, scale, Norms.EQUAL);
    }

    /// As in names of rows; nothing where nothing is done.
    String label() {
        return (topK.isPresent() ? "-top" + topK.getAsInt() : "")
                + (norms == Norms.EQUAL ? "-equal-norms" : "")
                + (scale == 1 ? "" : "-x" + Weighting.trimmed(scale));
    }

    /// The weights to mix with, in the order of the entries of the Gram matrix.
    double[] of(Coefficients coefficients, GramMatrix updates) {
        Coefficients kept = new Truncation(topK, OptionalDouble.empty()).of(coefficients);
        double[] weights = new double[updates.entries().size()];
        for (int i = 0; i < kept.weights().length; i++) {
            weights[updates.entries().indexOf(kept.entries().get(i))] = kept.weights()[i];
        }
        double[] factors = new double[weights.length];
        Arrays.fill(factors, scale);
        if (norms == Norms.EQUAL) {
            double mean = 0;
            for (int i = 0; i < weights.length; i++) {
                mean += weights[i] * updates.norm(i);
            }
            for (int i = 0; i < weights.length; i++) {
                factors[i] = updates.norm(i) > 0 ? scale * mean / updates.norm(i) : 0;
            }
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= factors[i];
        }
        return weights;
    }
}
