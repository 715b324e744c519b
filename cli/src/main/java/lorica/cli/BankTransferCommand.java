package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.choice.TransferIndex;
import lorica.coefficient.TransferMatrix;
import lorica.distance.JensenShannon;
import lorica.distribution.DatasetView;
import lorica.experiment.transfer.TransferLosses;
import lorica.generate.BankIndex;
import lorica.storage.Progress;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank transfer BANK --base DIR`.
@Command(
        name = "transfer",
        description = {
            "Measures how well each adapter of a bank serves each of its datasets, by the base model,",
            "and keeps it with the bank, for `generate --rule transfer`, which needs no model",
            "(docs/methods/transfer.md). An added entry costs one row and one column. Interrupted, it",
            "goes on where it stopped."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank transfer my-bank --base base-model --examples 8",
            "  lorica bank transfer my-bank --base base-model --examples 8 -o new-transfer.npy"
        })
final class BankTransferCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model (config.json, tokenizer.json, weights).")
    private Path base;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "24",
            description = "The most examples of a dataset (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description =
                    "Write the losses as NumPy's .npy: a row a dataset, a column an adapter, in the"
                            + " bank's order.")
    private Optional<Path> output = Optional.empty();

    @Mixin private ReplaceOption replace;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        if (examples < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--examples: expected at least 1, found " + examples);
        }
        replace.requireFree(output);
        Libtorch.setThreads(threads.count());
        Screen screen = common.screen();
        Bank opened = Bank.open(bank);
        long start = System.nanoTime();
        TransferLosses.Measured measured =
                new TransferLosses(opened, base, examples, new ScreenProgress(screen)).measure();
        index(opened, new ScreenProgress(screen));
        double seconds = (System.nanoTime() - start) / 1e9;
        screen.progressEnds();
        TransferMatrix kept = TransferIndex.find(opened).orElseThrow();
        if (output.isPresent()) {
            int n = kept.entries().size();
            NpyFile.write(output.get(), Shape.of(n, n), kept.losses());
        }
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bank.transfer/1");
            document.put("bank", bank.toString());
            kept.entries().forEach(document.putArray("entries")::add);
            common.print(
                    document.put("examples", examples)
                            .put("measured", measured.now())
                            .put("kept", measured.before())
                            .put("seconds", seconds));
            return ExitCode.OK;
        }
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%,d adapters on %,d datasets: measured %,d losses in %.1f s, %,d were kept",
                                kept.entries().size(),
                                kept.entries().size(),
                                measured.now(),
                                seconds,
                                measured.before()));
        output.ifPresent(file -> screen.out().println("losses: " + file));
        return ExitCode.OK;
    }

    /// Keeps what `generate` then compares, so that it needs the datasets no more.
    private void index(Bank opened, Progress progress) throws IOException {
        try (BankIndex index = BankIndex.open(opened, threads.count(), progress)) {
            List<DatasetView> views = index.views(TransferIndex.compared());
            index.expect(views);
            for (DatasetView view : views) {
                index.fingerprints(new JensenShannon(), view);
            }
        }
    }
}
