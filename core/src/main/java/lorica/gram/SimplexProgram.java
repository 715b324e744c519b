package lorica.gram;

/// The mixture nearest to an adapter, by weights on the simplex:
///
/// ```
/// min f(w) = wᵀGw − 2·wᵀg   over w ≥ 0, Σw = 1
/// ```
///
/// Pairwise steps with exact line search: weight moves from the entry of the largest slope that has
/// some to the entry of the smallest (Platt 1998; as pairwise Frank–Wolfe it converges linearly,
/// Lacoste-Julien and Jaggi 2015). No step size, nothing random.
///
/// @param weights one an entry; those that are zero are exactly zero
/// @param gap how far `f(w)` may be above its minimum: the Frank–Wolfe gap `∇fᵀw − min ∇f`, which
///     bounds it for every convex f
/// @param steps taken
public record SimplexProgram(double[] weights, double gap, long steps) {
    /// The gap asked for, as a share of the largest `Gᵢᵢ`.
    static final double TOLERANCE = 1e-12;

    private static final long MAX_STEPS = 2_000_000;

    /// Solves one program.
    ///
    /// @param g `[n][n]`, symmetric positive semidefinite
    /// @param products `⟨θⱼ, target⟩`, one an entry
    /// @throws IllegalArgumentException if there is no entry
    public static SimplexProgram solve(double[][] g, double[] products) {
        int n = products.length;
        if (n == 0 || g.length != n) {
            throw new IllegalArgumentException(
                    "simplex program: expected at least one entry and as many rows, found %d and %d"
                            .formatted(n, g.length));
        }
        double scale = 0;
        int best = 0;
        for (int i = 0; i < n; i++) {
            scale = Math.max(scale, Math.abs(g[i][i]));
            best = g[i][i] - 2 * products[i] < g[best][best] - 2 * products[best] ? i : best;
        }
        double[] weights = new double[n];
        weights[best] = 1;
        double[] slope = new double[n]; // half of ∇f
        for (int i = 0; i < n; i++) {
            slope[i] = g[best][i] - products[i];
        }
        long step = 0;
        while (step < MAX_STEPS) {
            int to = 0;
            int from = -1;
            for (int i = 0; i < n; i++) {
                to = slope[i] < slope[to] ? i : to;
                from = weights[i] > 0 && (from < 0 || slope[i] > slope[from]) ? i : from;
            }
            double descent = slope[from] - slope[to];
            if (gap(weights, slope) <= TOLERANCE * scale || descent <= 0) {
                break;
            }
            double curvature = g[from][from] + g[to][to] - 2 * g[from][to];
            double moved = curvature > 0 ? descent / curvature : Double.POSITIVE_INFINITY;
            if (moved >= weights[from]) {
                moved = weights[from];
                weights[from] = 0;
            } else {
                weights[from] -= moved;
            }
            weights[to] += moved;
            for (int i = 0; i < n; i++) {
                slope[i] += moved * (g[to][i] - g[from][i]);
            }
            step++;
            if (step % 1000 == 0) {
                refresh(g, products, weights, slope);
            }
        }
        refresh(g, products, weights, slope);
        return new SimplexProgram(weights, gap(weights, slope), step);
    }

    /// What rounding added to weights and slopes is taken away.
    private static void refresh(double[][] g, double[] products, double[] weights, double[] slope) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= total;
        }
        for (int i = 0; i < slope.length; i++) {
            double sum = -products[i];
            for (int j = 0; j < weights.length; j++) {
                sum = Math.fma(g[i][j], weights[j], sum);
            }
            slope[i] = sum;
        }
    }

    private static double gap(double[] weights, double[] slope) {
        double mean = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < weights.length; i++) {
            mean += weights[i] * slope[i];
            least = Math.min(least, slope[i]);
        }
        return Math.max(0, 2 * (mean - least));
    }
}
