package lorica.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lorica bench …`: the measurements of docs/results, for developers.
@Command(
        name = "bench",
        hidden = true,
        description = "Measures Lorica on this machine.",
        subcommands = {
            BenchMixtureCommand.class,
            BenchMixturesCommand.class,
            BenchBankCommand.class,
            BenchDistancesCommand.class,
            BenchProtocolCommand.class,
            BenchModelCommand.class,
            BenchTrainCommand.class,
            BenchCopyingCommand.class,
            BenchNeuralCommand.class,
            BenchNetworkCommand.class,
            BenchRegressionCommand.class,
            BenchSpoilCommand.class
        },
        footer = {
            "",
            "Example:",
            "  lorica bench mixture --sources 3 --rank 4 --layers 1 --hidden 64 --runs 1"
        })
final class BenchCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;
}
