package lorica.adapter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What `adapter_config.json` says of a LoRA adapter.
///
/// ```
/// W = W₀ + scaling·B·A,   scaling = α/r, or α/√r with rsLoRA
/// ```
///
/// `r` and `α` may differ by module: `rankPattern` and `alphaPattern` match a module by the end
/// of its name, as regular expressions; the first key that matches counts.
///
/// @param baseModel `base_model_name_or_path`: a hub name or a path; empty when the file has none
/// @param taskType `task_type`, for instance `CAUSAL_LM`
public record LoraConfig(
        String baseModel,
        Optional<String> revision,
        Optional<String> taskType,
        int rank,
        double alpha,
        Scaling scaling,
        double dropout,
        boolean fanInFanOut,
        TargetModules targetModules,
        SequencedMap<String, Integer> rankPattern,
        SequencedMap<String, Double> alphaPattern) {

    /// How `α` becomes the factor before `B·A`.
    public enum Scaling {
        /// α/r, Hu et al. 2021.
        LORA,
        /// α/√r, Kalajdzievski 2023.
        RANK_STABILISED
    }

    public LoraConfig {
        if (rank < 1) {
            throw new IllegalArgumentException("r: expected at least 1, found " + rank);
        }
        if (!Double.isFinite(alpha)) {
            throw new IllegalArgumentException("lora_alpha: expected a number, found " + alpha);
        }
        rankPattern = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(rankPattern));
        alphaPattern = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(alphaPattern));
    }

    /// A causal-LM adapter with one rank and one α everywhere.
    public static LoraConfig of(
            String baseModel, int rank, double alpha, TargetModules targetModules) {
        return new LoraConfig(
                baseModel,
                Optional.empty(),
                Optional.of("CAUSAL_LM"),
                rank,
                alpha,
                Scaling.LORA,
                0,
                false,
                targetModules,
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
    }

    /// The same with other target modules.
    LoraConfig withTargetModules(TargetModules other) {
        return new LoraConfig(
                baseModel,
                revision,
                taskType,
                rank,
                alpha,
                scaling,
                dropout,
                fanInFanOut,
                other,
                rankPattern,
                alphaPattern);
    }

    /// The rank of one module.
    public int rankOf(String module) {
        return matching(rankPattern, module).orElse(rank);
    }

    /// The factor before `B·A` of one module.
    public double scalingOf(String module) {
        double moduleAlpha = matching(alphaPattern, module).orElse(alpha);
        int moduleRank = rankOf(module);
        return switch (scaling) {
            case LORA -> moduleAlpha / moduleRank;
            case RANK_STABILISED -> moduleAlpha / Math.sqrt(moduleRank);
        };
    }

    private static <T> Optional<T> matching(Map<String, T> pattern, String module) {
        for (Map.Entry<String, T> entry : pattern.entrySet()) {
            if (NamePattern.of(entry.getKey()).matches(module)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.empty();
    }
}
