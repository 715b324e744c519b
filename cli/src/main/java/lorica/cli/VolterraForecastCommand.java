package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.storage.WholeFile;
import lorica.torch.Libtorch;
import lorica.volterra.forecast.Forecast;
import lorica.volterra.forecast.ForecastReport;
import lorica.volterra.forecast.Series;
import lorica.volterra.forecast.SeriesFile;
import lorica.volterra.network.SeriesOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica volterra forecast --data CSV -o DIR`.
@Command(
        name = "forecast",
        description = {
            "Predicts the Gaussian of a series' next value, and says how well it did on the",
            "series' last part, beside baselines.",
            "",
            "Networks of consecutive blocks of time are fitted by likelihood, and a hypernetwork to",
            "their parameters; the last part is predicted one step ahead, without being fitted to",
            "(docs/methods/volterra-forecast.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica volterra forecast --data my-series.csv --time day -o new-forecast"
        })
final class VolterraForecastCommand implements Callable<Integer> {
    private static final String REPORT = "forecast.json";

    @Mixin private CommonOptions common;

    @Spec private CommandSpec command;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "CSV",
            description = "The series: a header, one row a time, numbers with a point.")
    private Path data;

    @Option(
            names = "--column",
            split = ",",
            paramLabel = "NAME",
            description = "The columns to predict (default: all but those of --time and --path).")
    private List<String> columns = List.of();

    @Option(
            names = "--time",
            paramLabel = "NAME",
            description = "The column that names a row's time (default: none; rows are counted).")
    private Optional<String> time = Optional.empty();

    @Option(
            names = "--path",
            paramLabel = "NAME",
            description =
                    "The column that tells several series of the same times apart (default: none).")
    private Optional<String> path = Optional.empty();

    @Option(
            names = "--tested",
            paramLabel = "SHARE",
            defaultValue = "0.2",
            description =
                    "The share of the steps, at the end, to predict (default: ${DEFAULT-VALUE}).")
    private double tested;

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "20",
            description = "Networks of the part that is fitted to (default: ${DEFAULT-VALUE}).")
    private int blocks;

    @Option(
            names = "--hidden",
            paramLabel = "WIDTH",
            split = ",",
            defaultValue = "32,32",
            description = "Widths of a network's hidden layers (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs of a network through its block (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "32",
            description = "Steps of the series an update (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--rate",
            paramLabel = "R",
            split = ",",
            defaultValue = "1e-4,3e-4,1e-3,3e-3",
            description =
                    "Adam's learning rates; the fitted part chooses (default: ${DEFAULT-VALUE}).")
    private List<Double> rates;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of networks and batches (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where forecast.json and predictions.csv go; must not be there yet.")
    private Path output;

    @Option(names = "--force", description = "Replace DIR where an earlier forecast wrote it.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        SeriesOptions options =
                UsageFault.check(
                        command,
                        () ->
                                new SeriesOptions(
                                        blocks, tested, hidden, epochs, batch, rates, seed));
        boolean replaces = force && Files.exists(output.resolve(REPORT));
        Existing existing = replaces ? Existing.REPLACE : Existing.REFUSE;
        WholeDirectory.stage(output, existing).close(); // refuse before any work
        Libtorch.setThreads(1); // the networks are small
        Series series = new SeriesFile(data, columns, path, time).read();
        Forecast forecast = Forecast.of(series, options, new ScreenProgress(common.screen()));
        common.screen().progressEnds();
        ForecastReport report = new ForecastReport(forecast);
        ObjectNode document = CommonOptions.document("lorica.volterra.forecast/1");
        document.setAll(report.json());
        try (WholeDirectory whole = WholeDirectory.stage(output, existing)) {
            WholeFile.write(whole.staging().resolve(REPORT), CommonOptions.text(document) + "\n");
            WholeFile.write(whole.staging().resolve("predictions.csv"), report.csv());
            whole.commit();
        }
        if (common.json()) {
            common.print(document.put("output", output.toString()));
            return ExitCode.OK;
        }
        common.screen().out().print(report.table());
        common.screen().out().println("written: " + output);
        return ExitCode.OK;
    }
}
