package lorica.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import lorica.experiment.alignment.ContaminationStudy;
import lorica.experiment.alignment.NetworkOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench network`: robust alignment of clients that train a layer of a small network.
@Command(
        name = "network",
        description = {
            "Robust alignment where clients train a layer of a small network.",
            "",
            "Every kind of contamination alone: precision and recall of the detection, and how far"
                    + " the benign clients' networks are from their true ones"
                    + " (docs/results/alignment.md)."
        },
        footer = {"", "Example:", "  lorica bench network"})
final class BenchNetworkCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        ContaminationTable table =
                new ContaminationTable(
                        "error of the outputs",
                        ContaminationStudy.ofNetwork(NetworkOptions.defaults().withSeed(seed)));
        if (common.json()) {
            common.print(table.json("lorica.bench.network/1"));
            return ExitCode.OK;
        }
        table.print(common.screen().out());
        return ExitCode.OK;
    }
}
