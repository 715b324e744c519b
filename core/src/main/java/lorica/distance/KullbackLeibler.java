package lorica.distance;

import lorica.distribution.TokenDistribution;
import lorica.kernel.PairKernel;

/// Kullback–Leibler divergence of the new dataset `P` from an entry's `Q`, both smoothed:
///
/// ```
/// D(P‖Q) = Σₖ p̃ₖ ln(p̃ₖ / q̃ₖ),   p̃ₖ = (pₖ + ε) / (1 + Vε),   ε = 1e-10
/// ```
///
/// In nats; not symmetric, not a metric; at most `ln(1 + 1/ε) ≈ 23.03`. Every bin is smoothed, also
/// the empty ones, and the result renormalised; the common factor cancels in the ratio, so a bin
/// that is empty in both contributes nothing and the sum runs over the joint support only. The
/// statistic is `ln(p + ε)` a token. Source: Lora without GPUs, appendix A.3.
public record KullbackLeibler() implements Distance, DenseForm {
    /// Mass that every bin receives before renormalisation.
    public static final double EPSILON = 1e-10;

    private static final double LN_EPSILON = Math.log(EPSILON);

    @Override
    public String name() {
        return "kl";
    }

    @Override
    public boolean symmetric() {
        return false;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        double[] mass = distribution.mass();
        double[] logarithm = new double[mass.length];
        for (int i = 0; i < mass.length; i++) {
            logarithm[i] = Math.log(mass[i] + EPSILON);
        }
        return logarithm;
    }

    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name(), p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double[] leftMass = p.distribution().mass();
        double[] leftLog = p.statistic();
        double[] rightLog = q.statistic();
        double total = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            if (left[i] < right[j]) {
                total += (leftMass[i] + EPSILON) * (leftLog[i] - LN_EPSILON);
                i++;
            } else if (left[i] > right[j]) {
                total += EPSILON * (LN_EPSILON - rightLog[j++]);
            } else {
                total += (leftMass[i] + EPSILON) * (leftLog[i] - rightLog[j++]);
                i++;
            }
        }
        while (i < left.length) {
            total += (leftMass[i] + EPSILON) * (leftLog[i] - LN_EPSILON);
            i++;
        }
        while (j < right.length) {
            total += EPSILON * (LN_EPSILON - rightLog[j++]);
        }
        return Math.max(0, total / (1 + p.distribution().vocabulary() * EPSILON));
    }

    @Override
    public int planes() {
        return 2;
    }

    /// `p + ε` and `ln(p + ε)` at every id; a bin that is empty in both has a term of 0.
    @Override
    public void spread(Fingerprint p, int from, int n, double[] tile, int at) {
        int[] tokens = p.distribution().tokens();
        Spread.sparse(tokens, p.distribution().mass(), 0, from, n, tile, at);
        for (int i = at; i < at + n; i++) {
            tile[i] += EPSILON;
        }
        Spread.sparse(tokens, p.statistic(), LN_EPSILON, from, n, tile, at + n);
    }

    @Override
    public double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch) {
        return PairKernel.weightedDifferences(p, po, p, po + n, q, qo + n, n);
    }

    @Override
    public double finish(double sum, int vocabulary) {
        return Math.max(0, sum / (1 + vocabulary * EPSILON));
    }
}
