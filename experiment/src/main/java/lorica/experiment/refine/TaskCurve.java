package lorica.experiment.refine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.dataset.Example;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.RougeL;
import lorica.experiment.MixedAdapter;
import lorica.experiment.fewexamples.FewExamples;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.generate.GenerateOptions;
import lorica.generate.Generator;
import lorica.generate.Recipe;
import lorica.generate.Refinement;
import lorica.generate.RunOptions;
import lorica.infer.Completion;
import lorica.infer.CompletionListener;
import lorica.infer.Decoding;
import lorica.infer.TextGenerator;
import lorica.mixture.Source;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;
import lorica.token.Tokenizer;
import lorica.torch.Precision;
import lorica.train.TextPolicy;
import lorica.train.TrainingData;
import lorica.train.TrainingSession;

/// The trainings of one task, on a model of its own.
final class TaskCurve implements AutoCloseable {
    private static final String NAME = "start";
    private static final int BATCH = 64;

    private final Bank bank;
    private final Path base;
    private final RefinementOptions options;
    private final BankEntry entry;
    private final List<Example> test;
    private final Arena arena = Arena.ofConfined();
    private final Tokenizer tokenizer;
    private final CausalLanguageModel model;
    private final TrainingData data;
    private final TextGenerator generator;
    private Optional<Made> learned = Optional.empty();

    /// What one training gave.
    record Outcome(Point point, List<Prediction> predictions) {}

    private record Spent(double processorSeconds, double seconds, OptionalDouble lastLoss) {
        static Spent nothing() {
            return new Spent(0, 0, OptionalDouble.empty());
        }
    }

    private record Made(LoraAdapter adapter, Spent spent) {}

    TaskCurve(Bank bank, Path base, RefinementOptions options, BankEntry entry, List<Example> test)
            throws IOException {
        this.bank = bank;
        this.base = base;
        this.options = options;
        this.entry = entry;
        this.test = test;
        tokenizer = Tokenizer.open(bank.checkedTokenizer());
        try {
            model = CausalLanguageModel.open(base, Optional.of(Precision.F32));
        } catch (IOException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
        data =
                TrainingData.read(
                        training(),
                        tokenizer,
                        model.config(),
                        TextPolicy.of(bank.header().text(), bank.header().beginning())
                                .withOverlong(TextPolicy.Overlong.DROP));
        generator = new TextGenerator(model, tokenizer, bank.header().beginning());
    }

    private Path training() {
        return bank.resolve(entry.dataset().orElseThrow().path());
    }

    /// Trains and answers.
    Outcome run(Start start, int steps) throws IOException {
        return switch (start) {
            case OWN -> alone(start, own(), Spent.nothing());
            case ZERO ->
                    steps == 0
                            ? outcome(start, 0, Spent.nothing(), answers())
                            : trained(start, steps, Optional.empty());
            case GENERATED -> from(start, mixed(Refinement.none()), steps);
            case LEARNED -> from(start, learned(), steps);
        };
    }

    private Outcome from(Start start, Made made, int steps) throws IOException {
        return steps == 0
                ? alone(start, made.adapter(), made.spent())
                : trained(start, steps, Optional.of(made.adapter()));
    }

    /// As `generate --base` would make it, once.
    private Made learned() throws IOException {
        if (learned.isEmpty()) {
            learned =
                    Optional.of(
                            mixed(
                                    new FewExamples(
                                            base,
                                            SearchOptions.defaults(),
                                            Optional.empty(),
                                            Progress.SILENT)));
        }
        return learned.get();
    }

    private LoraAdapter own() throws IOException {
        return PeftDirectory.read(bank.checkedAdapter(entry), arena);
    }

    /// As `generate` would make it for the task's training split, were the entry not there.
    private Made mixed(Refinement coefficients) throws IOException {
        long processor = processorTime();
        long clock = System.nanoTime();
        GenerateOptions left = options.generation().withExcluded(List.of(entry.id()));
        RunOptions run = new RunOptions(1, Existing.REFUSE, Progress.SILENT);
        Recipe recipe = Generator.recipe(training(), bank, left, run);
        List<Source> terms = Generator.terms(recipe, run, coefficients, arena).sources();
        LoraAdapter mixed = MixedAdapter.of(left.mixture().plan(terms), arena).adapter();
        return new Made(mixed, spent(processor, clock, OptionalDouble.empty()));
    }

    private Outcome alone(Start start, LoraAdapter adapter, Spent spent) {
        model.load(NAME, adapter);
        model.adapters().activate(NAME);
        try {
            return outcome(start, 0, spent, answers());
        } finally {
            model.adapters().unload(NAME);
        }
    }

    private Outcome trained(Start start, int steps, Optional<LoraAdapter> from) throws IOException {
        LoraAdapter shape = from.isPresent() ? from.get() : own();
        try (TrainingSession session =
                TrainingSession.open(
                        model,
                        data,
                        options.training().options(shape, steps, options.seed()),
                        from)) {
            long processor = processorTime();
            long clock = System.nanoTime();
            double loss = Double.NaN;
            while (!session.finished()) {
                loss = session.step();
            }
            Spent spent = spent(processor, clock, OptionalDouble.of(loss));
            session.takeBest();
            return outcome(start, steps, spent, answers());
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Spent spent(long processor, long clock, OptionalDouble lastLoss) {
        return new Spent(
                (processorTime() - processor) / 1e9, (System.nanoTime() - clock) / 1e9, lastLoss);
    }

    private List<Prediction> answers() {
        var text = bank.header().text();
        Decoding plain =
                Decoding.defaults().withMaxNewTokens(options.maxNewTokens()).withBatch(BATCH);
        Decoding decoding = text.stop().map(plain::withStop).orElse(plain);
        List<Completion> completions =
                generator.complete(
                        test.stream().map(text::prompt).toList(),
                        decoding,
                        CompletionListener.silent());
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            predictions.add(Prediction.of(test.get(i), text.answer(completions.get(i).text())));
        }
        return predictions;
    }

    private Outcome outcome(Start start, int steps, Spent spent, List<Prediction> predictions) {
        return new Outcome(
                new Point(
                        entry.id(),
                        start,
                        steps,
                        spent.processorSeconds(),
                        spent.seconds(),
                        spent.lastLoss(),
                        DatasetScore.of(entry.id(), RougeL.published(), predictions).mean(),
                        DatasetScore.of(entry.id(), ExactMatch.published(), predictions).mean()),
                predictions);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
        arena.close();
    }
}
