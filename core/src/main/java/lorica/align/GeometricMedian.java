package lorica.align;

import java.util.Arrays;

/// The point of least total distance, as weights of the points:
///
/// ```
/// min_C Σₖ ‖Θₖ − C‖,   C = Σ wₖΘₖ,   wₖ ∝ 1/‖Θₖ − C‖
/// ```
///
/// Weiszfeld's iteration on inner products alone. Less than half of the points, wherever they are,
/// move it by a bounded amount.
record GeometricMedian(double[] weights) {
    private static final int STEPS = 200;
    private static final double STAYS = 1e-10;

    static GeometricMedian of(double[][] products) {
        int n = products.length;
        double[] weights = SharedSubspace.constant(n, 1.0 / n);
        double scale = 0;
        for (int k = 0; k < n; k++) {
            scale = Math.max(scale, products[k][k]);
        }
        for (int step = 0; step < STEPS; step++) {
            double[] next = new double[n];
            double[] squares = squares(products, weights);
            for (int k = 0; k < n; k++) {
                next[k] = 1 / Math.sqrt(Math.max(squares[k], 1e-12 * scale + Double.MIN_NORMAL));
            }
            double total = Arrays.stream(next).sum();
            double moved = 0;
            for (int k = 0; k < n; k++) {
                next[k] /= total;
                moved = Math.max(moved, Math.abs(next[k] - weights[k]));
            }
            weights = next;
            if (moved < STAYS) {
                break;
            }
        }
        return new GeometricMedian(weights);
    }

    /// `‖Θₖ − Σ wⱼΘⱼ‖²`.
    private static double[] squares(double[][] products, double[] weights) {
        int n = weights.length;
        double[] squares = new double[n];
        double[] dots = new double[n];
        double square = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                dots[i] += weights[j] * products[i][j];
            }
            square += weights[i] * dots[i];
        }
        for (int k = 0; k < n; k++) {
            squares[k] = products[k][k] - 2 * dots[k] + square;
        }
        return squares;
    }
}
