package lorica.distance;

import lorica.distribution.TokenDistribution;
import lorica.kernel.PairKernel;

/// Hellinger distance:
///
/// ```
/// H(P, Q) = √(1 − Σₖ √(pₖqₖ)) = √(½ Σₖ (√pₖ − √qₖ)²)
/// ```
///
/// Without unit, 0 … 1; a metric. Needs no smoothing. The second form is the one computed: the
/// first cannot tell datasets apart that are nearer than 1e-8. The statistic is `√p` a token. F64,
/// in the order of ids. Source: Hellinger 1909; not in the paper.
public record Hellinger() implements Distance, DenseForm {
    @Override
    public String name() {
        return "hellinger";
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        double[] mass = distribution.mass();
        double[] root = new double[mass.length];
        for (int i = 0; i < mass.length; i++) {
            root[i] = Math.sqrt(mass[i]);
        }
        return root;
    }

    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name(), p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double[] leftRoot = p.statistic();
        double[] rightRoot = q.statistic();
        double total = 0;
        int i = 0;
        int j = 0;
        while (i < left.length || j < right.length) {
            double difference;
            if (j == right.length || (i < left.length && left[i] < right[j])) {
                difference = leftRoot[i++];
            } else if (i == left.length || left[i] > right[j]) {
                difference = rightRoot[j++];
            } else {
                difference = leftRoot[i++] - rightRoot[j++];
            }
            total += difference * difference;
        }
        return Math.sqrt(total / 2);
    }

    @Override
    public int planes() {
        return 1;
    }

    /// `√p` at every id.
    @Override
    public void spread(Fingerprint p, int from, int n, double[] tile, int at) {
        Spread.sparse(p.distribution().tokens(), p.statistic(), 0, from, n, tile, at);
    }

    @Override
    public double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch) {
        return PairKernel.squaredDifferences(p, po, q, qo, n);
    }

    @Override
    public double finish(double sum, int vocabulary) {
        return Math.sqrt(sum / 2);
    }
}
