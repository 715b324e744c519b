package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.evaluate.Prediction;
import lorica.evaluate.PredictionFile;
import lorica.generate.BankDistances;
import lorica.generate.Provenance;
import lorica.generate.ProvenanceFile;
import lorica.generate.RunOptions;
import lorica.report.Report;
import lorica.report.SampleAnswers;
import lorica.storage.Parallel;
import lorica.storage.WholeDirectory.Existing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lorica report DIR`.
@Command(
        name = "report",
        description = {
            "Writes one HTML file about a generated adapter, a study or a comparison; it loads nothing",
            "and can be sent as it is."
        },
        footer = {
            "",
            "Example:",
            "  lorica report my-adapter",
            "  lorica report my-adapter --bank my-bank -o new-report.html"
        })
final class ReportCommand implements Callable<Integer> {
    private static final String BANK_FILE = "bank.json";

    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(
            paramLabel = "DIR",
            description = "What `lorica generate`, `lorica study` or `lorica compare` wrote.")
    private Path directory;

    @Option(
            names = "--bank",
            paramLabel = "DIR",
            description = {
                "Of an adapter: its bank, for the map. Default: the one it was made from, where that"
                        + " is still as it was."
            })
    private Optional<Path> bank = Optional.empty();

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = {
                "Of an adapter: answers that `lorica evaluate --predictions FILE` kept; repeat it to"
                        + " set models side by side."
            })
    private List<Path> predictions = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the page goes; replaces a report. Default: report.html in DIR.")
    private Optional<Path> output = Optional.empty();

    @Override
    public Integer call() throws IOException {
        Report.Subject subject = Report.subject(directory);
        if (subject != Report.Subject.ADAPTER && (bank.isPresent() || !predictions.isEmpty())) {
            throw usage(
                    "expected --bank and --predictions with an adapter alone, found a "
                            + subject.name().toLowerCase(Locale.ROOT));
        }
        Screen screen = common.screen();
        Report report =
                switch (subject) {
                    case ADAPTER -> Report.ofAdapter(directory, distances(screen), answers());
                    case STUDY -> Report.ofStudy(directory);
                    case COMPARISON -> Report.ofComparison(directory);
                };
        screen.progressEnds();
        Path file = output.orElse(directory.resolve(Report.NAME));
        report.write(file);
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.report/1")
                            .put("file", file.toString())
                            .put("subject", subject.name().toLowerCase(Locale.ROOT)));
            return ExitCode.OK;
        }
        screen.out().println("report: " + file);
        return ExitCode.OK;
    }

    /// The distances between the bank's datasets, measured as the adapter's were.
    private Optional<DistanceMatrix> distances(Screen screen) throws IOException {
        Provenance provenance = ProvenanceFile.read(directory);
        Optional<Bank> opened = bank(provenance, screen);
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        RunOptions run =
                new RunOptions(
                        Parallel.defaultThreads(), Existing.REFUSE, new ScreenProgress(screen));
        return Optional.of(
                BankDistances.measure(
                                opened.get(),
                                Distance.parse(provenance.choices().distance()),
                                Representation.parse(provenance.choices().on()),
                                run)
                        .matrix());
    }

    private Optional<Bank> bank(Provenance provenance, Screen screen) throws IOException {
        if (bank.isPresent()) {
            Bank given = Bank.open(bank.get());
            if (!given.checksum().equals(provenance.bank().checksum())) {
                screen.err()
                        .println(
                                "warning: "
                                        + bank.get()
                                        + " is not the bank as it was when the adapter was made; the map shows it as it is");
            }
            return Optional.of(given);
        }
        Path recorded = Path.of(provenance.bank().name());
        if (!Files.isRegularFile(recorded.resolve(BANK_FILE))) {
            return Optional.empty();
        }
        Bank found = Bank.open(recorded);
        return found.checksum().equals(provenance.bank().checksum())
                ? Optional.of(found)
                : Optional.empty();
    }

    private List<SampleAnswers> answers() throws IOException {
        List<SampleAnswers> answers = new ArrayList<>();
        for (Path file : predictions) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.jsonl$", "");
            answers.add(new SampleAnswers(name, PredictionFile.read(file)));
            if (!inputs(answers.getLast()).equals(inputs(answers.getFirst()))) {
                throw usage(
                        "--predictions: expected answers to the same rows as in %s, found others in %s"
                                .formatted(predictions.getFirst(), file));
            }
        }
        return answers;
    }

    private static List<String> inputs(SampleAnswers answers) {
        return answers.rows().stream().map(Prediction::input).toList();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
