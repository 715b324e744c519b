package lorica.kernel;

/// Product of a Toeplitz matrix with a sparse vector, in F64:
///
/// ```
/// out[j] += Σᵢ mirrored[n − 1 + j − positions[i]]·values[i],   0 ≤ j < n = out.length
/// ```
///
/// The matrix is given by its diagonals from the upper right to the lower left, `2n − 1` numbers,
/// so that each step adds one contiguous piece. Terms are added in the order of `i`.
public final class ToeplitzKernel {
    private ToeplitzKernel() {}

    public static void times(double[] mirrored, int[] positions, double[] values, double[] out) {
        for (int i = 0; i < positions.length; i++) {
            addScaled(mirrored, out.length - 1 - positions[i], values[i], out);
        }
    }

    private static void addScaled(double[] x, int offset, double factor, double[] out) {
        for (int j = 0; j < out.length; j++) {
            out[j] += factor * x[offset + j];
        }
    }
}
