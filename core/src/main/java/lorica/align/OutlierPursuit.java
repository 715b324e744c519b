package lorica.align;

import java.util.Arrays;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// Outlier Pursuit by blocks:
///
/// ```
/// min ‖L‖_* + λ·Σₖ ‖Sₖ‖_F   so that   ‖M − L − S‖_F ≤ ε
/// ```
///
/// By the alternating direction method of multipliers, two blocks of variables, `L` and `(S, E)`:
///
/// ```
/// L ← SVT_{1/μ}(M − S − E + Y/μ)
/// R = M − L + Y/μ
/// Eₖ ← Rₖ·min(μ/(μ + ν), λ/(ν‖Rₖ‖)),   ν ≥ 0 so that ‖E‖_F = ε (ε = 0: E = 0)
/// Sₖ ← (1 − λ/(μ‖Rₖ − Eₖ‖))₊·(Rₖ − Eₖ)
/// Y ← Y + μ(M − L − S − E)
/// ```
///
/// `(S, E)` are minimised together, in closed form but for the scalar ν, so that this is the method
/// of two blocks, which converges for every μ; μ follows the ratio of the two residuals for the
/// first half of the iterations and stays then. One block a column is the published Outlier
/// Pursuit. All in `double`; nothing random. Source: Xu, Caramanis, Sanghavi 2012; Boyd et al.
/// 2011, 3.4.1; docs/methods/robust-alignment.md.
///
/// @param lambda the weight of the contamination, above 0
/// @param noise ε, at least 0
/// @param tolerance of both residuals, as shares of `‖M‖_F`
public record OutlierPursuit(double lambda, double noise, int maxIterations, double tolerance) {
    private static final int BISECTIONS = 200;
    private static final int BALANCING = 10;

    public OutlierPursuit {
        if (!(lambda > 0) || !(noise >= 0) || maxIterations < 1 || !(tolerance > 0)) {
            throw new IllegalArgumentException(
                    "outlier pursuit: expected λ > 0, ε ≥ 0, iterations ≥ 1, tolerance > 0,"
                            + " found %s, %s, %d, %s"
                                    .formatted(lambda, noise, maxIterations, tolerance));
        }
    }

    /// Exact, at most 1,000 iterations, to 1e-9.
    public static OutlierPursuit exact(double lambda) {
        return new OutlierPursuit(lambda, 0, 1000, 1e-9);
    }

    /// The published programme over single columns, of which so many are contaminated:
    /// `λ = 3/(7√(γn))`.
    public static OutlierPursuit byColumns(int contaminated) {
        return exact(3 / (7 * Math.sqrt(contaminated)));
    }

    /// Decomposes. Blocks of very different norm are to be scaled before.
    public Decomposition of(Blocks blocks) {
        return new Iteration(blocks).run();
    }

    private final class Iteration {
        private final int d;
        private final int n;
        private final double[] m;
        private final double norm;
        private final double[] l;
        private final double[] y;

        /// S + E; of S alone the norms are kept.
        private final double[] rest;

        private final double[] work;
        private final double[] contamination;
        private final int[] begin;
        private double mu;
        private double[] values = new double[0];
        private double[] vectors = new double[0];

        Iteration(Blocks blocks) {
            this.d = blocks.rows();
            this.n = blocks.totalWidth();
            this.m = blocks.joined();
            this.norm = Math.sqrt(RowKernel.dot(m, 0, m, 0, m.length));
            this.l = new double[m.length];
            this.y = new double[m.length];
            this.rest = new double[m.length];
            this.work = new double[m.length];
            this.contamination = new double[blocks.count()];
            this.begin = new int[blocks.count() + 1];
            for (int k = 0; k < blocks.count(); k++) {
                begin[k + 1] = begin[k] + blocks.blocks().get(k).length;
            }
            double mean = norm / Math.sqrt(Math.max(1, blocks.count()));
            this.mu = mean > 0 ? 2 * lambda / mean : 1;
        }

