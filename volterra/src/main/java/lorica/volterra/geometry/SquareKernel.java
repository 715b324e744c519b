package lorica.volterra.geometry;

/// Loops over row-major square matrices of `d` rows; every result is a new array.
final class SquareKernel {
    private SquareKernel() {}

    /// a·b
    static double[] product(int d, double[] a, double[] b) {
        double[] c = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < d; k++) {
                double factor = a[i * d + k];
                for (int j = 0; j < d; j++) {
                    c[i * d + j] += factor * b[k * d + j];
                }
            }
        }
        return c;
    }

    /// aᵀ
    static double[] transposed(int d, double[] a) {
        double[] b = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                b[j * d + i] = a[i * d + j];
            }
        }
        return b;
    }

    /// l·s·lᵀ, symmetric to the last bit.
    static double[] congruent(int d, double[] l, double[] s) {
        double[] c = product(d, product(d, l, s), transposed(d, l));
        symmetrise(d, c);
        return c;
    }

    /// The mean of a matrix and its transpose, in place.
    static void symmetrise(int d, double[] a) {
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                double mean = (a[i * d + j] + a[j * d + i]) / 2;
                a[i * d + j] = mean;
                a[j * d + i] = mean;
            }
        }
    }

    /// The lower triangular l with l·lᵀ = a; a pivot that is not positive gives NaN from there on.
    static double[] cholesky(int d, double[] a) {
        double[] l = new double[d * d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * d + j];
                for (int k = 0; k < j; k++) {
                    sum -= l[i * d + k] * l[j * d + k];
                }
                l[i * d + j] = i > j ? sum / l[j * d + j] : sum > 0 ? Math.sqrt(sum) : Double.NaN;
            }
        }
        return l;
    }

    /// The inverse of a lower triangular matrix.
    static double[] inverseLower(int d, double[] l) {
        double[] x = new double[d * d];
        for (int column = 0; column < d; column++) {
            for (int i = column; i < d; i++) {
                double sum = i == column ? 1 : 0;
                for (int k = column; k < i; k++) {
                    sum -= l[i * d + k] * x[k * d + column];
                }
                x[i * d + column] = sum / l[i * d + i];
            }
        }
        return x;
    }
}
