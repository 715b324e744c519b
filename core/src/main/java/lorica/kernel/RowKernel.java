package lorica.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Operations on rows, `n` elements from an offset into an array.
///
/// Accumulated in `double` with fused multiply-add; the order of a sum depends on the machine's
/// vector width, and on nothing else. Callers check shapes; kernels do not.
public final class RowKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> F32 = FloatVector.SPECIES_PREFERRED;

    private RowKernel() {}

    /// Reference of [#dot].
    static double dotScalar(double[] x, int xo, double[] y, int yo, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum = Math.fma(x[xo + i], y[yo + i], sum);
        }
        return sum;
    }

    /// `Σ x[i]·y[i]`.
    public static double dot(double[] x, int xo, double[] y, int yo, int n) {
        DoubleVector even = DoubleVector.zero(F64);
        DoubleVector odd = DoubleVector.zero(F64);
        int lanes = F64.length();
        int i = 0;
        for (int bound = n - 2 * lanes; i <= bound; i += 2 * lanes) {
            even = load(x, xo + i).fma(load(y, yo + i), even);
            odd = load(x, xo + i + lanes).fma(load(y, yo + i + lanes), odd);
        }
        return total(even.add(odd)) + dotScalar(x, xo + i, y, yo + i, n - i);
    }

    /// `y[i] += a·x[i]`. No vector form by hand: the compiler's is as quick.
    public static void addScaled(double[] y, int yo, double a, double[] x, int xo, int n) {
        for (int i = 0; i < n; i++) {
            y[yo + i] = Math.fma(a, x[xo + i], y[yo + i]);
        }
    }

    /// Reference of [#firstNonFinite].
    static int firstNonFiniteScalar(float[] x, int xo, int n) {
        for (int i = 0; i < n; i++) {
            if (!Float.isFinite(x[xo + i])) {
                return i;
            }
        }
        return -1;
    }

    /// The smallest `i` whose `x[i]` is NaN or infinite, −1 if there is none.
    public static int firstNonFinite(float[] x, int xo, int n) {
        FloatVector sum = FloatVector.zero(F32);
        int i = 0;
        for (int bound = F32.loopBound(n); i < bound; i += F32.length()) {
            FloatVector v = FloatVector.fromArray(F32, x, xo + i);
            sum = sum.add(v.sub(v)); // 0 if finite, else NaN
        }
        if (sum.reduceLanes(VectorOperators.ADD) == 0) {
            int tail = firstNonFiniteScalar(x, xo + i, n - i);
            return tail < 0 ? -1 : i + tail;
        }
        return firstNonFiniteScalar(x, xo, n);
    }

    /// The sum of the lanes, one after another. `reduceLanes` leaves the order open: compiled and
    /// interpreted code add in different ones, and the same call would round differently later.
    static double total(DoubleVector lanes) {
        double sum = lanes.lane(0);
        for (int i = 1; i < F64.length(); i++) {
            sum += lanes.lane(i);
        }
        return sum;
    }

    private static DoubleVector load(double[] x, int at) {
        return DoubleVector.fromArray(F64, x, at);
    }
}
