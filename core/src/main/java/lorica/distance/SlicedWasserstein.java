package lorica.distance;

import java.util.Arrays;
import lorica.distribution.Projections;
import lorica.distribution.TokenDistribution;

/// Sliced Wasserstein-2 distance of two clouds of points on the unit sphere:
///
/// ```
/// SW₂² = (1/L) Σₗ ∫₀¹ (Fₗ⁻¹(u) − Gₗ⁻¹(u))² du,   Fₗ, Gₗ: the projections on direction l
/// ```
///
/// In units of the space, 0 … 1; a metric of the projections, which are on a grid of 1/4096
/// ([Projections]). Clouds of different sizes are compared exactly: both quantile functions are
/// steps. No statistic. Source: Rabin et al. 2012; Bonneel et al. 2015.
public record SlicedWasserstein() implements Distance {
    @Override
    public String name() {
        return "sw";
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        if (distribution.vocabulary() != Projections.extent()) {
            throw new IllegalArgumentException(
                    "sw: expected a cloud of %d ids for '%s', found %d"
                            .formatted(
                                    Projections.extent(),
                                    distribution.dataset(),
                                    distribution.vocabulary()));
        }
        return new double[0];
    }

    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name(), p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double squares = 0;
        int leftFrom = 0;
        int rightFrom = 0;
        for (int l = 1; l <= Projections.DIRECTIONS; l++) {
            int leftTo = end(left, leftFrom, l);
            int rightTo = end(right, rightFrom, l);
            squares +=
                    transport(
                            p.distribution(),
                            leftFrom,
                            leftTo,
                            q.distribution(),
                            rightFrom,
                            rightTo);
            leftFrom = leftTo;
            rightFrom = rightTo;
        }
        return Math.sqrt(squares) / Projections.BINS;
    }

    /// Where the ids of the first `directions` directions end.
    private static int end(int[] ids, int from, int directions) {
        int found = Arrays.binarySearch(ids, from, ids.length, directions * Projections.BINS);
        return found < 0 ? -found - 1 : found;
    }

    /// Σ mass·(steps)² of the optimal plan on the line, which keeps the order: each piece of mass
    /// goes to the piece of the same quantile. The masses of a direction sum to 1/L on both sides.
    private static double transport(
            TokenDistribution p, int i, int leftTo, TokenDistribution q, int j, int rightTo) {
        double total = 0;
        double leftRest = i < leftTo ? p.mass()[i] : 0;
        double rightRest = j < rightTo ? q.mass()[j] : 0;
        while (i < leftTo && j < rightTo) {
            double moved = Math.min(leftRest, rightRest);
            double steps = p.tokens()[i] - q.tokens()[j];
            total += moved * steps * steps;
            leftRest -= moved;
            rightRest -= moved;
            if (leftRest <= 0) {
                i++;
                leftRest = i < leftTo ? p.mass()[i] : 0;
            }
            if (rightRest <= 0) {
                j++;
                rightRest = j < rightTo ? q.mass()[j] : 0;
            }
        }
        return total;
    }
}
