package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.bank.SyntheticEntries;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench bank --entries N -o DIR`: what docs/results/many-entries.sh and
/// docs/results/paper-scale.sh measure on.
@Command(
        name = "bank",
        description = "Writes made-up adapters and datasets, to measure banks of many entries.",
        footer = {"", "Example:", "  lorica bench bank --entries 3 --seed 1 -o new-world"})
final class BenchBankCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where they go; must not be there yet.")
    private Path directory;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "5000",
            description = "How many (default: ${DEFAULT-VALUE}).")
    private int entries;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Of the random numbers (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--shape",
            paramLabel = "S",
            defaultValue = "small",
            description = {
                "small: a few kilobytes an adapter; paper: the tensors of Lots-of-LoRAs, 36 MiB an"
                        + " adapter, half of them from one initialisation, norms spread nine-fold;"
                        + " paper_miniature: the same in one layer. Default: small."
            })
    private SyntheticEntries.Shape shape;

    @Override
    public Integer call() throws IOException {
        Screen screen = common.screen();
        SyntheticEntries made = new SyntheticEntries(entries, seed, shape);
        if (!common.json()) {
            screen.out().printf("needs %,d bytes of disk%n", made.bytes());
        }
        made.write(directory, new ScreenProgress(screen));
        screen.progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.bank/1")
                            .put("directory", directory.toString())
                            .put("entries", entries)
                            .put("bytes", made.bytes()));
            return ExitCode.OK;
        }
        screen.out().printf("wrote %,d made-up entries to %s%n", entries, directory);
        return ExitCode.OK;
    }
}
