package lorica.coefficient;

import java.util.Arrays;
import lorica.distance.DistanceRow;

/// A learned function of one distance, then softmin:
///
/// ```
/// zⱼ = (δⱼ − mean δ) / std δ,   w = softmin(f(z) / τ)
/// ```
///
/// `f` is what training left of the paper's scalar network `1 → 4000 → 4000 → 1`: its values at
/// knots, straight lines between them, and the first or last value beyond. Mean and deviation as in
/// [Normalized]. Nearer entries need not weigh more. Source: Lora without GPUs, appendix C.1.4;
/// docs/methods/neural.md.
///
/// @param knots strictly ascending z-scores, at least two; treat as read-only
/// @param values f at the knots; treat as read-only
/// @param temperature τ; trained at 1
public record Neural(double[] knots, double[] values, double temperature) implements DistanceRule {
    /// The name on the command line and in files.
    public static final String NAME = "neural";

    public Neural {
        Softmin.requireTemperature(temperature);
        if (knots.length < 2 || knots.length != values.length) {
            throw new IllegalArgumentException(
                    "neural rule: expected at least 2 knots and as many values, found %d and %d"
                            .formatted(knots.length, values.length));
        }
        for (int i = 0; i < knots.length; i++) {
            if (!Double.isFinite(knots[i])
                    || !Double.isFinite(values[i])
                    || (i > 0 && knots[i] <= knots[i - 1])) {
                throw new IllegalArgumentException(
                        "neural rule: expected ascending knots with finite values, found %s → %s at %d"
                                .formatted(knots[i], values[i], i));
            }
        }
    }

    @Override
    public Neural at(double other) {
        return new Neural(knots, values, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Coefficients weigh(DistanceRow row) {
        double[] scores = Normalized.standardised(row);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = value(scores[i]);
        }
        return new Coefficients(row.entries(), Softmin.of(scores, temperature));
    }

    /// f at a z-score.
    public double value(double z) {
        Place place = place(knots, z);
        return (1 - place.share()) * values[place.below()]
                + place.share() * values[place.below() + 1];
    }

    /// Where a number lies among ascending knots.
    ///
    /// @param below the knot before it, at most the last but one
    /// @param share how far it is on the way to the next, in [0, 1]
    public record Place(int below, double share) {}

    /// The place of a number; one beyond the ends lies at the end.
    public static Place place(double[] knots, double z) {
        int found = Arrays.binarySearch(knots, z);
        int after = found >= 0 ? found + 1 : -found - 1;
        int below = Math.clamp(after - 1, 0, knots.length - 2);
        double share = (z - knots[below]) / (knots[below + 1] - knots[below]);
        return new Place(below, Math.clamp(share, 0, 1));
    }
}
