package lorica.train.rule;

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
