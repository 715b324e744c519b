package lorica.report;

import java.util.Arrays;

/// Classical multidimensional scaling: places in the plane whose distances are near the given ones.
///
/// ```
/// B = −½·J·D²·J,   J = I − 1/n,   places = the two leading eigenvectors of B, times √λ
/// ```
///
/// Found by orthogonal iteration of a block of eight vectors, from a fixed start, so that the same
/// distances give the same places; the largest coordinate of each axis is positive. Negative
/// eigenvalues, of distances that no space has, are left out. Source: Torgerson 1952.
///
/// @param places `[n][2]`
/// @param share of the trace of B that the two axes show, 0 … 1
record ClassicalScaling(double[][] places, double share) {
    private static final int BLOCK = 8;
    private static final int ROUNDS = 200;

    /// @param squared `D²`, symmetric, the diagonal 0
    static ClassicalScaling of(double[][] squared) {
        int n = squared.length;
        double[][] b = centred(squared);
        int width = Math.min(BLOCK, n);
        double[][] vectors = new double[width][n];
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < n; i++) {
                vectors[k][i] = Math.cos(1.0 + (k + 1) * (i + 0.5) * Math.PI / n);
            }
        }
        orthonormalise(vectors);
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < width; k++) {
                vectors[k] = times(b, vectors[k]);
            }
            orthonormalise(vectors);
        }
        Ritz ritz = Ritz.of(b, vectors);
        double[][] places = new double[n][2];
        double shown = 0;
        for (int axis = 0; axis < Math.min(2, width); axis++) {
            double value = Math.max(0, ritz.values[axis]);
            shown += value;
            double sign = sign(ritz.vectors[axis]);
            for (int i = 0; i < n; i++) {
                places[i][axis] = sign * Math.sqrt(value) * ritz.vectors[axis][i];
            }
        }
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += b[i][i];
        }
        return new ClassicalScaling(places, trace > 0 ? Math.min(1, shown / trace) : 0);
    }

    private static double[][] centred(double[][] squared) {
        int n = squared.length;
        double[] means = new double[n];
        double mean = 0;
        for (int i = 0; i < n; i++) {
            means[i] = Arrays.stream(squared[i]).sum() / n;
            mean += means[i] / n;
        }
        double[][] b = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                b[i][j] = -0.5 * (squared[i][j] - means[i] - means[j] + mean);
            }
        }
        return b;
    }

    private static double sign(double[] vector) {
        double largest = 0;
        for (double value : vector) {
            largest = Math.abs(value) > Math.abs(largest) * (1 + 1e-9) ? value : largest;
        }
        return largest < 0 ? -1 : 1;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] product = new double[vector.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = dot(matrix[i], vector);
        }
        return product;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /// Gram–Schmidt, twice; a vector that the others span becomes 0.
    private static void orthonormalise(double[][] vectors) {
        for (int k = 0; k < vectors.length; k++) {
            double before = Math.sqrt(dot(vectors[k], vectors[k]));
            for (int pass = 0; pass < 2; pass++) {
                for (int other = 0; other < k; other++) {
                    double share = dot(vectors[k], vectors[other]);
                    for (int i = 0; i < vectors[k].length; i++) {
                        vectors[k][i] -= share * vectors[other][i];
                    }
                }
            }
            double norm = Math.sqrt(dot(vectors[k], vectors[k]));
            double scale = norm > 1e-12 * before && norm > 0 ? 1 / norm : 0;
            for (int i = 0; i < vectors[k].length; i++) {
                vectors[k][i] *= scale;
            }
        }
    }

    /// Eigenpairs within the span of a block, the largest first.
    private record Ritz(double[] values, double[][] vectors) {
        static Ritz of(double[][] b, double[][] basis) {
            int width = basis.length;
            double[][] small = new double[width][width];
            for (int i = 0; i < width; i++) {
                double[] image = times(b, basis[i]);
                for (int j = 0; j < width; j++) {
                    small[i][j] = dot(image, basis[j]);
                }
            }
            double[][] turned = basis;
            for (int sweep = 0; sweep < 30; sweep++) {
                for (int p = 0; p < width; p++) {
                    for (int q = p + 1; q < width; q++) {
                        rotate(small, turned, p, q);
                    }
                }
            }
            Integer[] order = new Integer[width];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (i, j) -> Double.compare(small[j][j], small[i][i]));
            double[] values = new double[width];
            double[][] vectors = new double[width][];
            for (int i = 0; i < width; i++) {
                values[i] = small[order[i]][order[i]];
                vectors[i] = turned[order[i]];
            }
            return new Ritz(values, vectors);
        }

        /// Jacobi's rotation that makes `a[p][q]` 0; the basis turns along.
        private static void rotate(double[][] a, double[][] basis, int p, int q) {
            if (a[p][q] == 0) {
                return;
            }
            double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            for (int k = 0; k < a.length; k++) {
                double kp = a[k][p];
                double kq = a[k][q];
                a[k][p] = c * kp - s * kq;
                a[k][q] = s * kp + c * kq;
            }
            turn(a, p, q, c, s);
            turn(basis, p, q, c, s);
        }

        private static void turn(double[][] rows, int p, int q, double c, double s) {
            for (int k = 0; k < rows[p].length; k++) {
                double pk = rows[p][k];
                double qk = rows[q][k];
                rows[p][k] = c * pk - s * qk;
                rows[q][k] = s * pk + c * qk;
            }
        }
    }
}
