package lorica.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import lorica.adapter.AdapterException;
import lorica.bank.BankException;
import lorica.mixture.MixtureException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The entry point: parses the command line and turns every failure into a message and an exit
// code.
@Command(
        name = "lorica",
        description = "Gives you a LoRA adapter for your own dataset, without a GPU.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {BankCommand.class, GenerateCommand.class})
public final class Lorica {
    /// Exit codes, as docs/formats.md lists them.
    static final int FAILURE = 1;

    static final int INCOMPATIBLE = 3;

    private Lorica() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /// The whole command line, also for tests.
    static CommandLine commandLine() {
        return new CommandLine(new Lorica())
                .setExecutionExceptionHandler(
                        (exception, commandLine, parsed) -> {
                            commandLine.getErr().println("lorica: " + message(exception));
                            return exitCode(exception);
                        });
    }

    private static int exitCode(Exception exception) {
        return switch (exception) {
            case AdapterException e -> INCOMPATIBLE;
            case BankException e -> INCOMPATIBLE;
            case MixtureException e -> INCOMPATIBLE;
            default -> FAILURE;
        };
    }

    private static String message(Exception exception) {
        return switch (exception) {
            case FileAlreadyExistsException e ->
                    "%s: already there; choose another -o".formatted(e.getFile());
            case FileSystemException e when e.getReason() != null ->
                    "%s: not found: %s".formatted(e.getFile(), e.getReason());
            case UncheckedIOException e -> message(java.util.Objects.requireNonNull(e.getCause()));
            case IOException e -> e.getClass().getSimpleName() + ": " + e.getMessage();
            default -> String.valueOf(exception.getMessage());
        };
    }
}
