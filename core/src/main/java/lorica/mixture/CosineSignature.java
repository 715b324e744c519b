package lorica.mixture;

import java.util.Arrays;
import java.util.SplittableRandom;
import lorica.kernel.HadamardKernel;

/// 1,024 bits of a vector that tell in 16 instructions that two vectors are far from parallel.
///
/// ```
/// bitₖ = [(H·D₂·H·D₁·x)ₖ < 0],   D diagonal of seeded random signs, H the Hadamard matrix
/// ```
///
/// After that rotation, vectors at angle φ differ in φ/π of the bits (Goemans and Williamson 1995;
/// Charikar 2002): 341 ± 15 at a cosine of ½, 512 ± 16 where they have nothing in common.
record CosineSignature(long[] words) {
    private static final int BITS = 1024;

    /// Four deviations below chance; seven above what a cosine of ½ gives.
    private static final int MOST = 448;

    private static final double[][] SIGNS = signs();

    private static double[][] signs() {
        SplittableRandom random = new SplittableRandom(20261);
        double[][] signs = new double[2][BITS];
        for (double[] round : signs) {
            Arrays.setAll(round, i -> random.nextBoolean() ? 1 : -1);
        }
        return signs;
    }

    /// @param values at most 1,024
    static CosineSignature of(double[] values) {
        double[] x = Arrays.copyOf(values, BITS);
        for (double[] round : SIGNS) {
            for (int i = 0; i < BITS; i++) {
                x[i] *= round[i];
            }
            HadamardKernel.transform(x);
        }
        long[] words = new long[BITS / Long.SIZE];
        for (int i = 0; i < BITS; i++) {
            words[i / Long.SIZE] |= (x[i] < 0 ? 1L : 0L) << i;
        }
        return new CosineSignature(words);
    }

    /// Whether the cosine of the two vectors may be ½ or more: false is certain but for a chance of
    /// about 1e-12, true is wrong once in thirty thousand.
    boolean mayBeParallel(CosineSignature other) {
        int different = 0;
        for (int i = 0; i < words.length; i++) {
            different += Long.bitCount(words[i] ^ other.words[i]);
        }
        return different <= MOST;
    }
}
