package lorica.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.coefficient.Transfer;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.experiment.published.PublishedWeights;
import lorica.gram.GramMatrix;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.storage.Checksum;
import lorica.train.rule.ScalarRuleTraining;

/// All rows of a study and the jobs they need, before anything is generated.
///
/// @param distances between the datasets, one matrix a distance
/// @param weightings in the order of the tables
public record StudyPlan(
        StudyBank bank,
        StudyOptions options,
        List<StudyRow> rows,
        List<DistanceMatrix> distances,
        List<Weighting> weightings) {
    public StudyPlan {
        distances = List.copyOf(distances);
        rows = List.copyOf(rows);
        weightings = List.copyOf(weightings);
    }

    /// Measures the distances, weighs, and lists the rows: controls first, then variants.
    public static StudyPlan of(StudyBank bank, StudyOptions options) throws IOException {
        return of(bank, options, ScalarRuleTraining.Options.published());
    }

    /// The same.
    ///
    /// @param training of the paper's learned rules
    public static StudyPlan of(
            StudyBank bank, StudyOptions options, ScalarRuleTraining.Options training)
            throws IOException {
        List<StudyRow> rows = new ArrayList<>(List.of(StudyRow.base(bank), StudyRow.own(bank)));
        List<Weighting> weightings = new ArrayList<>();
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (Representation representation : options.representations()) {
            for (Distance distance : options.distances()) {
                if (StudyOptions.measures(distance, representation)) {
                    matrices.add(
                            Weighting.measure(bank, distance, representation, options.threads()));
                }
            }
        }
        for (Scope scope : options.scopes()) {
            List<Weighting> ofScope = new ArrayList<>();
            for (DistanceMatrix matrix : matrices) {
                for (Weighting.TemperedRule rule : rules(bank, options)) {
                    ofScope.add(Weighting.of(bank, matrix, rule, Adjustment.none(), scope));
                }
            }
            addControls(rows, bank, options, scope, matrices);
            addShuffled(rows, bank, options, ofScope);
            for (Mixture mixture : options.mixtures()) {
                ofScope.forEach(weighting -> rows.add(StudyRow.variant(weighting, mixture)));
            }
            weightings.addAll(ofScope);
        }
        if (options.extras().contains(StudyOptions.Extra.ABLATION)) {
            addAblation(rows, weightings, bank, options);
        }
        if (bank.transfer().isPresent()
                && (options.rules().contains(Transfer.NAME)
                        || options.extras().contains(StudyOptions.Extra.ABLATION))) {
            Weighting nested =
                    TransferRows.automatic(bank, bank.transfer().orElseThrow(), options.threads());
            rows.add(StudyRow.variant(nested, options.mixtures().getLast()));
            weightings.add(nested);
        }
        if (options.extras().contains(StudyOptions.Extra.NEURAL)) {
            List<StudyRow> learned = new NeuralRows(bank, options, training).rows();
            rows.addAll(learned);
            learned.forEach(row -> weightings.add(row.weighting().orElseThrow()));
        }
        if (options.extras().contains(StudyOptions.Extra.BANK_SIZES)) {
            rows.addAll(BankSizes.rows(bank, options));
        }
        if (options.extras().contains(StudyOptions.Extra.PUBLISHED)) {
            for (Weighting weighting : published(bank, options)) {
                rows.add(StudyRow.variant(weighting, new FactorMixture()));
                weightings.add(weighting);
            }
        }
        return new StudyPlan(bank, options, rows, matrices, weightings);
    }

    /// This plan with more rows at its end.
    public StudyPlan with(List<StudyRow> more) {
        List<StudyRow> all = new ArrayList<>(rows);
        all.addAll(more);
        return new StudyPlan(bank, options, all, distances, weightings);
    }

    private static List<Weighting.TemperedRule> rules(StudyBank bank, StudyOptions options) {
        List<Weighting.TemperedRule> rules = new ArrayList<>();
        for (String rule : options.rules()) {
            for (double temperature : options.temperatures()) {
                rules.add(
                        rule.equals(Transfer.NAME)
                                ? new Weighting.TemperedRule(
                                        transfer(bank).at(temperature), temperature)
                                : Weighting.TemperedRule.of(rule, temperature));
            }
        }
        return rules;
    }

    /// The rule that the bank's losses make.
    private static Transfer transfer(StudyBank bank) {
        return Transfer.of(
                bank.transfer()
                        .orElseThrow(
                                () ->
                                        new StudyException(
                                                bank.directory(),
                                                "rule transfer",
                                                "losses of every adapter on every dataset (`lorica bank transfer %s --base DIR`)"
                                                        .formatted(bank.directory()),
                                                "none")));
    }

    private static void addControls(
            List<StudyRow> rows,
            StudyBank bank,
            StudyOptions options,
            Scope scope,
            List<DistanceMatrix> matrices) {
        for (Mixture mixture : options.mixtures()) {
            rows.add(StudyRow.uniform(bank, scope, mixture));
        }
        rows.add(StudyRow.random(bank, scope, options.seed()));
        matrices.forEach(matrix -> rows.add(StudyRow.nearest(bank, scope, matrix)));
        bank.transfer().ifPresent(transfer -> rows.add(StudyRow.best(bank, scope, transfer)));
        for (Mixture mixture : options.mixtures()) {
            for (Nearness nearness : Nearness.values()) {
                if (nearness.gram(bank.gram(), mixture).isPresent()) {
                    for (Oracle oracle : Oracle.values()) {
                        rows.add(StudyRow.oracle(bank, scope, mixture, nearness, oracle));
                    }
                }
            }
        }
    }

    /// Shuffled weights of one distance and one rule (JS and normalized where they are there), at
    /// every temperature.
    private static void addShuffled(
            List<StudyRow> rows, StudyBank bank, StudyOptions options, List<Weighting> weightings) {
        String distance =
                options.representations()
                        .getFirst()
                        .name(
                                options.distances().stream()
                                        .map(Distance::name)
                                        .filter("js"::equals)
                                        .findFirst()
                                        .orElse(options.distances().getFirst().name()));
        String rule =
                options.rules().contains("normalized") ? "normalized" : options.rules().getFirst();
        for (Mixture mixture : options.mixtures()) {
            for (Weighting weighting : weightings) {
                if (weighting.distance().equals(distance) && weighting.rule().equals(rule)) {
                    rows.add(StudyRow.shuffled(bank, weighting, mixture, options.seed()));
                }
            }
        }
    }

    /// The rows of the ablation that the grid has not; in the mixture that is last of the options.
    private static void addAblation(
            List<StudyRow> rows, List<Weighting> weightings, StudyBank bank, StudyOptions options)
            throws IOException {
        List<Weighting> steps = new ArrayList<>(Ablation.weightings(bank, options.threads()));
        for (Nearness nearness : Nearness.values()) {
            Optional<GramMatrix> gram = nearness.ofUpdates(bank.gram());
            if (gram.isPresent()) {
                steps.add(
                        Ablation.automatic(bank, gram.get(), nearness.suffix(), options.threads()));
            }
        }
        for (Weighting step : steps) {
            StudyRow row = StudyRow.variant(step, options.mixtures().getLast());
            if (rows.stream().noneMatch(other -> other.name().equals(row.name()))) {
                rows.add(row);
                weightings.add(step);
            }
        }
    }

    private static List<Weighting> published(StudyBank bank, StudyOptions options) {
        List<Weighting> weightings = new ArrayList<>();
        for (Distance distance : options.distances()) {
            if (!PublishedWeights.DISTANCES.contains(distance.name())) {
                continue;
            }
            double[][] values =
                    PublishedWeights.distances(
                            distance.name(), bank.counts(Part.BOTH), options.seed());
            for (String rule : options.rules()) {
                if (rule.equals(Transfer.NAME)) {
                    continue; // the released code has no such rule
                }
                weightings.add(
                        new Weighting(
                                distance.name(),
                                rule,
                                1,
                                Adjustment.none(),
                                true,
                                Scope.LEAVE_ONE_OUT,
                                PublishedWeights.weights(rule, values)));
            }
        }
        return weightings;
    }

    /// The jobs of one task, in the order of the rows; rows that share an adapter share a job.
    List<Job> jobs(int task) {
        StudyTask asked = bank.tasks().get(task);
        Checksum question =
                Job.question(
                        bank, asked, new Job.Generation(options.model(), options.maxNewTokens()));
        return rows.stream()
                .map(row -> Job.of(asked, Recipe.of(bank, row, task), question))
                .toList();
    }

    /// Every job once, dataset by dataset.
    List<Job> jobs() {
        Map<String, Job> jobs = new LinkedHashMap<>();
        for (int task : bank.tested()) {
            for (Job job : jobs(task)) {
                jobs.putIfAbsent(job.key().hex(), job);
            }
        }
        return List.copyOf(jobs.values());
    }
}
