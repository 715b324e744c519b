package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.experiment.alignment.ContaminationStudy;
import lorica.experiment.alignment.NoiseStudy;
import lorica.experiment.alignment.PhaseDiagram;
import lorica.experiment.alignment.PhasePicture;
import lorica.experiment.alignment.RegressionOptions;
import lorica.storage.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench regression`: robust alignment of clients that estimate regression coefficients.
@Command(
        name = "regression",
        description = {
            "Robust alignment where clients estimate linear regressions of planted coefficients.",
            "",
            "kinds: every kind of contamination alone, with noise. phase: what is exact without"
                    + " noise, over rank and contamination. noise: how the error grows with noise,"
                    + " and from which separation on the contaminated set is exact"
                    + " (docs/results/alignment.md)."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bench regression",
            "  lorica bench regression --study phase --ranks 1,2 --contaminated 0,6 --clients 20"
                    + " --draws 1 --picture new-phase.svg",
            "  lorica bench regression --study noise --seeds 1"
        })
final class BenchRegressionCommand implements Callable<Integer> {
    private static final List<Double> SIGMAS =
            List.of(1e-6, 1e-5, 1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1);
    private static final List<Double> DELTAS = List.of(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0);

    /// What is measured.
    enum Study {
        KINDS,
        PHASE,
        NOISE
    }

    @Mixin private CommonOptions common;

    @Option(
            names = "--study",
            paramLabel = "S",
            defaultValue = "kinds",
            description = "kinds, phase, noise (default: ${DEFAULT-VALUE}).")
    private Study study;

    @Option(
            names = "--ranks",
            split = ",",
            paramLabel = "R",
            defaultValue = "1,2,3,4,6,8,10,12",
            description = "Of phase (default: ${DEFAULT-VALUE}).")
    private List<Integer> ranks;

    @Option(
            names = "--contaminated",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,1,2,3,4,6,9,12,15,18,21,24,27,30,33,36",
            description = "Of phase, numbers of clients (default: ${DEFAULT-VALUE}).")
    private List<Integer> contaminated;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "60",
            description = "Of phase (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "3",
            description = "Of phase, problems a cell (default: ${DEFAULT-VALUE}).")
    private int draws;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Of phase, write a picture (SVG); must not be there yet.")
    private Optional<Path> picture = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "50",
            description = "Of noise (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of kinds and phase (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        switch (study) {
            case KINDS -> kinds();
            case PHASE -> phase();
            case NOISE -> noise();
        }
        return ExitCode.OK;
    }

    private void kinds() throws IOException {
        RegressionOptions options = RegressionOptions.defaults().withSeed(seed);
        ContaminationTable table =
                new ContaminationTable(
                        "error of the coefficients", ContaminationStudy.ofRegression(options));
        if (common.json()) {
            common.print(table.json("lorica.bench.regression/1"));
            return;
        }
        table.print(common.screen().out());
    }

    private void phase() throws IOException {
        if (picture.isPresent() && Files.exists(picture.get())) {
            throw new FileAlreadyExistsException(
                    picture.get().toString(), null, "expected no such file; choose another");
        }
        PhaseDiagram diagram = PhaseDiagram.of(clients, ranks, contaminated, draws, seed);
        if (picture.isPresent()) {
            WholeFile.write(picture.get(), PhasePicture.of(diagram));
        }
        if (common.json()) {
            common.print(json(diagram));
            return;
        }
        PrintWriter out = common.screen().out();
        out.println(
                "| rank | contaminated | μ | condition γ ≤ | with μ = 1 | programme | all | columns |");
        out.println("|---|---|---|---|---|---|---|---|");
        for (PhaseDiagram.Cell cell : diagram.cells()) {
            out.printf(
                    Locale.ROOT,
                    "| %d | %.1f %% | %.1f | %.1f %% | %.1f %% | %.2f | %.2f | %.2f |%n",
                    cell.rank(),
                    100.0 * cell.contaminated() / diagram.clients(),
                    cell.incoherence(),
                    100 * cell.condition(),
                    100 * cell.widestCondition(),
                    cell.programme(),
                    cell.alignment(),
                    cell.columns());
        }
        picture.ifPresent(file -> out.println("picture: " + file));
    }

    private static ObjectNode json(PhaseDiagram diagram) {
        ObjectNode document = CommonOptions.document("lorica.bench.phase/1");
        document.put("clients", diagram.clients()).put("draws", diagram.draws());
        ArrayNode cells = document.putArray("cells");
        for (PhaseDiagram.Cell cell : diagram.cells()) {
            cells.addObject()
                    .put("rank", cell.rank())
                    .put("contaminated", cell.contaminated())
                    .put("incoherence", cell.incoherence())
                    .put("condition", cell.condition())
                    .put("programme", cell.programme())
                    .put("alignment", cell.alignment())
                    .put("columns", cell.columns());
        }
        return document;
    }

    private void noise() throws IOException {
        NoiseStudy found = NoiseStudy.of(seeds, SIGMAS, DELTAS);
        if (common.json()) {
            common.print(json(found));
            return;
        }
        PrintWriter out = common.screen().out();
        String head =
                " | subspace | local | refined | set exact | 95 % |\n|---|---|---|---|---|---|";
        out.println("| σ" + head);
        found.noise().forEach(level -> print(out, level));
        out.printf(
                Locale.ROOT,
                "%nslope of log error over log σ: %.4f [%.4f, %.4f], %d seeds%n%n",
                found.slope().mean(),
                found.slope().low(),
                found.slope().high(),
                found.seeds());
        out.println("| δ" + head);
        found.separation().forEach(level -> print(out, level));
        out.printf(Locale.ROOT, "%nexpected from δ* = %.2f on%n", found.threshold());
    }

    private static void print(PrintWriter out, NoiseStudy.Level level) {
        out.printf(
                Locale.ROOT,
                "| %s | %.2e | %.2e | %.2e | %.2f | %.2f–%.2f |%n",
                level.at(),
                level.subspace(),
                level.local(),
                level.refined(),
                level.recovered(),
                level.low(),
                level.high());
    }

    private static ObjectNode json(NoiseStudy found) {
        ObjectNode document = CommonOptions.document("lorica.bench.noise/1");
        document.put("seeds", found.seeds()).put("threshold", found.threshold());
        document.putObject("slope")
                .put("mean", found.slope().mean())
                .put("low", found.slope().low())
                .put("high", found.slope().high());
        levels(document.putArray("noise"), found.noise());
        levels(document.putArray("separation"), found.separation());
        return document;
    }

    private static void levels(ArrayNode nodes, List<NoiseStudy.Level> levels) {
        for (NoiseStudy.Level level : levels) {
            nodes.addObject()
                    .put("at", level.at())
                    .put("subspace", level.subspace())
                    .put("local", level.local())
                    .put("refined", level.refined())
                    .put("recovered", level.recovered())
                    .put("low", level.low())
                    .put("high", level.high());
        }
    }
}
