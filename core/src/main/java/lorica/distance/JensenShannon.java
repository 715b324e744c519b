package lorica.distance;

import lorica.distribution.TokenDistribution;
import lorica.kernel.LogarithmKernel;
import lorica.kernel.PairKernel;

/// Jensen–Shannon divergence:
///
/// ```
/// JS(P, Q) = ½·KL(P‖M) + ½·KL(Q‖M),   M = ½(P + Q)
/// ```
///
/// In nats, no root: `0 ≤ JS ≤ ln 2`. Symmetric; its square root is a metric, itself it is not.
/// Needs no smoothing. The statistic is `p·ln p` a token. Source: Lora without GPUs, appendix
/// A.3.
public record JensenShannon() implements Distance, DenseForm {
    private static final double LN_2 = Math.log(2);

    @Override
    public String name() {
        return "js";
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        double[] mass = distribution.mass();
        double[] entropy = new double[mass.length];
        for (int i = 0; i < mass.length; i++) {
            entropy[i] = mass[i] * Math.log(mass[i]);
        }
        return entropy;
    }

    /// A token in one support only contributes `½·p·ln 2`; in both, `½(p ln p + q ln q − (p+q) ln
    /// ((p+q)/2))`.
    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name(), p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double[] leftMass = p.distribution().mass();
        double[] rightMass = q.distribution().mass();
        double[] leftEntropy = p.statistic();
        double[] rightEntropy = q.statistic();
        double shared = 0;
        double single = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            if (left[i] < right[j]) {
                single += leftMass[i++];
            } else if (left[i] > right[j]) {
                single += rightMass[j++];
            } else {
                double sum = leftMass[i] + rightMass[j];
                shared += leftEntropy[i++] + rightEntropy[j++] - sum * Math.log(sum / 2);
            }
        }
        while (i < left.length) {
            single += leftMass[i++];
        }
        while (j < right.length) {
            single += rightMass[j++];
        }
        return Math.max(0, 0.5 * (shared + single * LN_2));
    }

    @Override
    public int planes() {
        return 2;
    }

    /// `p` and `ln p` at every id, 0 where it does not occur.
    @Override
    public void spread(Fingerprint p, int from, int n, double[] tile, int at) {
        TokenDistribution distribution = p.distribution();
        Spread.sparse(distribution.tokens(), distribution.mass(), 0, from, n, tile, at);
        LogarithmKernel.lnOrZero(tile, at, tile, at + n, n);
    }

    @Override
    public double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch) {
        return PairKernel.meanDivergence(p, po, p, po + n, q, qo, q, qo + n, n, scratch);
    }

    @Override
    public double finish(double sum, int vocabulary) {
        return Math.max(0, 0.5 * sum);
    }
}
