package lorica.experiment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.distance.JensenShannon;
import lorica.distance.Wasserstein;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.distribution.TokenCounts;
import lorica.distribution.Tokenization;
import lorica.evaluate.Bootstrap;
import lorica.gram.BankGram;
import lorica.gram.GramMatrix;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.storage.Checksum;
import lorica.testing.ToyFiles;
import lorica.token.Tokenizer;

/// The toy files as a bank under study, and a toy model that is the better the nearer an adapter
/// is to the task's own.
final class ToyStudy {
    static final TrainingText TEXT = new TrainingText(" ", "\n");
    static final int ROWS = 4;

    private ToyStudy() {}

    static StudyBank bank(Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder);
        List<StudyTask> tasks = new ArrayList<>();
        Map<Part, List<TokenCounts>> counts = new EnumMap<>(Part.class);
        try (Tokenizer tokenizer = Tokenizer.open(files.tokenizerFile())) {
            Tokenization tokenization = new Tokenization(tokenizer, 257, TEXT, OptionalInt.of(0));
            for (String id : ToyFiles.IDS) {
                for (Part part : EnumSet.range(Part.BOTH, Part.OUTPUT_BIGRAMS)) {
                    counts.computeIfAbsent(part, any -> new ArrayList<>())
                            .add(
                                    tokenization.count(
                                            id,
                                            Dataset.of(files.dataset(id)),
                                            DatasetView.part(DatasetView.whole(), part),
                                            1));
                }
                tasks.add(task(files, id));
            }
        }
        return new StudyBank(
                folder,
                Checksum.ofStrings("toy bank"),
                ToyFiles.BASE,
                files.tokenizerFile(),
                TEXT,
                OptionalInt.of(0),
                tasks,
                counts,
                gram(files),
                Optional.empty());
    }

    /// The same bank, whose adapters all do much the same.
    static StudyBank functional(StudyBank bank) {
        GramMatrix weights = bank.gram().updates();
        int n = weights.entries().size();
        double[][] alike = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                alike[i][j] = (i == j ? 1 : 0.9) * (weights.norm(i) * weights.norm(j));
            }
        }
        return new StudyBank(
                bank.directory(),
                bank.checksum(),
                bank.base(),
                bank.tokenizer(),
                bank.text(),
                bank.beginning(),
                bank.tasks(),
                bank.counts(),
                bank.gram().withFunctional(new GramMatrix(weights.entries(), alike)),
                bank.transfer());
    }

    private static BankGram gram(ToyFiles files) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            List<LoraAdapter> adapters = new ArrayList<>();
            for (String id : ToyFiles.IDS) {
                adapters.add(PeftDirectory.read(files.adapters().resolve(id), arena));
            }
            return BankGram.of(ToyFiles.IDS, adapters, 1);
        }
    }

    private static StudyTask task(ToyFiles files, String id) throws IOException {
        Path adapter = files.adapters().resolve(id);
        return new StudyTask(
                id,
                Optional.of(id.substring(0, id.indexOf('-'))),
                adapter,
                Checksum.ofFile(adapter.resolve(PeftDirectory.WEIGHTS)),
                ExampleReader.readAll(files.dataset(id).resolveSibling("test.jsonl"))
                        .subList(0, ROWS));
    }

    static StudyOptions options() {
        return new StudyOptions(
                List.of(new JensenShannon(), new Wasserstein()),
                List.of(Representation.published()),
                List.of("attentional", "normalized"),
                List.of(1.0, 0.3),
                List.of(new FactorMixture(), DeltaMixture.atSourceRank()),
                List.of(Scope.LEAVE_ONE_OUT, Scope.LEAVE_FAMILY_OUT),
                Set.of(),
                "toy model",
                16,
                2,
                7,
                new Bootstrap(200, 0.95, 0));
    }

    /// Answers the first rows of a task right: as many as the cosine between the adapter's B and
    /// that of the task's own says; the others with the reference inside a sentence. Without an
    /// adapter, none.
    record Model(Map<String, List<float[]>> own, Map<String, StudyTask> asked, AtomicInteger calls)
            implements Answerer {
        static Model of(StudyBank bank) throws IOException {
            Map<String, List<float[]>> own = new HashMap<>();
            Map<String, StudyTask> asked = new HashMap<>();
            try (Arena arena = Arena.ofConfined()) {
                for (StudyTask task : bank.tasks()) {
                    own.put(task.id(), factors(PeftDirectory.read(task.adapter(), arena)));
                    asked.put(TEXT.prompt(task.test().getFirst()), task);
                }
            }
            return new Model(own, asked, new AtomicInteger());
        }

        @Override
        public List<String> complete(Optional<LoraAdapter> adapter, List<String> prompts) {
            calls.incrementAndGet();
            StudyTask task = Optional.ofNullable(asked.get(prompts.getFirst())).orElseThrow();
            double skill =
                    adapter.map(
                                    given ->
                                            cosine(
                                                    factors(given),
                                                    Optional.ofNullable(own.get(task.id()))
                                                            .orElseThrow()))
                            .orElse(0.0);
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < prompts.size(); i++) {
                Example example = task.test().get(i);
                boolean right = skill > (i + 0.5) / prompts.size();
                texts.add(
                        right
                                ? " " + example.output() + "\nand so on"
                                : " I believe it is " + example.output() + " but who knows\n");
            }
            return texts;
        }

        private static List<float[]> factors(LoraAdapter adapter) {
            return adapter.modules().values().stream()
                    .map(LoraFactors::b)
                    .map(tensor -> tensor.toFloats())
                    .toList();
        }

        private static double cosine(List<float[]> a, List<float[]> b) {
            double product = 0;
            double left = 0;
            double right = 0;
            for (int m = 0; m < a.size(); m++) {
                for (int i = 0; i < a.get(m).length; i++) {
                    product += a.get(m)[i] * (double) b.get(m)[i];
                    left += a.get(m)[i] * (double) a.get(m)[i];
                    right += b.get(m)[i] * (double) b.get(m)[i];
                }
            }
            return product / Math.sqrt(left * right);
        }

        @Override
        public void close() {}
    }
}
