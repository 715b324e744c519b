package lorica.experiment.compare;

import java.util.List;
import lorica.train.TextPolicy;
import lorica.train.TrainingOptions;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName.Choices;

/// What is compared, and how each is trained.
///
/// @param variants the methods; the first LoRA among them is what others are set in relation to
/// @param lowRank shared by all, as are `choices`, where a variant says nothing else
/// @param training its method and seed are replaced for every cell
/// @param seeds of rows and of updates; each is one training a task and variant
/// @param matching ranks as given, or such that all have LoRA's number of parameters
/// @param testRows the most rows of a test split
/// @param maxNewTokens of an answer
/// @param diagnostics whether intruders and sharpness are measured too
public record ComparisonOptions(
        List<Variant> variants,
        LowRank lowRank,
        Choices choices,
        TrainingOptions training,
        TextPolicy policy,
        List<Long> seeds,
        Matching matching,
        int testRows,
        int maxNewTokens,
        Diagnostics diagnostics) {
    public ComparisonOptions {
        variants = List.copyOf(variants);
        seeds = List.copyOf(seeds);
        if (variants.isEmpty() || seeds.isEmpty()) {
            throw new IllegalArgumentException(
                    "comparison: expected at least one method and one seed, found %d and %d"
                            .formatted(variants.size(), seeds.size()));
        }
        long labels = variants.stream().map(Variant::label).distinct().count();
        if (labels < variants.size()) {
            throw new IllegalArgumentException(
                    "methods: expected each once, found one twice among "
                            + variants.stream().map(Variant::label).toList());
        }
    }

    /// What is equal between the methods.
    public enum Matching {
        RANK,
        PARAMETERS
    }

    /// Whether the instruments run.
    public enum Diagnostics {
        OFF,
        ON
    }
}
