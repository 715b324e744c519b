package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig.Scaling;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.Beginning;
import lorica.bank.EntryNotes;
import lorica.bank.NotesFile;
import lorica.dataset.TrainingText;
import lorica.demo.build.StageTrainer;
import lorica.distance.Distance;
import lorica.distribution.DatasetView;
import lorica.generate.BankIndex;
import lorica.generate.GenerateOptions;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfigFile;
import lorica.storage.Parallel;
import lorica.storage.WholeDirectory.Existing;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.torch.Precision;
import lorica.train.BankBuilder;
import lorica.train.Optimisation;
import lorica.train.Schedule;
import lorica.train.TextPolicy;
import lorica.train.Trainer;
import lorica.train.TrainingData;
import lorica.train.TrainingListener;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingOptions.Validation;
import lorica.train.TrainingResult;
import lorica.train.TrainingTask;
import lorica.train.TrainingTask.Resumption;
import lorica.train.method.FullFineTuning;
import lorica.train.method.Lora;
import lorica.train.method.LowRank;

/// How the demo's base model and adapters are trained, in its building and by `lorica demo`.
///
/// @param lines whether stdout is for lines; not under `--json`
record DemoTraining(Screen screen, boolean lines) implements StageTrainer {
    static final String NAME = "lorica/demo-base";

    private static final TrainingText TEXT = new TrainingText(" ", "\n");

    /// The base model: every weight from random values, 216,000 rows.
    private static TrainingOptions ofBase() {
        return new TrainingOptions(
                new FullFineTuning(),
                new Optimisation(
                        2e-3,
                        0.9,
                        0.999,
                        1e-8,
                        0.01,
                        OptionalDouble.of(1),
                        new Schedule.Cosine(200)),
                9_000,
                new Batching(24, 1, RowOrder.BUCKETED),
                new Validation(500, OptionalInt.empty()),
                250,
                1);
    }

    /// An adapter: rank 8 on queries, keys and values, 1,600 rows.
    static TrainingOptions ofAdapter(int steps) {
        return TrainingOptions.defaults()
                .withMethod(
                        new Lora(
                                new LowRank(
                                        8,
                                        16,
                                        Scaling.LORA,
                                        0,
                                        List.of("q_proj", "k_proj", "v_proj"),
                                        0)))
                .withOptimisation(Optimisation.of(3e-3, new Schedule.Linear(5)))
                .withSteps(steps)
                .withValidation(new Validation(steps, OptionalInt.empty()))
                .withCheckpointEvery(0);
    }

    @Override
    public void base(Path start, Path corpus, Path output) throws IOException {
        Path vocabulary = start.resolve("tokenizer.json");
        TrainingOptions options = ofBase();
        try (Tokenizer tokenizer = Tokenizer.open(vocabulary);
                CausalLanguageModel model =
                        CausalLanguageModel.random(
                                ModelConfigFile.read(start.resolve(ModelConfigFile.NAME)),
                                new SplittableRandom(options.seed()))) {
            train(model, tokenizer, corpus, output, options, new TrainProgress(screen));
        }
        screen.progressEnds();
    }

    /// Trains on one dataset, into a model or an adapter directory.
    static TrainingResult train(
            CausalLanguageModel model,
            Tokenizer tokenizer,
            Path dataset,
            Path output,
            TrainingOptions options,
            TrainingListener listener)
            throws IOException {
        TextPolicy policy = TextPolicy.of(TEXT, TokenizerConfig.beginning(tokenizer));
        return Trainer.train(
                new TrainingTask(
                        model,
                        TrainingData.read(dataset, tokenizer, model.config(), policy),
                        NAME,
                        tokenizer.file(),
                        output,
                        Existing.REFUSE,
                        Resumption.CONTINUE),
                options,
                listener);
    }

    @Override
    public void bank(Path base, Path datasets, Path notes, Path output) throws IOException {
        Bank bank = Files.exists(output) ? Bank.open(output) : created(base, output);
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer());
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            new BankBuilder(bank, model, tokenizer, NotesFile.read(notes, EntryNotes.none()).byId())
                    .build(
                            datasets,
                            TextPolicy.of(TEXT, bank.header().beginning()),
                            ofAdapter(DemoCommand.STEPS),
                            new BankBuildProgress(screen, lines));
        }
        index(output);
    }

    private static Bank created(Path base, Path output) throws IOException {
        return new BankCreation(
                        NAME,
                        Optional.empty(),
                        Optional.of(base.resolve("tokenizer.json")),
                        TEXT,
                        new Beginning.OfModel(),
                        Optional.empty(),
                        OptionalInt.empty())
                .create(output)
                .bank();
    }

    private void index(Path bank) throws IOException {
        try (BankIndex index =
                BankIndex.open(
                        Bank.open(bank), Parallel.defaultThreads(), new ScreenProgress(screen))) {
            List<DatasetView> views = index.views(GenerateOptions.defaults().on());
            index.expect(views);
            for (Distance distance : Distance.all()) {
                for (DatasetView view : views) {
                    index.fingerprints(distance, view);
                }
            }
        }
        screen.progressEnds();
    }
}
