package lorica.distance;

import lorica.distribution.TokenDistribution;

/// Each distance once more as its equation reads: whole histograms, no statistic, no shortcut.
final class DenseReference {
    private DenseReference() {}

    static double between(Distance distance, TokenDistribution p, TokenDistribution q) {
        double[] x = histogram(p);
        double[] y = histogram(q);
        return switch (distance) {
            case Wasserstein() -> wasserstein(x, y);
            case KullbackLeibler() -> kullbackLeibler(smoothed(x), smoothed(y));
            case JensenShannon() -> jensenShannon(x, y);
            case MaximumMeanDiscrepancy(Kernel kernel, String name) -> quadraticForm(kernel, x, y);
        };
    }

    private static double[] histogram(TokenDistribution distribution) {
        double[] histogram = new double[distribution.vocabulary()];
        for (int i = 0; i < distribution.tokens().length; i++) {
            histogram[distribution.tokens()[i]] = distribution.mass()[i];
        }
        return histogram;
    }

    private static double wasserstein(double[] p, double[] q) {
        double total = 0;
        double left = 0;
        double right = 0;
        for (int k = 0; k < p.length; k++) {
            left += p[k];
            right += q[k];
            total += Math.abs(left - right);
        }
        return total;
    }

    private static double[] smoothed(double[] p) {
        double[] smoothed = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            smoothed[k] = (p[k] + 1e-10) / (1 + p.length * 1e-10);
        }
        return smoothed;
    }

    private static double kullbackLeibler(double[] p, double[] q) {
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            total += p[k] == 0 ? 0 : p[k] * Math.log(p[k] / q[k]);
        }
        return total;
    }

    private static double jensenShannon(double[] p, double[] q) {
        double[] middle = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            middle[k] = (p[k] + q[k]) / 2;
        }
        return (kullbackLeibler(p, middle) + kullbackLeibler(q, middle)) / 2;
    }

    private static double quadraticForm(Kernel kernel, double[] p, double[] q) {
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            for (int l = 0; l < p.length; l++) {
                total += (p[k] - q[k]) * kernel.of(Math.abs(k - l)) * (p[l] - q[l]);
            }
        }
        return total;
    }
}
