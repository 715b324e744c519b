package lorica.distance;

import lorica.distribution.TokenDistribution;
import lorica.kernel.PairKernel;

/// Wasserstein-1 distance on the real line of token ids:
///
/// ```
/// W₁(P, Q) = Σₖ |F_P(k) − F_Q(k)|,   F the cumulative distribution
/// ```
///
/// In token ids: hundreds to thousands for a vocabulary of 32,000. A metric; at most `V − 1`. The
/// statistic is `F` at each token of the support. Sums run over increasing ids in F64. Source:
/// Lora without GPUs, appendix A.3.
public record Wasserstein() implements Distance, DenseForm {
    @Override
    public String name() {
        return "wd";
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        double[] mass = distribution.mass();
        double[] cumulative = new double[mass.length];
        double total = 0;
        for (int i = 0; i < mass.length; i++) {
            total += mass[i];
            cumulative[i] = total;
        }
        return cumulative;
    }

    /// Between two neighbours of the joint support both `F` are constant, so the sum is over the
    /// gaps.
    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name(), p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double[] leftCumulative = p.statistic();
        double[] rightCumulative = q.statistic();
        double total = 0;
        double difference = 0;
        int previous = 0;
        int i = 0;
        int j = 0;
        while (i < left.length || j < right.length) {
            int token;
            if (j == right.length || (i < left.length && left[i] < right[j])) {
                token = left[i++];
            } else if (i == left.length || left[i] > right[j]) {
                token = right[j++];
            } else {
                token = left[i++];
                j++;
            }
            total += difference * (token - previous);
            double leftHeight = i > 0 ? leftCumulative[i - 1] : 0;
            double rightHeight = j > 0 ? rightCumulative[j - 1] : 0;
            difference = Math.abs(leftHeight - rightHeight);
            previous = token;
        }
        return total;
    }

    @Override
    public int planes() {
        return 1;
    }

    /// `F` at every id.
    @Override
    public void spread(Fingerprint p, int from, int n, double[] tile, int at) {
        Spread.steps(p.distribution().tokens(), p.statistic(), from, n, tile, at);
    }

    @Override
    public double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch) {
        return PairKernel.absoluteDifferences(p, po, q, qo, n);
    }

    @Override
    public double finish(double sum, int vocabulary) {
        return sum;
    }
}
