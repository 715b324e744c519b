package lorica.mixture;

import java.util.List;
import java.util.OptionalInt;

/// The exact weighted sum of the updates, truncated to a rank:
///
/// ```
/// ΔŴ = the best approximation of rank r of Σ wⱼ·sⱼ·BⱼAⱼ in the Frobenius norm
/// ```
///
/// Sources may differ in rank, α, rsLoRA and in the modules they have. No matrix `[out, in]` is
/// formed at model scale: thin QR of the stacked factors and a small SVD, or, where that takes more
/// than four times the work, a block Krylov iteration whose residual is reported. If all sources
/// share one scaling, the result keeps it; else its scaling is 1. Modules of smaller stacked rank
/// are filled up with zeros, so that one rank holds everywhere.
///
/// @param rank of the result; empty: the largest rank of any source
public record DeltaMixture(OptionalInt rank) implements Mixture {
    /// How many times the work of an iteration the exact way is worth.
    private static final double EXACT_WORTH = 4;

    public DeltaMixture {
        if (rank.isPresent() && rank.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "rank: expected at least 1, found " + rank.getAsInt());
        }
    }

    /// At the sources' rank.
    public static DeltaMixture atSourceRank() {
        return new DeltaMixture(OptionalInt.empty());
    }

    public static DeltaMixture ofRank(int rank) {
        return new DeltaMixture(OptionalInt.of(rank));
    }

    @Override
    public String name() {
        return "delta";
    }

    @Override
    public MixturePlan plan(List<Source> sources) {
        SourceUnion union = SourceUnion.of(sources, name());
        return union.plan(
                this, rank.orElse(union.largestRank()), union.sharedScaling().orElse(1.0));
    }

    @Override
    public long workingBytes(MixturePlan plan, String module) {
        StackedFactors stacked = StackedFactors.of(plan, module);
        int kept = plan.shape(module).rank();
        return exactly(stacked, kept)
                ? ExactTruncation.workingBytes(stacked)
                : KrylovTruncation.workingBytes(stacked, kept);
    }

    @Override
    public MixedModule mix(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        StackedFactors stacked = StackedFactors.read(plan, module);
        Truncation truncation;
        try {
            truncation = truncate(stacked, shape.rank());
        } catch (ArithmeticException e) {
            throw new MixtureException(
                    "delta mixture, module " + module,
                    "singular values (the concat mixture needs none)",
                    String.valueOf(e.getMessage()));
        }
        return truncation.factors(shape, plan.config().scalingOf(module));
    }

    private static Truncation truncate(StackedFactors stacked, int rank) {
        return exactly(stacked, rank)
                ? ExactTruncation.of(stacked, rank)
                : KrylovTruncation.of(stacked, rank);
    }

    private static boolean exactly(StackedFactors stacked, int rank) {
        return ExactTruncation.cost(stacked) <= EXACT_WORTH * KrylovTruncation.cost(stacked, rank);
    }
}
