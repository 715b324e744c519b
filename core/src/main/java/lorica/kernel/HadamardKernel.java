package lorica.kernel;

/// Walsh–Hadamard transform of `n` numbers, `n` a power of two, in place, in F64, not normalised:
///
/// ```
/// X[k] = Σⱼ (−1)^popcount(j & k)·x[j]
/// ```
///
/// No vector form by hand: the inner loop is one that the compiler vectorises.
public final class HadamardKernel {
    private HadamardKernel() {}

    public static void transform(double[] x) {
        for (int half = 1; half < x.length; half *= 2) {
            for (int block = 0; block < x.length; block += 2 * half) {
                for (int i = block; i < block + half; i++) {
                    double sum = x[i] + x[i + half];
                    x[i + half] = x[i] - x[i + half];
                    x[i] = sum;
                }
            }
        }
    }
}
