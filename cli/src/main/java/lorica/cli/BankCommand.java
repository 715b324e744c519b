package lorica.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lorica bank …`: the commands that make and keep a bank.
@Command(
        name = "bank",
        description = "Makes and keeps a bank of adapters.",
        subcommands = {
            BankCreateCommand.class,
            BankAddCommand.class,
            BankBuildCommand.class,
            BankListCommand.class,
            BankShowCommand.class,
            BankIndexCommand.class,
            BankGramCommand.class,
            BankLearnCommand.class,
            BankTransferCommand.class,
            BankVerifyCommand.class,
            BankAuditCommand.class,
            BankRemoveCommand.class
        },
        footer = {"", "Example:", "  lorica bank list my-bank"})
final class BankCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;
}
