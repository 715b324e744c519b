package lorica.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Sums over two rows of what they have at the same place, `n` elements from an offset each.
///
/// Accumulated in `double`; the order depends on the machine's vector width, and on nothing else.
/// Equal rows give exactly 0. Callers check shapes; kernels do not.
public final class PairKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = F64.length();
    private static final double LN_2 = Math.log(2);

    private PairKernel() {}

    /// Reference of [#absoluteDifferences].
    static double absoluteDifferencesScalar(double[] x, int xo, double[] y, int yo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.abs(x[xo + i] - y[yo + i]);
        }
        return sum;
    }

    /// `Σ |x − y|`.
    public static double absoluteDifferences(double[] x, int xo, double[] y, int yo, int n) {
        DoubleVector even = DoubleVector.zero(F64);
        DoubleVector odd = even;
        int i = 0;
        for (int bound = n - 2 * LANES; i <= bound; i += 2 * LANES) {
            even = even.add(load(x, xo + i).sub(load(y, yo + i)).abs());
            odd = odd.add(load(x, xo + i + LANES).sub(load(y, yo + i + LANES)).abs());
        }
        return RowKernel.total(even.add(odd))
                + absoluteDifferencesScalar(x, xo + i, y, yo + i, n - i);
    }

    /// Reference of [#squaredDifferences].
    static double squaredDifferencesScalar(double[] x, int xo, double[] y, int yo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double difference = x[xo + i] - y[yo + i];
            sum = Math.fma(difference, difference, sum);
        }
        return sum;
    }

    /// `Σ (x − y)²`.
    public static double squaredDifferences(double[] x, int xo, double[] y, int yo, int n) {
        DoubleVector even = DoubleVector.zero(F64);
        DoubleVector odd = even;
        int i = 0;
        for (int bound = n - 2 * LANES; i <= bound; i += 2 * LANES) {
            DoubleVector first = load(x, xo + i).sub(load(y, yo + i));
            DoubleVector second = load(x, xo + i + LANES).sub(load(y, yo + i + LANES));
            even = first.fma(first, even);
            odd = second.fma(second, odd);
        }
        return RowKernel.total(even.add(odd))
                + squaredDifferencesScalar(x, xo + i, y, yo + i, n - i);
    }

    /// Reference of [#weightedDifferences].
    static double weightedDifferencesScalar(
            double[] w, int wo, double[] x, int xo, double[] y, int yo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(w[wo + i], x[xo + i] - y[yo + i], sum);
        }
        return sum;
    }

    /// `Σ w·(x − y)`.
    public static double weightedDifferences(
            double[] w, int wo, double[] x, int xo, double[] y, int yo, int n) {
        DoubleVector even = DoubleVector.zero(F64);
        DoubleVector odd = even;
        int i = 0;
        for (int bound = n - 2 * LANES; i <= bound; i += 2 * LANES) {
            int j = i + LANES;
            even = load(w, wo + i).fma(load(x, xo + i).sub(load(y, yo + i)), even);
            odd = load(w, wo + j).fma(load(x, xo + j).sub(load(y, yo + j)), odd);
        }
        return RowKernel.total(even.add(odd))
                + weightedDifferencesScalar(w, wo + i, x, xo + i, y, yo + i, n - i);
    }

    /// Reference of [#productsOfDifferences].
    static double productsOfDifferencesScalar(
            double[] x, int xo, double[] y, int yo, double[] u, int uo, double[] v, int vo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(x[xo + i] - y[yo + i], u[uo + i] - v[vo + i], sum);
        }
        return sum;
    }

    /// `Σ (x − y)·(u − v)`.
    public static double productsOfDifferences(
            double[] x, int xo, double[] y, int yo, double[] u, int uo, double[] v, int vo, int n) {
        DoubleVector even = DoubleVector.zero(F64);
        DoubleVector odd = even;
        int i = 0;
        for (int bound = n - 2 * LANES; i <= bound; i += 2 * LANES) {
            int j = i + LANES;
            DoubleVector first = load(x, xo + i).sub(load(y, yo + i));
            DoubleVector second = load(x, xo + j).sub(load(y, yo + j));
            even = first.fma(load(u, uo + i).sub(load(v, vo + i)), even);
            odd = second.fma(load(u, uo + j).sub(load(v, vo + j)), odd);
        }
        return RowKernel.total(even.add(odd))
                + productsOfDifferencesScalar(x, xo + i, y, yo + i, u, uo + i, v, vo + i, n - i);
    }

    /// Reference of [#meanDivergence].
    static double meanDivergenceScalar(
            double[] p,
            int po,
            double[] lnP,
            int lpo,
            double[] q,
            int qo,
            double[] lnQ,
            int lqo,
            int n) {
        double single = 0;
        double shared = 0;
        for (int i = 0; i < n; i++) {
            double left = p[po + i];
            double right = q[qo + i];
            if (Math.min(left, right) > 0) {
                double lnMean = LogarithmKernel.lnScalar(0.5 * (left + right));
                shared += left * (lnP[lpo + i] - lnMean) + right * (lnQ[lqo + i] - lnMean);
            } else {
                single += left + right;
            }
        }
        return Math.fma(LN_2, single, shared);
    }

    /// `Σ p·ln(p/m) + q·ln(q/m)`, `m = ½(p + q)`, for `p, q ≥ 0` whose logarithms are given by
    /// [LogarithmKernel#lnOrZero]. Where one is 0 the other's term is `ln 2` times it. Swapping the
    /// rows gives the same bits.
    ///
    /// @param scratch at least `4n` elements: where both are above 0 is collected there first, so
    ///     that no lane of a logarithm is wasted
    public static double meanDivergence(
            double[] p,
            int po,
            double[] lnP,
            int lpo,
            double[] q,
            int qo,
            double[] lnQ,
            int lqo,
            int n,
            double[] scratch) {
        DoubleVector zero = DoubleVector.zero(F64);
        DoubleVector single = zero;
        int shared = 0;
        int i = 0;
        for (int bound = F64.loopBound(n); i < bound; i += LANES) {
            DoubleVector left = load(p, po + i);
            DoubleVector right = load(q, qo + i);
            VectorMask<Double> both = left.min(right).compare(VectorOperators.GT, 0);
            single = single.add(left.add(right).blend(zero, both));
            for (long lanes = both.toLong(); lanes != 0; lanes &= lanes - 1) {
                int at = i + Long.numberOfTrailingZeros(lanes);
                scratch[shared] = p[po + at];
                scratch[n + shared] = lnP[lpo + at];
                scratch[2 * n + shared] = q[qo + at];
                scratch[3 * n + shared] = lnQ[lqo + at];
                shared++;
            }
        }
        DoubleVector terms = zero;
        int k = 0;
        for (int bound = F64.loopBound(shared); k < bound; k += LANES) {
            DoubleVector left = load(scratch, k);
            DoubleVector right = load(scratch, 2 * n + k);
            DoubleVector lnMean = LogarithmKernel.ln(left.add(right).mul(0.5));
            DoubleVector ofLeft = left.mul(load(scratch, n + k).sub(lnMean));
            DoubleVector ofRight = right.mul(load(scratch, 3 * n + k).sub(lnMean));
            terms = terms.add(ofLeft.add(ofRight));
        }
        return Math.fma(LN_2, RowKernel.total(single), RowKernel.total(terms))
                + meanDivergenceScalar(
                        scratch,
                        k,
                        scratch,
                        n + k,
                        scratch,
                        2 * n + k,
                        scratch,
                        3 * n + k,
                        shared - k)
                + meanDivergenceScalar(p, po + i, lnP, lpo + i, q, qo + i, lnQ, lqo + i, n - i);
    }

    private static DoubleVector load(double[] x, int at) {
        return DoubleVector.fromArray(F64, x, at);
    }
}
