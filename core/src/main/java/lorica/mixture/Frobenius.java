package lorica.mixture;

import java.util.SplittableRandom;
import lorica.kernel.RowKernel;

/// `‖Σₖ cₖ·bₖ·aₖᵀ‖` in the Frobenius norm without a matrix `[out, in]`.
///
/// Exact up to a stacked rank of 512, by thin QR. Above, estimated from 32 seeded vectors of random
/// signs: `‖M‖² = E‖M·g‖²` (Hutchinson 1990).
///
/// @param uncertainty the standard error of an estimate, 0 where the value is exact
record Frobenius(double value, double uncertainty) {
    private static final int EXACT_UP_TO = 512;
    private static final int PROBES = 32;

    static Frobenius of(StackedFactors stacked) {
        if (stacked.rank() <= EXACT_UP_TO) {
            return new Frobenius(ProductCore.of(stacked).norm(), 0);
        }
        return estimate(stacked);
    }

    /// Heap that [#of] takes.
    static long workingBytes(StackedFactors stacked) {
        return stacked.rank() <= EXACT_UP_TO
                ? ProductCore.workingBytes(stacked)
                : (long) Double.BYTES * 4 * PROBES * (stacked.in() + stacked.out());
    }

    /// The estimate, whatever the rank.
    static Frobenius estimate(StackedFactors stacked) {
        SplittableRandom random = new SplittableRandom(stacked.rank());
        double[] signs = new double[PROBES * stacked.in()];
        for (int i = 0; i < signs.length; i++) {
            signs[i] = random.nextBoolean() ? 1 : -1;
        }
        return ofProbes(stacked.multiply(signs, PROBES), stacked.out(), PROBES);
    }

    /// The estimate from `M·g` for `count` vectors `g` of random signs.
    static Frobenius ofProbes(double[] products, int length, int count) {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            double square = RowKernel.dot(products, i * length, products, i * length, length);
            sum += square;
            squares += square * square;
        }
        double mean = sum / count;
        double variance = Math.max(0, squares / count - mean * mean) / (count - 1);
        double norm = Math.sqrt(mean);
        return new Frobenius(norm, norm == 0 ? 0 : Math.sqrt(variance) / (2 * norm));
    }
}
