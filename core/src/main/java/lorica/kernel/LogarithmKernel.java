package lorica.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Natural logarithm of positive normal numbers, in F64, within one unit in the last place.
///
/// ```
/// x = 2ᵏ·(1 + f),  √½ ≤ 1 + f < √2,  s = f / (2 + f),  ln(1 + f) = f − s·(f − R(s²))
/// ```
///
/// Every lane does what the scalar twin does, operation by operation: the same bits at any vector
/// width, compiled or not (`lanewise(LOG)` promises neither). Source: `e_log.c` of fdlibm (Sun
/// Microsystems 1993), whose polynomial R this is.
public final class LogarithmKernel {
    private static final VectorSpecies<Double> F64 = DoubleVector.SPECIES_PREFERRED;

    private static final long ROOT_OF_HALF = 0x3FE6A09E667F3BCDL;

    /// Added to a small integer's bits, those of the `double` that is larger by as much.
    private static final double SHIFTER = 0x1.8p52;

    private static final long SHIFTER_BITS = Double.doubleToRawLongBits(SHIFTER);
    private static final double LN_2_HIGH = 0.6931471803691238;
    private static final double LN_2_LOW = 1.9082149292705877e-10;
    private static final double R1 = 0.6666666666666735;
    private static final double R2 = 0.3999999999940942;
    private static final double R3 = 0.2857142874366239;
    private static final double R4 = 0.22222198432149784;
    private static final double R5 = 0.1818357216161805;
    private static final double R6 = 0.15313837699209373;
    private static final double R7 = 0.14798198605116586;

    private LogarithmKernel() {}

    /// Reference of [#ln(DoubleVector)].
    static double lnScalar(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long exponent = (bits - ROOT_OF_HALF) >> 52;
        double k = Double.longBitsToDouble(exponent + SHIFTER_BITS) - SHIFTER;
        double f = Double.longBitsToDouble(bits - (exponent << 52)) - 1;
        double s = f / (f + 2);
        double z = s * s;
        double w = z * z;
        double odd = w * Math.fma(w, Math.fma(w, R6, R4), R2);
        double even = z * Math.fma(w, Math.fma(w, Math.fma(w, R7, R5), R3), R1);
        double half = 0.5 * f * f;
        double small = Math.fma(s, half + (odd + even), k * LN_2_LOW);
        return k * LN_2_HIGH - (half - small - f);
    }

    /// `ln x` in every lane.
    static DoubleVector ln(DoubleVector x) {
        LongVector bits = x.reinterpretAsLongs();
        LongVector exponent = bits.sub(ROOT_OF_HALF).lanewise(VectorOperators.ASHR, 52);
        DoubleVector k = exponent.add(SHIFTER_BITS).reinterpretAsDoubles().sub(SHIFTER);
        LongVector scaled = bits.sub(exponent.lanewise(VectorOperators.LSHL, 52));
        DoubleVector f = scaled.reinterpretAsDoubles().sub(1);
        DoubleVector s = f.div(f.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector w = z.mul(z);
        DoubleVector odd = w.mul(w.fma(w.fma(all(R6), all(R4)), all(R2)));
        DoubleVector even = z.mul(w.fma(w.fma(w.fma(all(R7), all(R5)), all(R3)), all(R1)));
        DoubleVector half = f.mul(0.5).mul(f);
        DoubleVector small = s.fma(half.add(odd.add(even)), k.mul(LN_2_LOW));
        return k.mul(LN_2_HIGH).sub(half.sub(small).sub(f));
    }

    /// `x[at + i] ← ln x[at + i]` in every lane. Over an array: the compiler may leave so long a
    /// method as a call, and vectors that go through a call are put into objects.
    private static void lnInPlace(double[] x, int at) {
        ln(DoubleVector.fromArray(F64, x, at)).intoArray(x, at);
    }

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(F64, value);
    }

    /// `out[o + i] = ln x[xo + i]` where `x` is above 0, else 0; `0 ≤ i < n`.
    public static void lnOrZero(double[] x, int xo, double[] out, int o, int n) {
        DoubleVector zero = DoubleVector.zero(F64);
        int i = 0;
        for (int bound = F64.loopBound(n); i < bound; i += F64.length()) {
            DoubleVector values = DoubleVector.fromArray(F64, x, xo + i);
            var positive = values.compare(VectorOperators.GT, 0);
            zero.blend(values, positive).intoArray(out, o + i);
            if (positive.anyTrue()) {
                lnInPlace(out, o + i);
                DoubleVector logarithms = DoubleVector.fromArray(F64, out, o + i);
                zero.blend(logarithms, positive).intoArray(out, o + i);
            }
        }
        lnOrZeroScalar(x, xo + i, out, o + i, n - i);
    }

    /// Reference of [#lnOrZero].
    static void lnOrZeroScalar(double[] x, int xo, double[] out, int o, int n) {
        for (int i = 0; i < n; i++) {
            out[o + i] = x[xo + i] > 0 ? lnScalar(x[xo + i]) : 0;
        }
    }
}
