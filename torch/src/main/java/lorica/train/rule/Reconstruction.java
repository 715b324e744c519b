package lorica.train.rule;

import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Normalized;
import lorica.coefficient.Truncation;
import lorica.distance.DistanceMatrix;
import lorica.gram.GramMatrix;

/// How far mixtures are from the adapters that they stand in for, and which way the weights should
/// go: what rules are trained on.
///
/// ```
/// loss = mean over i of ‖Σⱼ wᵢⱼθⱼ − θᵢ‖² / c
/// ```
///
/// c is one number for all: the paper's mean over the elements of an adapter is the number of
/// elements, which Adam does not see.
@FunctionalInterface
interface Reconstruction {
    /// @param weights `[i][j]` of target i and source j
    Value of(double[][] weights);

    /// @param gradient of the loss by the weights
    record Value(double loss, double[][] gradient) {}

    /// Through the Gram matrix, `‖Σwθ − θᵢ‖² = wᵀGw − 2·wᵀgᵢ + Gᵢᵢ`: no adapter is opened. c is the
    /// mean of Gᵢᵢ.
    static Reconstruction through(GramMatrix gram) {
        double[][] g = gram.values();
        int n = g.length;
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += g[i][i];
        }
        double c = trace / n;
        return weights -> {
            double[][] gradient = new double[n][n];
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double[] products = gradient[i];
                for (int j = 0; j < n; j++) {
                    if (weights[i][j] != 0) {
                        for (int k = 0; k < n; k++) {
                            products[k] = Math.fma(weights[i][j], g[j][k], products[k]);
                        }
                    }
                }
                double square = g[i][i];
                for (int j = 0; j < n; j++) {
                    square += weights[i][j] * (products[j] - 2 * g[i][j]);
                    products[j] = 2 * (products[j] - g[i][j]) / (n * c);
                }
                loss += square / (n * c);
            }
            return new Value(loss, gradient);
        };
    }

    /// The loss of `--auto`: what is left at the best length for all,
    ///
    /// ```
    /// aᵢ = wᵀgᵢ / Gᵢᵢ,   bᵢ = wᵀGw / Gᵢᵢ,   loss = 1 − mean(a)² / mean(b)
    /// ```
    ///
    /// so that it asks for directions, and mixtures do not shrink to please it. Adapters of norm 0
    /// are no targets.
    static Reconstruction atBestScale(GramMatrix gram) {
        double[][] g = gram.values();
        int n = g.length;
        return weights -> {
            double[][] products = new double[n][n];
            double a = 0;
            double b = 0;
            for (int i = 0; i < n; i++) {
                if (!(g[i][i] > 0)) {
                    continue;
                }
                for (int j = 0; j < n; j++) {
                    if (weights[i][j] != 0) {
                        for (int k = 0; k < n; k++) {
                            products[i][k] = Math.fma(weights[i][j], g[j][k], products[i][k]);
                        }
                    }
                }
                a += products[i][i] / g[i][i];
                for (int j = 0; j < n; j++) {
                    b += weights[i][j] * products[i][j] / g[i][i];
                }
            }
            double[][] gradient = new double[n][n];
            if (!(b > 0)) {
                return new Value(1, gradient);
            }
            double scale = a / b;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n && g[i][i] > 0; j++) {
                    gradient[i][j] = 2 * scale * (scale * products[i][j] - g[i][j]) / (n * g[i][i]);
                }
            }
            return new Value(1 - scale * a / n, gradient);
        };
    }

    /// Not the mixture but the choice of its sources: how far the weights are from those that the
    /// adapters themselves would give, `pᵢ` = [Normalized#sharp] of `1 − cos(θᵢ, θⱼ)`,
    ///
    /// ```
    /// loss = mean over i of −Σⱼ pᵢⱼ·ln wᵢⱼ
    /// ```
    static Reconstruction likeness(GramMatrix gram) {
        int n = gram.entries().size();
        double[][] cosines = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cosines[i][j] = 1 - gram.cosine(i, j);
            }
        }
        double[][] wanted =
                LeaveOneOutWeights.of(
                        new DistanceMatrix("cosine", gram.entries(), cosines),
                        Normalized.sharp(),
                        Truncation.none());
        return weights -> {
            double[][] gradient = new double[n][n];
            double loss = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (j != i) {
                        double weight = Math.max(weights[i][j], Double.MIN_NORMAL);
                        loss -= wanted[i][j] * Math.log(weight) / n;
                        gradient[i][j] = -wanted[i][j] / (weight * n);
                    }
                }
            }
            return new Value(loss, gradient);
        };
    }

    /// As published, from the mixtures themselves: the plain reference, N²·P a pass. c as before.
    ///
    /// @param adapters `[N][P]`
    static Reconstruction direct(double[][] adapters) {
        int n = adapters.length;
        double total = 0;
        for (double[] adapter : adapters) {
            for (double value : adapter) {
                total += value * value;
            }
        }
        double c = total / n;
        return weights -> {
            double[][] gradient = new double[n][n];
            double loss = 0;
            for (int i = 0; i < n; i++) {
                double[] rest = new double[adapters[i].length];
                for (int k = 0; k < rest.length; k++) {
                    rest[k] = -adapters[i][k];
                    for (int j = 0; j < n; j++) {
                        rest[k] += weights[i][j] * adapters[j][k];
                    }
                    loss += rest[k] * rest[k] / (n * c);
                }
                for (int j = 0; j < n; j++) {
                    for (int k = 0; k < rest.length; k++) {
                        gradient[i][j] += 2 * rest[k] * adapters[j][k] / (n * c);
                    }
                }
            }
            return new Value(loss, gradient);
        };
    }
}