        Decomposition run() {
            double primal = 0;
            double dual = 0;
            int iteration = 0;
            boolean converged = norm == 0;
            while (!converged && iteration < maxIterations) {
                iteration++;
                double moved = stepOfL();
                stepOfRest();
                primal = stepOfY() / norm;
                double multiplier = Math.sqrt(RowKernel.dot(y, 0, y, 0, y.length));
                dual = multiplier == 0 ? 0 : mu * moved / multiplier;
                converged = iteration > 1 && primal < tolerance && dual < tolerance;
                if (iteration % BALANCING == 0 && iteration < maxIterations / 2) {
                    balance(primal, dual);
                }
            }
            return new Decomposition(
                    new Subspace(d, values.length, vectors),
                    values,
                    contamination.clone(),
                    lambda,
                    noise,
                    iteration,
                    primal,
                    dual,
                    converged);
        }

        private void balance(double primal, double dual) {
            if (primal > 10 * dual) {
                mu *= 2;
            } else if (dual > 10 * primal) {
                mu /= 2;
            }
        }

        /// Singular value thresholding; the result is `‖L − L'‖_F`.
        private double stepOfL() {
            for (int i = 0; i < m.length; i++) {
                work[i] = m[i] - rest[i] + y[i] / mu;
            }
            double[] gram = new double[d * d];
            ProductKernel.combine(gram, 0, d, d, work, d, work, 0, d, n, d);
            SymmetricEigen eigen = SymmetricEigen.of(d, gram);
            double threshold = 1 / mu;
            int rank = 0;
            while (rank < d && eigen.values()[rank] > threshold * threshold) {
                rank++;
            }
            vectors = Arrays.copyOf(eigen.vectors(), rank * d);
            values = new double[rank];
            double[] coordinates = new double[rank * n];
            ProductKernel.inner(coordinates, n, vectors, 0, d, rank, work, 0, d, n, d);
            for (int i = 0; i < rank; i++) {
                double sigma = Math.sqrt(eigen.values()[i]);
                values[i] = sigma - threshold;
                for (int c = 0; c < n; c++) {
                    coordinates[i * n + c] *= values[i] / sigma;
                }
            }
            System.arraycopy(l, 0, work, 0, l.length);
            Arrays.fill(l, 0);
            ProductKernel.combine(l, 0, d, n, coordinates, n, vectors, 0, d, rank, d);
            return distance(l, work);
        }

        private void stepOfRest() {
            for (int i = 0; i < m.length; i++) {
                rest[i] = m[i] - l[i] + y[i] / mu;
            }
            double[] norms = new double[contamination.length];
            for (int k = 0; k < norms.length; k++) {
                int length = begin[k + 1] - begin[k];
                norms[k] = Math.sqrt(RowKernel.dot(rest, begin[k], rest, begin[k], length));
            }
            double[] noises = noises(norms);
            for (int k = 0; k < norms.length; k++) {
                contamination[k] = Math.max(0, norms[k] - noises[k] - lambda / mu);
                double kept = norms[k] == 0 ? 0 : (contamination[k] + noises[k]) / norms[k];
                for (int i = begin[k]; i < begin[k + 1]; i++) {
                    rest[i] *= kept;
                }
            }
        }

        /// `‖Eₖ‖_F` by bisection of ν.
        private double[] noises(double[] norms) {
            double[] noises = new double[norms.length];
            double total = 0;
            for (double one : norms) {
                total += one * one;
            }
            if (noise == 0) {
                return noises;
            }
            if (total <= noise * noise) {
                return norms.clone();
            }
            double low = 0;
            double high = mu * Math.sqrt(total) / noise;
            for (int step = 0; step < BISECTIONS; step++) {
                double nu = (low + high) / 2;
                if (nu == low || nu == high) {
                    break;
                }
                double sum = 0;
                for (int k = 0; k < norms.length; k++) {
                    noises[k] = Math.min(mu * norms[k] / (mu + nu), lambda / nu);
                    sum += noises[k] * noises[k];
                }
                if (sum > noise * noise) {
                    low = nu;
                } else {
                    high = nu;
                }
            }
            return noises;
        }

        /// The result is `‖M − L − S − E‖_F`.
        private double stepOfY() {
            double sum = 0;
            for (int i = 0; i < m.length; i++) {
                double gap = m[i] - l[i] - rest[i];
                sum += gap * gap;
                y[i] += mu * gap;
            }
            return Math.sqrt(sum);
        }
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
