package lorica.generate;

import java.util.Arrays;
import java.util.Locale;

/// How much of a mixture becomes the adapter: `λ·Σ wⱼΔWⱼ`.
///
/// @param scale λ where the dataset is like some of the bank, at least 0
/// @param whenFar what happens where it is like none
public record Strength(double scale, WhenFar whenFar) {
    /// What happens to an adapter whose dataset is farther from every entry than the bank's own
    /// datasets are from each other.
    public enum WhenFar {
        /// It is made all the same, and a warning says so.
        WARN,
        /// It is multiplied by threshold / nearest distance as well.
        SHRINK,
        /// It is zero: the base model as it is.
        ZERO;

        /// As on the command line.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @throws IllegalArgumentException if there is no such choice
        public static WhenFar parse(String label) {
            return Arrays.stream(values())
                    .filter(one -> one.label().equals(label))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new IllegalArgumentException(
                                            "when-far: expected warn, shrink or zero, found '%s'"
                                                    .formatted(label)));
        }
    }

    public Strength {
        if (!(scale >= 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "scale: expected a number of at least 0, found " + scale);
        }
    }

    /// The mixture as it is, with a warning where nothing is near.
    public static Strength whole() {
        return new Strength(1, WhenFar.WARN);
    }

    /// Whether an adapter may come out other than its mixture.
    public boolean changes() {
        return scale != 1 || whenFar != WhenFar.WARN;
    }

    /// λ for a dataset.
    ///
    /// @param nearest distance to the nearest entry, by [Remoteness]
    /// @param far beyond which a dataset is like none of the bank
    public double of(double nearest, double far) {
        if (!(nearest > far)) {
            return scale;
        }
        return switch (whenFar) {
            case WARN -> scale;
            case SHRINK -> scale * far / nearest;
            case ZERO -> 0;
        };
    }
}
