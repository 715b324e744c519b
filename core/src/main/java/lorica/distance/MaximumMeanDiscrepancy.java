package lorica.distance;

import lorica.distribution.TokenDistribution;
import lorica.kernel.PairKernel;

/// Squared maximum mean discrepancy of the two histograms, exact, without sampling:
///
/// ```
/// MMD²(P, Q) = (P − Q)ᵀ K (P − Q),   Kₓᵧ = κ(|x − y|)
/// ```
///
/// Without unit; symmetric; at most `2κ(0)`; its square root is a metric, itself it is not. `K` is
/// symmetric Toeplitz, so the statistic `K·P`, one number for each id of the vocabulary, is one
/// convolution; a pair sums `(pₖ − qₖ)·((KP)ₖ − (KQ)ₖ)` over the joint support, in this form so
/// that near-equal datasets lose no digits: absolute error about 1e-15. Source: Lora without GPUs,
/// appendix A.3; Gretton et al. 2012.
///
/// @param name `mmd` or `mmd-gaussian-σ`, as the kernel determines
public record MaximumMeanDiscrepancy(Kernel kernel, String name) implements Distance, DenseForm {
    public MaximumMeanDiscrepancy {
        if (!name.equals(nameOf(kernel))) {
            throw new IllegalArgumentException(
                    "MMD of %s: expected the name '%s', found '%s'"
                            .formatted(kernel, nameOf(kernel), name));
        }
    }

    public MaximumMeanDiscrepancy(Kernel kernel) {
        this(kernel, nameOf(kernel));
    }

    private static String nameOf(Kernel kernel) {
        return switch (kernel) {
            case MultiscaleKernel() -> "mmd";
            case GaussianKernel gaussian -> gaussian.distanceName();
        };
    }

    @Override
    public boolean symmetric() {
        return true;
    }

    @Override
    public double[] statistic(TokenDistribution distribution) {
        return SymmetricToeplitz.of(kernel, distribution.vocabulary())
                .times(distribution.tokens(), distribution.mass());
    }

    @Override
    public double between(Fingerprint p, Fingerprint q) {
        Fingerprint.requirePair(name, p, q);
        int[] left = p.distribution().tokens();
        int[] right = q.distribution().tokens();
        double[] leftMass = p.distribution().mass();
        double[] rightMass = q.distribution().mass();
        double[] leftMean = p.statistic();
        double[] rightMean = q.statistic();
        double total = 0;
        int i = 0;
        int j = 0;
        while (i < left.length && j < right.length) {
            int token = Math.min(left[i], right[j]);
            double mass = left[i] == token ? leftMass[i] : 0;
            mass -= right[j] == token ? rightMass[j] : 0;
            total += mass * (leftMean[token] - rightMean[token]);
            i += left[i] == token ? 1 : 0;
            j += right[j] == token ? 1 : 0;
        }
        while (i < left.length) {
            int token = left[i];
            total += leftMass[i++] * (leftMean[token] - rightMean[token]);
        }
        while (j < right.length) {
            int token = right[j];
            total -= rightMass[j++] * (leftMean[token] - rightMean[token]);
        }
        return Math.max(0, total);
    }

    @Override
    public int planes() {
        return 2;
    }

    /// `p` and `KP` at every id.
    @Override
    public void spread(Fingerprint p, int from, int n, double[] tile, int at) {
        TokenDistribution distribution = p.distribution();
        Spread.sparse(distribution.tokens(), distribution.mass(), 0, from, n, tile, at);
        System.arraycopy(p.statistic(), from, tile, at + n, n);
    }

    @Override
    public double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch) {
        return PairKernel.productsOfDifferences(p, po, q, qo, p, po + n, q, qo + n, n);
    }

    @Override
    public double finish(double sum, int vocabulary) {
        return Math.max(0, sum);
    }
}
