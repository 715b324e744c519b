package lorica.train.rule;

/// `wⱼ = exp(−xⱼ) / Σₖ exp(−xₖ)` over all places but one, which gets 0.
final class MaskedSoftmin {
    /// The masked place where there is none.
    static final int NONE = -1;

    private MaskedSoftmin() {}

    static double[] of(double[] scores, int masked) {
        double least = Double.POSITIVE_INFINITY;
        for (int j = 0; j < scores.length; j++) {
            least = j == masked ? least : Math.min(least, scores[j]);
        }
        double[] weights = new double[scores.length];
        double total = 0;
        for (int j = 0; j < scores.length; j++) {
            weights[j] = j == masked ? 0 : Math.exp(least - scores[j]);
            total += weights[j];
        }
        for (int j = 0; j < scores.length; j++) {
            weights[j] /= total;
        }
        return weights;
    }

    /// The gradient by the scores, from that by the weights: `−wⱼ·(gⱼ − Σₖ wₖgₖ)`.
    static double[] gradient(double[] weights, double[] ofWeights) {
        double mean = 0;
        for (int j = 0; j < weights.length; j++) {
            mean += weights[j] * ofWeights[j];
        }
        double[] gradient = new double[weights.length];
        for (int j = 0; j < weights.length; j++) {
            gradient[j] = -weights[j] * (ofWeights[j] - mean);
        }
        return gradient;
    }
}
