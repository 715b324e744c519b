package lorica.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lorica volterra …`: hypernetworks for Volterra processes.
@Command(
        name = "volterra",
        description = "Predicts the parameters of a network from those of earlier times.",
        subcommands = {VolterraAblateCommand.class, VolterraForecastCommand.class},
        footer = {
            "",
            "Example:",
            "  lorica volterra ablate --table base --paths 8 --held-out 4 --horizon 6 --test-from 4 --hidden 8 -o new-ablation"
        })
final class VolterraCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;
}
