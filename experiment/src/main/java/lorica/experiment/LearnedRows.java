package lorica.experiment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.distance.JensenShannon;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.experiment.fewexamples.ExampleSample;
import lorica.experiment.fewexamples.FewExampleSearch;
import lorica.experiment.fewexamples.LearnedMixture;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.experiment.fewexamples.Stage;
import lorica.mixture.Mixture;
import lorica.model.CausalLanguageModel;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.token.Tokenizer;
import lorica.train.AdapterPool;
import lorica.train.CoefficientFit;
import lorica.train.TextPolicy;
import lorica.train.TimeLimit;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;

/// The rows that a base model and a few of the task's own training examples give, leave-one-out:
/// one a stage of [FewExampleSearch], and the oracle of proposition 2.
///
/// Every task is learned once and kept; the rows are then rows like others.
public record LearnedRows(Bank opened, StudyBank bank, SearchOptions options) {
    /// Raised when the same key would name other coefficients.
    private static final String VERSION = "lorica.learned/1";

    private static final String HULL = "hull";

    /// Training examples that the oracle sees, at most.
    private static final int HULL_EXAMPLES = 128;

    /// The parts of the datasets that are compared.
    public static List<Part> parts() {
        return SearchOptions.representations().stream()
                .flatMap(representation -> representation.parts().stream())
                .distinct()
                .toList();
    }

    /// Learns what is not kept yet and gives the rows.
    ///
    /// @param base the model's directory
    /// @param plan of the study: its mixtures but factors, its threads, the model's name
    /// @param directory the study's folder
    public List<StudyRow> rows(Path base, StudyOptions plan, Path directory, Progress progress)
            throws IOException {
        LearnedStore store = new LearnedStore(directory.resolve("learned"));
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (Representation representation : SearchOptions.representations()) {
            matrices.add(
                    Weighting.measure(bank, new JensenShannon(), representation, plan.threads()));
        }
        ConcurrentLinkedQueue<CausalLanguageModel> idle = new ConcurrentLinkedQueue<>();
        AtomicInteger done = new AtomicInteger();
        List<Integer> tested = bank.tested();
        List<Map<String, LearnedMixture>> learned;
        try (Arena arena = Arena.ofShared();
                Tokenizer tokenizer = Tokenizer.open(bank.tokenizer())) {
            learned =
                    Parallel.map(
                            tested,
                            plan.threads(),
                            task -> {
                                String id = bank.tasks().get(task).id();
                                Checksum key = key(plan, id);
                                Optional<Map<String, LearnedMixture>> kept = store.find(id, key);
                                if (kept.isPresent()) {
                                    return kept.get();
                                }
                                CausalLanguageModel rested = idle.poll();
                                CausalLanguageModel model =
                                        rested == null
                                                ? CausalLanguageModel.open(base, Optional.empty())
                                                : rested;
                                Map<String, LearnedMixture> fresh =
                                        new Task(task, model, tokenizer, matrices, arena).learn();
                                idle.add(model);
                                store.put(id, key, fresh);
                                progress.at("learning", done.incrementAndGet(), tested.size());
                                return fresh;
                            });
        } finally {
            idle.forEach(CausalLanguageModel::close);
        }
        List<StudyRow> rows = new ArrayList<>();
        for (Mixture mixture : plan.mixtures()) {
            if (!mixture.name().equals("factors")) {
                for (Stage stage : Stage.values()) {
                    rows.add(
                            StudyRow.learned(
                                    bank,
                                    "few-examples " + stage.label(),
                                    StudyRow.Role.LEARNED,
                                    mixture,
                                    named(learned, stage.label())));
                }
                rows.add(
                        StudyRow.learned(
                                bank,
                                "oracle (loss in the hull)",
                                StudyRow.Role.ORACLE,
                                mixture,
                                named(learned, HULL)));
            }
        }
        return rows;
    }

    private Map<Integer, LearnedMixture> named(
            List<Map<String, LearnedMixture>> learned, String name) {
        Map<Integer, LearnedMixture> named = new TreeMap<>();
        List<Integer> tested = bank.tested();
        for (int t = 0; t < tested.size(); t++) {
            named.put(tested.get(t), Optional.ofNullable(learned.get(t).get(name)).orElseThrow());
        }
        return named;
    }

    private Checksum key(StudyOptions plan, String task) {
        return Checksum.ofStrings(
                VERSION, plan.model(), bank.checksum().hex(), options.toString(), task);
    }

    /// One task, left out.
    private final class Task {
        private final int task;
        private final CausalLanguageModel model;
        private final Tokenizer tokenizer;
        private final List<DistanceMatrix> matrices;
        private final Arena arena;

        Task(
                int task,
                CausalLanguageModel model,
                Tokenizer tokenizer,
                List<DistanceMatrix> matrices,
                Arena arena) {
            this.task = task;
            this.model = model;
            this.tokenizer = tokenizer;
            this.matrices = matrices;
            this.arena = arena;
        }

        Map<String, LearnedMixture> learn() throws IOException {
            List<DistanceRow> rows =
                    matrices.stream()
                            .map(matrix -> matrix.row(task).without(bank.tasks().get(task).id()))
                            .toList();
            Map<String, LearnedMixture> learned = new LinkedHashMap<>();
            new FewExampleSearch(model, this::adapter, options, TimeLimit.none(), Progress.SILENT)
                    .run(examples(options.examples()), rows, Optional.empty())
                    .forEach((stage, mixture) -> learned.put(stage.label(), mixture));
            learned.put(HULL, hull(rows.getFirst().entries()));
            return learned;
        }

        private LoraAdapter adapter(String entry) throws IOException {
            return PeftDirectory.read(opened.checkedAdapter(opened.entry(entry)), arena);
        }

        private List<TokenizedExample> examples(int most) throws IOException {
            String id = bank.tasks().get(task).id();
            Path file = opened.checkedDataset(opened.entry(id));
            return TrainingData.tokenized(
                    file,
                    ExampleSample.of(Dataset.of(file), most, options.seed()),
                    tokenizer,
                    model.config(),
                    TextPolicy.of(bank.text(), bank.beginning())
                            .withOverlong(TextPolicy.Overlong.DROP));
        }

        /// The point of the simplex over all entries with the lowest loss on the task's training
        /// examples that gradient descent found, from equal weights.
        private LearnedMixture hull(List<String> entries) throws IOException {
            List<LoraAdapter> adapters = new ArrayList<>();
            for (String entry : entries) {
                adapters.add(adapter(entry));
            }
            double[] start = new double[entries.size()];
            Arrays.fill(start, 1.0 / entries.size());
            try (AdapterPool pool = new AdapterPool(model, adapters)) {
                CoefficientFit.Result result =
                        new CoefficientFit(pool, CoefficientFit.Options.hull(), Progress.SILENT)
                                .fit(examples(HULL_EXAMPLES), start, TimeLimit.none());
                return new LearnedMixture(
                        entries,
                        result.coefficients(),
                        result.before(),
                        result.after(),
                        0,
                        result.steps(),
                        "the whole simplex, by exponentiated gradient");
            }
        }
    }
}
