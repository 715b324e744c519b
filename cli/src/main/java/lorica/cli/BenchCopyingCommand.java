package lorica.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import lorica.experiment.alignment.ContaminationStudy;
import lorica.experiment.alignment.CopyingOptions;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench copying`: robust alignment of clients that learn to copy.
@Command(
        name = "copying",
        description = {
            "Robust alignment where clients fine-tune a small Transformer on copying.",
            "",
            "Every kind of contamination alone: precision and recall of the detection, and the"
                    + " benign clients' accuracy (docs/methods/robust-alignment.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica bench copying --clients 5 --contaminated 1 --pretraining 2 --steps 2"
        })
final class BenchCopyingCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "24",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--contaminated",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of them (default: ${DEFAULT-VALUE}).")
    private int contaminated;

    @Option(
            names = "--sequences",
            paramLabel = "N",
            defaultValue = "8",
            description = "A client's training data (default: ${DEFAULT-VALUE}).")
    private int sequences;

    @Option(
            names = "--pretraining",
            paramLabel = "N",
            defaultValue = "600",
            description = "Steps of the base model (default: ${DEFAULT-VALUE}).")
    private int pretraining;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "100",
            description = "Steps of a client (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--target-modules",
            split = ",",
            paramLabel = "M",
            defaultValue = "layers.1.mlp.down_proj",
            description = "What clients adapt, ends of names (default: ${DEFAULT-VALUE}).")
    private List<String> targets;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        Libtorch.setThreads(1); // one thread a model: small models gain nothing from more
        CopyingOptions options =
                new CopyingOptions(
                        clients, contaminated, sequences, pretraining, steps, targets, seed);
        ContaminationTable table =
                new ContaminationTable("symbols right", ContaminationStudy.ofCopying(options));
        if (common.json()) {
            common.print(table.json("lorica.bench.copying/1"));
            return ExitCode.OK;
        }
        table.print(common.screen().out());
        return ExitCode.OK;
    }
}
