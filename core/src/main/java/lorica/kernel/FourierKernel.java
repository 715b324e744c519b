package lorica.kernel;

/// Discrete Fourier transform of `n` complex numbers, `n` a power of two, in place, in F64:
///
/// ```
/// X[k] = Σⱼ x[j]·exp(−2πi·jk/n)
/// ```
///
/// Radix 2, decimation in time; the roots of unity come from a table, so the error grows as
/// `log n` ulps of the largest magnitude.
public final class FourierKernel {
    private FourierKernel() {}

    /// The roots `exp(−2πi·k/n)`, `0 ≤ k < n/2 = cosines.length`.
    public static void roots(double[] cosines, double[] sines) {
        for (int k = 0; k < cosines.length; k++) {
            double angle = -Math.PI * k / cosines.length;
            cosines[k] = Math.cos(angle);
            sines[k] = Math.sin(angle);
        }
    }

    public static void transform(
            double[] real, double[] imaginary, double[] cosines, double[] sines) {
        int n = real.length;
        reorder(real);
        reorder(imaginary);
        for (int half = 1; half < n; half *= 2) {
            int stride = n / 2 / half;
            for (int block = 0; block < n; block += 2 * half) {
                for (int k = 0; k < half; k++) {
                    double c = cosines[k * stride];
                    double s = sines[k * stride];
                    int a = block + k;
                    int b = a + half;
                    double re = c * real[b] - s * imaginary[b];
                    double im = c * imaginary[b] + s * real[b];
                    real[b] = real[a] - re;
                    imaginary[b] = imaginary[a] - im;
                    real[a] += re;
                    imaginary[a] += im;
                }
            }
        }
    }

    /// Exchanges each element with the one whose index has the reversed bits.
    private static void reorder(double[] x) {
        int shift = 32 - Integer.numberOfTrailingZeros(x.length);
        for (int i = 0; i < x.length; i++) {
            int j = Integer.reverse(i) >>> shift;
            if (i < j) {
                double swap = x[i];
                x[i] = x[j];
                x[j] = swap;
            }
        }
    }
}
