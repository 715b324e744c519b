package lorica.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lorica export …`: adapters in the forms of other programs.
@Command(
        name = "export",
        description = "Writes an adapter in the form that another program reads.",
        subcommands = {ExportGgufCommand.class, ExportMergedCommand.class},
        footer = {
            "",
            "Example:",
            "  lorica export merged my-adapter --base base-model -o new-model"
        })
final class ExportCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;
}
