package lorica.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.demo.EmbeddedDemo;
import lorica.experiment.LocalAnswerer;
import lorica.experiment.SideBySide;
import lorica.experiment.refine.FineTuning;
import lorica.experiment.refine.RefinementTraining;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.Refinement;
import lorica.generate.RunOptions;
import lorica.infer.Decoding;
import lorica.model.CausalLanguageModel;
import lorica.token.Tokenizer;
import lorica.torch.Libtorch;
import lorica.torch.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica demo`: the whole way on the base model and the bank that the program carries.
@Command(
        name = "demo",
        description = {
            "Generates an adapter for a task that the embedded bank lacks; shows the base model's",
            "answers without it, with it, with it after a few steps of fine-tuning, and with an adapter",
            "that was fine-tuned on the task from zero."
        },
        subcommands = DemoBuildCommand.class,
        footer = {"", "Example:", "  lorica demo -o new-demo --refine 1 --steps 2"})
final class DemoCommand implements Callable<Integer> {
    /// The length of a fine-tuning: the bank's adapters had the same.
    static final int STEPS = 100;

    private static final String ADAPTER = "adapter";
    private static final String REFINED = "refined";
    private static final String FINE_TUNED = "fine-tuned";
    private static final int LONGEST_ANSWER = 40;

    /// All that a demo writes, and so all that the next one may replace.
    private static final Set<String> WRITTEN =
            Set.of(
                    EmbeddedDemo.BASE,
                    EmbeddedDemo.BANK,
                    EmbeddedDemo.OUTSIDE,
                    ADAPTER,
                    REFINED,
                    FINE_TUNED);

    @Mixin private CommonOptions common;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "demo-out",
            description = "Where models, bank and adapters go (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Option(
            names = "--task",
            paramLabel = "NAME",
            defaultValue = "pick_building",
            description = "The task, one of those outside the bank (default: ${DEFAULT-VALUE}).")
    private String task;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "" + STEPS,
            description = "Steps of the fine-tuning, 0 for none (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--refine",
            paramLabel = "N",
            defaultValue = "15",
            description =
                    "Steps of fine-tuning from the generated adapter, 0 for none (default:"
                            + " ${DEFAULT-VALUE}).")
    private int refine;

    @Override
    public Integer call() throws IOException {
        if (!EmbeddedDemo.outside().contains(task)) {
            throw new IllegalArgumentException(
                    "--task: expected one of %s, found '%s'"
                            .formatted(String.join(", ", EmbeddedDemo.outside()), task));
        }
        refuseForeign();
        Libtorch.setThreads(1); // the model is too small to gain from more
        Screen screen = common.screen();
        screen.progress("unpacking the base model and the bank");
        EmbeddedDemo.unpack(output);
        Path dataset = output.resolve(EmbeddedDemo.OUTSIDE).resolve(task);
        Bank bank = Bank.open(output.resolve(EmbeddedDemo.BANK));

        List<DemoReport.Made> made = new ArrayList<>();
        made.add(new DemoReport.Made("base", Optional.empty(), 0));
        screen.progress("generating an adapter");
        long start = System.nanoTime();
        Generation generation = generate(dataset, bank, ADAPTER, Refinement.none());
        made.add(
                new DemoReport.Made(
                        "generated", Optional.of(generation.directory()), since(start)));
        if (refine > 0) {
            start = System.nanoTime();
            Path refined = generate(dataset, bank, REFINED, fineTuning(screen)).directory();
            made.add(new DemoReport.Made(REFINED, Optional.of(refined), since(start)));
        }
        if (steps > 0) {
            start = System.nanoTime();
            Path tuned = fineTune(bank, dataset, screen);
            made.add(new DemoReport.Made(FINE_TUNED, Optional.of(tuned), since(start)));
        }
        screen.progress("answering");
        List<SideBySide.Column> columns =
                answers(bank, ExampleReader.readAll(dataset.resolve("test.jsonl")), made);
        screen.progressEnds();
        DemoReport report = new DemoReport(output, bank, generation, made, columns);
        if (common.json()) {
            common.print(report.json());
        } else {
            report.print(screen);
        }
        return ExitCode.OK;
    }

    private Generation generate(Path dataset, Bank bank, String name, Refinement refinement)
            throws IOException {
        return Generator.generate(
                Dataset.of(dataset.resolve("train.jsonl")),
                bank,
                output.resolve(name),
                GenerateOptions.defaults(),
                RunOptions.defaults(),
                refinement);
    }

    private FineTuning fineTuning(Screen screen) {
        return new FineTuning(
                output.resolve(EmbeddedDemo.BASE),
                refine,
                RefinementTraining.defaults(),
                Refinement.none(),
                progress -> screen.progress("refining  " + TrainProgress.line(progress)));
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Path fineTune(Bank bank, Path dataset, Screen screen) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer());
                CausalLanguageModel model =
                        CausalLanguageModel.open(
                                output.resolve(EmbeddedDemo.BASE), Optional.of(Precision.F32))) {
            return DemoTraining.train(
                            model,
                            tokenizer,
                            dataset,
                            output.resolve(FINE_TUNED),
                            DemoTraining.ofAdapter(steps),
                            progress ->
                                    screen.progress("fine-tuning  " + TrainProgress.line(progress)))
                    .directory();
        }
    }

    private List<SideBySide.Column> answers(
            Bank bank, List<Example> rows, List<DemoReport.Made> models) throws IOException {
        List<SideBySide.Column> columns = new ArrayList<>();
        Decoding decoding =
                Decoding.defaults()
                        .withMaxNewTokens(LONGEST_ANSWER)
                        .withStop(bank.header().text().stop().orElseThrow());
        try (Arena arena = Arena.ofConfined();
                LocalAnswerer answerer =
                        LocalAnswerer.open(
                                output.resolve(EmbeddedDemo.BASE),
                                bank.checkedTokenizer(),
                                bank.header().beginning(),
                                decoding)) {
            SideBySide answers = new SideBySide(answerer, bank.header().text(), rows);
            for (DemoReport.Made model : models) {
                columns.add(
                        answers.column(
                                model.name(),
                                model.adapter().isPresent()
                                        ? Optional.of(
                                                PeftDirectory.read(model.adapter().get(), arena))
                                        : Optional.empty()));
            }
        }
        return columns;
    }

    /// Replaces what an earlier demo wrote and nothing else.
    private void refuseForeign() throws IOException {
        if (!Files.exists(output)) {
            return;
        }
        try (var content = Files.list(output)) {
            boolean demo = Files.isDirectory(output.resolve(EmbeddedDemo.OUTSIDE));
            Optional<String> foreign =
                    content.map(path -> path.getFileName().toString())
                            .filter(name -> !demo || !WRITTEN.contains(name))
                            .min(Comparator.naturalOrder());
            if (foreign.isPresent()) {
                throw new FileAlreadyExistsException(
                        output.toString(),
                        null,
                        "expected nothing or an earlier demo, found '%s' in it; choose another -o"
                                .formatted(foreign.get()));
            }
        }
    }
}
