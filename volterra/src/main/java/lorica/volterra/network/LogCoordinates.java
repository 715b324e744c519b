package lorica.volterra.network;

/// Symmetric matrices as vectors of d(d+1)/2 numbers whose Euclidean norm is Frobenius's: the
/// diagonal, then √2 times the rows below it.
final class LogCoordinates {
    private static final double ROOT = Math.sqrt(2);

    private LogCoordinates() {}

    /// d(d+1)/2
    static int size(int d) {
        return d * (d + 1) / 2;
    }

    /// The matrix, row-major.
    static double[] matrix(int d, float[] packed, int offset) {
        double[] matrix = new double[d * d];
        int k = offset;
        for (int i = 0; i < d; i++) {
            matrix[i * d + i] = packed[k++];
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double entry = packed[k++] / ROOT;
                matrix[i * d + j] = entry;
                matrix[j * d + i] = entry;
            }
        }
        return matrix;
    }

    /// Writes a symmetric matrix.
    static void pack(int d, double[] matrix, float[] packed, int offset) {
        int k = offset;
        for (int i = 0; i < d; i++) {
            packed[k++] = (float) matrix[i * d + i];
        }
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                packed[k++] = (float) (ROOT * matrix[i * d + j]);
            }
        }
    }
}
