package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import lorica.choice.AutomaticChoice;
import lorica.choice.Candidate;
import lorica.coefficient.Attention;
import lorica.coefficient.Coefficients;
import lorica.coefficient.Evidence;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.generate.RuleEvidence;
import lorica.gram.GramMatrix;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.storage.Progress;
import lorica.train.rule.AttentionTraining;
import lorica.train.rule.ScalarRuleTraining;
import lorica.train.rule.VectorRule;

/// Rows of learned rules. The tasks are dealt into folds by the seed; the rule of a task is trained
/// on the entries outside its fold, as targets and as sources, so that it knows nothing of the
/// task's adapter or its fold's.
final class NeuralRows {
    /// Rules that are trained for a row.
    static final int FOLDS = 4;

    private final StudyBank bank;
    private final StudyOptions options;
    private final ScalarRuleTraining.Options training;

    NeuralRows(StudyBank bank, StudyOptions options, ScalarRuleTraining.Options training) {
        this.bank = bank;
        this.options = options;
        this.training = training;
    }

    /// The scalar rule as published, of the published distance on flat factors where the bank has
    /// them; the scalar and the vector rule on what `generate` compares by default, in the last
    /// mixture of the options.
    List<StudyRow> rows() throws IOException {
        Candidate usual = AutomaticChoice.defaults();
        DistanceMatrix compared = measure(usual.distance(), usual.on());
        Mixture mixture = options.mixtures().getLast();
        GramMatrix gram = Nearness.WEIGHTS.gram(bank.gram(), mixture).orElseThrow();
        List<StudyRow> rows = new ArrayList<>();
        Optional<GramMatrix> flat = bank.gram().factors();
        if (flat.isPresent()) {
            DistanceMatrix published = measure(Distance.parse("js"), Representation.published());
            rows.add(
                    StudyRow.variant(
                            weighting(
                                    published.distance(),
                                    Neural.NAME,
                                    scalar(published, flat.get())),
                            new FactorMixture()));
        }
        rows.add(
                StudyRow.variant(
                        weighting(compared.distance(), Neural.NAME, scalar(compared, gram)),
                        mixture));
        rows.add(
                StudyRow.variant(
                        weighting(
                                compared.distance(),
                                Neural.NAME + "-vector",
                                vector(compared, gram)),
                        mixture));
        Evidence.OfBank evidence = evidence();
        for (Nearness nearness : Nearness.values()) {
            Optional<GramMatrix> learned = nearness.gram(bank.gram(), mixture);
            if (learned.isEmpty()) {
                continue;
            }
            for (AttentionTraining.Objective objective : AttentionTraining.Objective.values()) {
                rows.add(
                        StudyRow.variant(
                                weighting(
                                        "all",
                                        Attention.NAME
                                                + "-"
                                                + objective.label()
                                                + nearness.suffix(),
                                        attention(evidence, learned.get(), objective)),
                                mixture));
            }
        }
        return rows;
    }

    /// What an attention rule sees of the tasks.
    private Evidence.OfBank evidence() throws IOException {
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (RuleEvidence.Seen seen : RuleEvidence.seen()) {
            matrices.add(measure(seen.distance(), seen.on()));
        }
        return new Evidence.OfBank(
                matrices,
                RuleEvidence.statistics(bank.counts(Part.INPUT), bank.counts(Part.OUTPUT)));
    }

    private double[][] attention(
            Evidence.OfBank evidence, GramMatrix gram, AttentionTraining.Objective objective) {
        double[][] weights = new double[bank.tasks().size()][bank.tasks().size()];
        for (int[] fold : folds()) {
            List<String> others = outside(fold);
            Attention rule =
                    AttentionTraining.train(
                                    evidence.among(others),
                                    gram.among(others),
                                    AttentionTraining.Options.defaults().withObjective(objective),
                                    Progress.SILENT)
                            .rule();
            for (int task : fold) {
                double[] given = rule.weigh(evidence.leavingOut(task)).weights();
                System.arraycopy(given, 0, weights[task], 0, task);
                System.arraycopy(given, task, weights[task], task + 1, given.length - task);
            }
        }
        return weights;
    }

    private DistanceMatrix measure(Distance distance, Representation on) throws IOException {
        return Weighting.measure(bank, distance, on, options.threads());
    }

    private static Weighting weighting(String distance, String rule, double[][] weights) {
        return new Weighting(
                distance, rule, 1, Adjustment.none(), false, Scope.LEAVE_ONE_OUT, weights);
    }

    private double[][] scalar(DistanceMatrix matrix, GramMatrix gram) {
        double[][] weights = new double[bank.tasks().size()][];
        for (int[] fold : folds()) {
            List<String> others = outside(fold);
            Neural rule =
                    ScalarRuleTraining.train(
                                    matrix.among(others),
                                    gram.among(others),
                                    training,
                                    Progress.SILENT)
                            .rule();
            for (int task : fold) {
                weights[task] =
                        Weighting.weigh(
                                bank, matrix, rule, Adjustment.none(), Scope.LEAVE_ONE_OUT, task);
            }
        }
        return weights;
    }

    /// A vector rule knows only the entries that it was trained on: the others of the fold get
    /// nothing.
    private double[][] vector(DistanceMatrix matrix, GramMatrix gram) {
        double[][] weights = new double[bank.tasks().size()][bank.tasks().size()];
        for (int[] fold : folds()) {
            List<String> others = outside(fold);
            try (VectorRule rule =
                    VectorRule.train(
                            matrix.among(others), gram.among(others), training, Progress.SILENT)) {
                for (int task : fold) {
                    DistanceRow row = matrix.row(task);
                    ToDoubleFunction<String> distance =
                            entry -> row.values()[row.entries().indexOf(entry)];
                    Coefficients given =
                            rule.weigh(
                                    new DistanceRow(
                                            row.distance(),
                                            row.dataset(),
                                            others,
                                            others.stream().mapToDouble(distance).toArray()));
                    for (int k = 0; k < others.size(); k++) {
                        weights[task][row.entries().indexOf(others.get(k))] = given.weights()[k];
                    }
                }
            }
        }
        return weights;
    }

    private List<int[]> folds() {
        List<Integer> dealt =
                new ArrayList<>(IntStream.range(0, bank.tasks().size()).boxed().toList());
        Collections.shuffle(dealt, new Random(options.seed()));
        List<int[]> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int first = fold;
            folds.add(
                    IntStream.range(0, dealt.size())
                            .filter(place -> place % FOLDS == first)
                            .map(dealt::get)
                            .toArray());
        }
        return folds;
    }

    private List<String> outside(int[] fold) {
        return IntStream.range(0, bank.tasks().size())
                .filter(task -> Arrays.stream(fold).noneMatch(in -> in == task))
                .mapToObj(task -> bank.tasks().get(task).id())
                .toList();
    }
}
