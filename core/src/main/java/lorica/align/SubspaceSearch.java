package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The steps 2 to 5 of [SharedSubspace], over blocks whose typical norm is 1.
record SubspaceSearch(Blocks blocks, double critical) {
    /// Differences of residuals below this share of the median are no evidence.
    static final double NEGLIGIBLE = 0.02;

    private static final int LARGE = 128;
    private static final int ROUNDS = 10;
    private static final int FIXED_POINT = 3;
    private static final double SAME = 0.02;

    SubspaceSearch(Blocks blocks) {
        this(blocks, RobustScale.critical(blocks.count(), 1));
    }

    SharedSubspace run() {
        MajoritySubspace majority = MajoritySubspace.of(blocks);
        Decomposition decomposition = decompose(majority.subspace());
        Subspace best = settled(better(majority.subspace(), decomposition.shared()));
        double[] residuals = best.residuals(blocks);
        RobustScale scale = scale(residuals);
        return new SharedSubspace(
                best,
                residuals,
                Arrays.stream(residuals).map(scale::z).toArray(),
                flagged(best),
                decomposition,
                majority.saturated());
    }

    /// Without the programme.
    Subspace byResiduals() {
        return settled(MajoritySubspace.of(blocks).subspace());
    }

    /// The leading directions of what is not flagged, until that stays.
    private Subspace settled(Subspace first) {
        if (first.rank() == 0) {
            return first;
        }
        Subspace best = first;
        List<Boolean> flagged = flagged(first);
        for (int round = 0; round < ROUNDS; round++) {
            best = Subspace.leading(blocks, benign(flagged), best.rank());
            List<Boolean> again = flagged(best);
            if (again.equals(flagged)) {
                break;
            }
            flagged = again;
        }
        return best;
    }

    /// λ from the data: `√ℓ` of `ℓ = √(r/((1 − γ)K))`, with r and γ of the majority's subspace;
    /// then with the effective rank of L, until λ stays.
    private Decomposition decompose(Subspace majority) {
        double benign = Arrays.stream(benign(flagged(majority))).sum();
        double noise = noise(majority);
        double lambda = lambda(Math.max(1, majority.rank()), benign);
        Decomposition decomposition = pursuit(lambda, noise).of(blocks);
        for (int round = 1; round < FIXED_POINT; round++) {
            double next = lambda(Math.max(1, decomposition.effectiveRank()), benign);
            if (Math.abs(next - lambda) <= SAME * lambda) {
                break;
            }
            lambda = next;
            decomposition = pursuit(lambda, noise).of(blocks);
        }
        return decomposition;
    }

    /// The geometric mean of `√(r/benign)` and 1.
    static double lambda(double rank, double benign) {
        return Math.min(1, Math.pow(rank / benign, 0.25));
    }

    /// In noise, and in many rows, fewer steps: what is decided comes from the residuals.
    private OutlierPursuit pursuit(double lambda, double noise) {
        return noise == 0
                ? OutlierPursuit.exact(lambda)
                : new OutlierPursuit(lambda, noise, blocks.rows() > LARGE ? 20 : 200, 1e-5);
    }

    /// ε: what the median block leaves, for all blocks and directions; 0 where that is rounding.
    private double noise(Subspace majority) {
        double median = RobustScale.median(majority.residuals(blocks));
        if (median <= SharedSubspace.ROUNDING) {
            return 0;
        }
        double left = Math.max(1, blocks.rows() - majority.rank());
        return median * Math.sqrt(blocks.rows() / left * blocks.count());
    }

    /// Of the majority's subspace and as many directions of L, the one that fits blocks better.
    private Subspace better(Subspace majority, Subspace low) {
        if (low.rank() < majority.rank()) {
            return majority;
        }
        Subspace leading =
                new Subspace(
                        low.rows(),
                        majority.rank(),
                        Arrays.copyOf(low.basis(), majority.rank() * low.rows()));
        return Arrays.stream(leading.residuals(blocks)).sum()
                        < Arrays.stream(majority.residuals(blocks)).sum()
                ? leading
                : majority;
    }

    /// Differences of rounding, and of little of the median, are no evidence.
    static RobustScale scale(double[] residuals) {
        double median = RobustScale.median(residuals);
        return RobustScale.of(residuals, Math.max(SharedSubspace.ROUNDING, NEGLIGIBLE * median));
    }

    private List<Boolean> flagged(Subspace subspace) {
        double[] residuals = subspace.residuals(blocks);
        RobustScale scale = scale(residuals);
        List<Boolean> flagged = new ArrayList<>();
        for (double residual : residuals) {
            flagged.add(scale.z(residual) > critical);
        }
        return flagged;
    }

    private static double[] benign(List<Boolean> flagged) {
        double[] weights = new double[flagged.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = flagged.get(k) ? 0 : 1;
        }
        return weights;
    }
}
