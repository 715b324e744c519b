package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lorica.storage.Parallel;
import lorica.torch.Libtorch;
import lorica.volterra.ablation.Ablation;
import lorica.volterra.ablation.Ablation.Done;
import lorica.volterra.ablation.AblationOptions;
import lorica.volterra.ablation.AblationTable;
import lorica.volterra.network.HgnOptions;
import lorica.volterra.network.HgnOptions.Form;
import lorica.volterra.network.Predictor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lorica volterra ablate --table 3.1|…|all -o DIR`.
@Command(
        name = "ablate",
        description = {
            "Runs the thesis's ablations: simulates each process, trains a GDN a time step and a",
            "hypernetwork on their parameters, and tables their losses on held-out paths beside",
            "the published ones. Killed and run again, it goes on: each row is kept in the output."
        },
        footer = {
            "",
            "Example:",
            "  lorica volterra ablate --table base --paths 8 --held-out 4 --horizon 6 --test-from 4 --hidden 8 -o new-ablation"
        })
final class VolterraAblateCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private GdnArguments gdn;

    @Spec private CommandSpec command;

    @Option(
            names = "--table",
            required = true,
            paramLabel = "ID",
            split = ",",
            description = "base, 3.1 … 3.7, or all of the latter.")
    private List<String> tables;

    @Option(
            names = "--paths",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Training paths of every row (default: ${DEFAULT-VALUE}).")
    private int paths;

    @Option(
            names = "--held-out",
            paramLabel = "N",
            defaultValue = "200",
            description = "More paths, on which losses are measured (default: ${DEFAULT-VALUE}).")
    private int heldOut;

    @Option(
            names = "--horizon",
            paramLabel = "T",
            defaultValue = "200",
            description = "Steps of a path (default: ${DEFAULT-VALUE}).")
    private int horizon;

    @Option(
            names = "--test-from",
            paramLabel = "T",
            defaultValue = "160",
            description = "The first time that is not trained on (default: ${DEFAULT-VALUE}).")
    private int until;

    @Option(
            names = "--static-epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs of the static baseline (default: ${DEFAULT-VALUE}).")
    private int staticEpochs;

    @Option(
            names = "--hgn",
            paramLabel = "FORM",
            defaultValue = "basis",
            description =
                    "The hypernetwork: basis (of the parameters' path) or dense (8 x 1024 on all"
                            + " parameters, about 2048 weights each) (default: ${DEFAULT-VALUE}).")
    private Form form;

    @Option(
            names = "--rank",
            paramLabel = "K",
            description = "Directions of --hgn basis (default: 16).")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = "--hgn-epochs",
            paramLabel = "N",
            description = "Epochs of the hypernetwork (default: 30).")
    private Optional<Integer> hgnEpochs = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where rows, tables and figures go; rows there are not run again.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        AblationOptions options = UsageFault.check(command, this::options);
        threads.ifPresent(Libtorch::setThreads);
        List<Done> rows =
                new Ablation(options, threads.orElse(Parallel.defaultThreads()))
                        .run(output, new ScreenRows(common.screen()));
        common.screen().progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.volterra.ablate/1")
                            .put("output", output.toString())
                            .put("rows", rows.size())
                            .put(
                                    "exploding",
                                    rows.stream().filter(row -> row.scores().explodes()).count()));
            return ExitCode.OK;
        }
        rows.forEach(row -> common.screen().out().println(ScreenRows.line(row)));
        common.screen().out().println("written: " + output.resolve("volterra.md"));
        return ExitCode.OK;
    }

    private AblationOptions options() {
        HgnOptions hgn = form == Form.DENSE ? HgnOptions.dense() : HgnOptions.lowDimensional();
        return new AblationOptions(
                chosen(),
                paths,
                heldOut,
                horizon,
                until,
                gdn.options(),
                new HgnOptions(
                        form,
                        hgn.leftOut(),
                        rank.orElse(hgn.rank()),
                        hgn.hidden(),
                        hgn.activation(),
                        hgnEpochs.orElse(hgn.epochs()),
                        hgn.batch(),
                        hgn.rate(),
                        hgn.clip(),
                        gdn.seed()),
                staticEpochs,
                gdn.seed());
    }

    private List<AblationTable> chosen() {
        List<AblationTable> chosen = new ArrayList<>();
        for (String id : tables) {
            List<AblationTable> found =
                    Arrays.stream(AblationTable.values())
                            .filter(
                                    table ->
                                            table.id().equals(id)
                                                    || (id.equals("all")
                                                            && table != AblationTable.BASE))
                            .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException(
                        "--table: expected all or one of %s, found '%s'"
                                .formatted(
                                        Arrays.stream(AblationTable.values())
                                                .map(AblationTable::id)
                                                .collect(Collectors.joining(", ")),
                                        id));
            }
            chosen.addAll(found);
        }
        return chosen;
    }

    /// Rows and steps as passing lines.
    private static final class ScreenRows implements Ablation.Listener {
        private final Screen screen;
        private final ScreenProgress steps;

        ScreenRows(Screen screen) {
            this.screen = screen;
            this.steps = new ScreenProgress(screen);
        }

        @Override
        public void at(String what, long done, long total) {
            steps.at(what, done, total);
        }

        @Override
        public void done(Done row, int number, int total) {
            screen.progress("%d of %d  %s".formatted(number, total, line(row)));
        }

        private static String line(Done row) {
            return String.format(
                    Locale.ROOT,
                    "%-4s %-22s GDN %.2e  HGN %.2e  held %.2e",
                    row.table().id(),
                    row.row().label(),
                    row.scores().score(Predictor.GDN).mean(),
                    row.scores().score(Predictor.HGN_RECURRENT).mean(),
                    row.scores().score(Predictor.HELD).mean());
        }
    }
}
