package lorica.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lorica hub …`: the commands that ask the Hugging Face hub.
@Command(
        name = "hub",
        description = {
            "Takes adapters and datasets from the Hugging Face hub.",
            "",
            "Nothing of yours is sent: a hub learns the names of what is asked for and, where you"
                    + " have one, your token."
        },
        subcommands = {HubPullCommand.class, HubFetchCommand.class},
        footer = {"", "Example:", "  lorica hub pull new-bank --bank hf:Lots-of-LoRAs --dry-run"})
final class HubCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;
}
