package lorica.gram;

/// The mixture nearest to an adapter by any weights, negative ones included:
///
/// ```
/// min wᵀGw − 2·wᵀg,   that is G·w = g
/// ```
///
/// By Cholesky factorisation with diagonal pivoting: where adapters depend on each other, those
/// that add nothing to the ones before get weight 0 (a basic solution, not the shortest).
public final class LeastSquares {
    /// A pivot below this share of the first is taken for zero.
    private static final double RANK = 1e-12;

    private LeastSquares() {}

    /// @param g `[n][n]`, symmetric positive semidefinite
    /// @param products `⟨θⱼ, target⟩`, one an entry
    /// @return one weight an entry
    public static double[] solve(double[][] g, double[] products) {
        int n = products.length;
        if (g.length != n) {
            throw new IllegalArgumentException(
                    "least squares: expected %d rows, found %d".formatted(n, g.length));
        }
        double[][] lower = new double[n][];
        double[] rest = new double[n];
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            lower[i] = new double[n];
            rest[i] = g[i][i];
            order[i] = i;
        }
        double first = 0;
        int rank = 0;
        for (; rank < n; rank++) {
            int pivot = rank;
            for (int i = rank; i < n; i++) {
                pivot = rest[order[i]] > rest[order[pivot]] ? i : pivot;
            }
            int chosen = order[pivot];
            order[pivot] = order[rank];
            order[rank] = chosen;
            first = rank == 0 ? rest[chosen] : first;
            if (!(rest[chosen] > RANK * first)) {
                break;
            }
            double diagonal = Math.sqrt(rest[chosen]);
            lower[chosen][rank] = diagonal;
            for (int i = rank + 1; i < n; i++) {
                int row = order[i];
                double value = g[row][chosen];
                for (int k = 0; k < rank; k++) {
                    value -= lower[row][k] * lower[chosen][k];
                }
                lower[row][rank] = value / diagonal;
                rest[row] -= lower[row][rank] * lower[row][rank];
            }
        }
        return substitute(lower, order, rank, products);
    }

    private static double[] substitute(double[][] lower, int[] order, int rank, double[] products) {
        double[] forward = new double[rank];
        for (int i = 0; i < rank; i++) {
            double value = products[order[i]];
            for (int k = 0; k < i; k++) {
                value -= lower[order[i]][k] * forward[k];
            }
            forward[i] = value / lower[order[i]][i];
        }
        double[] weights = new double[products.length];
        for (int i = rank - 1; i >= 0; i--) {
            double value = forward[i];
            for (int k = i + 1; k < rank; k++) {
                value -= lower[order[k]][i] * weights[order[k]];
            }
            weights[order[i]] = value / lower[order[i]][i];
        }
        return weights;
    }
}
