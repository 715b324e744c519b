package lorica.experiment;

import java.util.List;
import java.util.Set;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.evaluate.Bootstrap;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;

/// What a study compares, and how it generates.
///
/// @param representations what of the datasets is compared; each needs a distance that measures it,
///     and each distance one that it measures
/// @param temperatures τ of every rule
/// @param scopes at least leave-one-out
/// @param extras rows beyond the grid of distances, rules, temperatures and mixtures
/// @param model names the base model in keys of predictions
/// @param threads models at work at a time
/// @param seed of random entries, shuffles and sampled distances
public record StudyOptions(
        List<Distance> distances,
        List<Representation> representations,
        List<String> rules,
        List<Double> temperatures,
        List<Mixture> mixtures,
        List<Scope> scopes,
        Set<Extra> extras,
        String model,
        int maxNewTokens,
        int threads,
        long seed,
        Bootstrap bootstrap) {
    /// Rows that are asked for by name.
    public enum Extra {
        /// The choices of the released code.
        PUBLISHED,
        /// From the defaults of `generate`, one idea changed at a time, and the automatic choice.
        ABLATION,
        /// A row chosen on one half of the datasets and tested on the other; needs no jobs.
        CHOICE,
        /// Learned rules, trained without the tasks that they serve.
        NEURAL,
        /// The defaults of `generate` and the nearest entry with fewer and fewer entries.
        BANK_SIZES
    }

    public StudyOptions {
        extras = Set.copyOf(extras);
        distances = List.copyOf(distances);
        representations = List.copyOf(representations);
        rules = List.copyOf(rules);
        temperatures = List.copyOf(temperatures);
        mixtures = List.copyOf(mixtures);
        scopes = List.copyOf(scopes);
        if (distances.isEmpty()
                || representations.isEmpty()
                || rules.isEmpty()
                || temperatures.isEmpty()
                || mixtures.isEmpty()
                || scopes.isEmpty()) {
            throw new IllegalArgumentException(
                    "study: expected at least one distance, representation, rule, temperature, mixture and scope");
        }
        for (Distance distance : distances) {
            if (representations.stream().noneMatch(on -> measures(distance, on))) {
                representations.getFirst().parts().forEach(distance::require);
            }
        }
        for (Representation on : representations) {
            if (distances.stream().noneMatch(distance -> measures(distance, on))) {
                on.parts().forEach(distances.getFirst()::require);
            }
        }
        if (maxNewTokens < 1 || threads < 1) {
            throw new IllegalArgumentException(
                    "study: expected at least 1 new token and 1 thread, found %d and %d"
                            .formatted(maxNewTokens, threads));
        }
    }

    /// The paper's four distances and two closed rules at τ 1 and 0.3, factor-wise and in ΔW,
    /// leave-one-out, 256 new tokens, one thread.
    public static StudyOptions defaults(String model) {
        return new StudyOptions(
                List.of("wd", "kl", "js", "mmd").stream().map(Distance::parse).toList(),
                List.of(Representation.published()),
                List.of("attentional", "normalized"),
                List.of(1.0, 0.3),
                List.of(new FactorMixture(), DeltaMixture.atSourceRank()),
                List.of(Scope.LEAVE_ONE_OUT),
                Set.of(),
                model,
                256,
                1,
                0,
                Bootstrap.defaults());
    }

    /// Whether a distance can be taken on a representation: others are left out of the grid.
    static boolean measures(Distance distance, Representation on) {
        return on.parts().stream().allMatch(distance::measures);
    }
}
