package lorica.cli;

import java.util.List;
import lorica.torch.Activation;
import lorica.volterra.network.GdnOptions;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.network.GdnOptions.Encoding;
import picocli.CommandLine.Option;

/// What a geometric deep network is and how it is trained, from the command line.
final class GdnArguments {
    @Option(
            names = "--hidden",
            paramLabel = "WIDTH",
            split = ",",
            defaultValue = "128,256,512,384,256,128",
            description = "Widths of a GDN's hidden layers (default: ${DEFAULT-VALUE}).")
    private List<Integer> hidden;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "relu",
            description = "relu or tanh (default: ${DEFAULT-VALUE}).")
    private Activation activation;

    @Option(
            names = "--encoding",
            paramLabel = "NAME",
            defaultValue = "log_map",
            description = "log_map or euclidean (default: ${DEFAULT-VALUE}).")
    private Encoding encoding;

    @Option(
            names = "--decoding",
            paramLabel = "NAME",
            defaultValue = "present",
            description = "The mean starts at present or reference (default: ${DEFAULT-VALUE}).")
    private Decoding decoding;

    @Option(
            names = "--first-epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Epochs of the first time step (default: ${DEFAULT-VALUE}).")
    private int firstEpochs;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "10",
            description = "Epochs of every later one (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "100",
            description = "Samples an update (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "1e-3",
            description = "Adam's learning rate (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Of paths, networks and batches (default: ${DEFAULT-VALUE}).")
    private long seed;

    long seed() {
        return seed;
    }

    GdnOptions options() {
        return new GdnOptions(
                hidden, activation, encoding, decoding, firstEpochs, epochs, batch, rate, 1, seed);
    }
}
