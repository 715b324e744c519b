package lorica.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.coefficient.TransferMatrix;
import lorica.distance.DistanceMatrix;
import lorica.experiment.fewexamples.LearnedMixture;
import lorica.gram.GramMatrix;
import lorica.mixture.Mixture;

/// One row of a study's tables: which adapter every task is answered with.
///
/// @param name unique in a study
/// @param scope which entries could serve
/// @param mixture how more than one adapter becomes one; empty where no row of the weights has two
/// @param weighting where the weights come from a distance and a rule
/// @param weights `[task][entry]`: no weight at all is the base model, one weight of 1 that entry's
///     adapter as it is, else a mixture; negative only in the least-squares oracle; treat as
///     read-only
/// @param learned `task → mixture` whose coefficients stand for the weights, which then are means
///     over modules; empty for rows of weights alone
public record StudyRow(
        String name,
        Role role,
        Scope scope,
        Optional<Mixture> mixture,
        Optional<Weighting> weighting,
        double[][] weights,
        Map<Integer, LearnedMixture> learned) {
    public StudyRow {
        learned = Map.copyOf(learned);
    }

    /// What a row is there for.
    public enum Role {
        /// The model without adapter.
        BASE,
        /// The adapter that was fine-tuned on the task.
        OWN,
        UNIFORM,
        /// One entry at random.
        RANDOM,
        /// The one entry at the smallest distance.
        NEAREST,
        /// The weights nearest to the task's own adapter: a bound of reconstruction.
        ORACLE,
        /// A variant's weights, dealt to the entries at random.
        SHUFFLED,
        /// A distance, a rule and a mixture.
        VARIANT,
        /// Coefficients that the base model's loss on a few of the task's own examples chose.
        LEARNED,
        /// A method with fewer entries at hand.
        BANK_SIZE
    }

    static StudyRow base(StudyBank bank) {
        return alone("base", Role.BASE, Scope.LEAVE_ONE_OUT, empty(bank));
    }

    static StudyRow own(StudyBank bank) {
        double[][] weights = empty(bank);
        for (int i = 0; i < weights.length; i++) {
            weights[i][i] = 1;
        }
        return alone("own adapter", Role.OWN, Scope.LEAVE_ONE_OUT, weights);
    }

    static StudyRow uniform(StudyBank bank, Scope scope, Mixture mixture) {
        double[][] weights = empty(bank);
        for (int i = 0; i < weights.length; i++) {
            int[] admitted = Weighting.admitted(bank, scope, i);
            for (int entry : admitted) {
                weights[i][entry] = 1.0 / admitted.length;
            }
        }
        return new StudyRow(
                name(scope, "uniform " + mixture.name()),
                Role.UNIFORM,
                scope,
                Optional.of(mixture),
                Optional.empty(),
                weights,
                Map.of());
    }

    static StudyRow random(StudyBank bank, Scope scope, long seed) {
        double[][] weights = empty(bank);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < weights.length; i++) {
            int[] admitted = Weighting.admitted(bank, scope, i);
            weights[i][admitted[random.nextInt(admitted.length)]] = 1;
        }
        return alone(name(scope, "random entry"), Role.RANDOM, scope, weights);
    }

    static StudyRow nearest(StudyBank bank, Scope scope, DistanceMatrix matrix) {
        double[][] weights = empty(bank);
        for (int i = 0; i < weights.length; i++) {
            double[] row = matrix.values()[i];
            int[] admitted = Weighting.admitted(bank, scope, i);
            int nearest = admitted[0];
            for (int entry : admitted) {
                nearest = row[entry] < row[nearest] ? entry : nearest;
            }
            weights[i][nearest] = 1;
        }
        return alone(name(scope, "nearest " + matrix.distance()), Role.NEAREST, scope, weights);
    }

    /// The one other entry of the lowest loss on the task's own training examples: what no rule
    /// without a model can know.
    static StudyRow best(StudyBank bank, Scope scope, TransferMatrix transfer) {
        double[][] weights = empty(bank);
        for (int i = 0; i < weights.length; i++) {
            int best = -1;
            for (int entry : Weighting.admitted(bank, scope, i)) {
                if (best < 0 || transfer.losses()[i][entry] < transfer.losses()[i][best]) {
                    best = entry;
                }
            }
            weights[i][best] = 1;
        }
        return alone(name(scope, "oracle (best entry)"), Role.ORACLE, scope, weights);
    }

    static StudyRow oracle(
            StudyBank bank, Scope scope, Mixture mixture, Nearness nearness, Oracle oracle) {
        GramMatrix gram = nearness.gram(bank.gram(), mixture).orElseThrow();
        double[][] weights = new double[bank.tasks().size()][];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = oracle.weights(gram, Weighting.admitted(bank, scope, i), i);
        }
        return new StudyRow(
                name(
                        scope,
                        "oracle (%s%s) %s"
                                .formatted(oracle.label(), nearness.label(), mixture.name())),
                Role.ORACLE,
                scope,
                Optional.of(mixture),
                Optional.empty(),
                weights,
                Map.of());
    }

    static StudyRow variant(Weighting weighting, Mixture mixture) {
        return new StudyRow(
                name(weighting.scope(), weighting.label() + " " + mixture.name()),
                Role.VARIANT,
                weighting.scope(),
                Optional.of(mixture),
                Optional.of(weighting),
                weighting.weights(),
                Map.of());
    }

    static StudyRow sized(String name, Mixture mixture, double[][] weights) {
        return new StudyRow(
                name,
                Role.BANK_SIZE,
                Scope.LEAVE_ONE_OUT,
                Optional.of(mixture),
                Optional.empty(),
                weights,
                Map.of());
    }

    /// The weights of a variant, permuted among the entries in scope of each task.
    static StudyRow shuffled(StudyBank bank, Weighting weighting, Mixture mixture, long seed) {
        double[][] weights = empty(bank);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < weights.length; i++) {
            int[] admitted = Weighting.admitted(bank, weighting.scope(), i);
            int[] dealt = admitted.clone();
            for (int last = dealt.length - 1; last > 0; last--) {
                int other = random.nextInt(last + 1);
                int kept = dealt[last];
                dealt[last] = dealt[other];
                dealt[other] = kept;
            }
            for (int k = 0; k < admitted.length; k++) {
                weights[i][dealt[k]] = weighting.weights()[i][admitted[k]];
            }
        }
        return new StudyRow(
                name(weighting.scope(), "shuffled " + weighting.label() + " " + mixture.name()),
                Role.SHUFFLED,
                weighting.scope(),
                Optional.of(mixture),
                Optional.of(weighting),
                weights,
                Map.of());
    }

    /// @param learned of every task with test rows, by its place
    static StudyRow learned(
            StudyBank bank,
            String name,
            Role role,
            Mixture mixture,
            Map<Integer, LearnedMixture> learned) {
        double[][] weights = empty(bank);
        List<String> ids = bank.tasks().stream().map(StudyTask::id).toList();
        learned.forEach(
                (task, found) -> {
                    double[] means = found.means();
                    for (int k = 0; k < means.length; k++) {
                        weights[task][ids.indexOf(found.entries().get(k))] = means[k];
                    }
                });
        return new StudyRow(
                name + " " + mixture.name(),
                role,
                Scope.LEAVE_ONE_OUT,
                Optional.of(mixture),
                Optional.empty(),
                weights,
                learned);
    }

    private static StudyRow alone(String name, Role role, Scope scope, double[][] weights) {
        return new StudyRow(
                name, role, scope, Optional.empty(), Optional.empty(), weights, Map.of());
    }

    private static double[][] empty(StudyBank bank) {
        return new double[bank.tasks().size()][bank.tasks().size()];
    }

    static String name(Scope scope, String name) {
        return scope == Scope.LEAVE_ONE_OUT ? name : name + " (family out)";
    }
}
