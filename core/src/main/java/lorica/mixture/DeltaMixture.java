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
/// formed at model scale. If all sources share one scaling, the result keeps it; else its scaling
/// is 1. Modules of smaller stacked rank are filled up with zeros, so that one rank holds
/// everywhere.
///
/// @param rank of the result; empty: the largest rank of any source
public record DeltaMixture(OptionalInt rank) implements Mixture {
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
    public MixedModule mix(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        StackedFactors stacked = StackedFactors.read(plan, module);
        return ExactTruncation.of(stacked, shape.rank())
                .factors(shape, plan.config().scalingOf(module));
    }
}
