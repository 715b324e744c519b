package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.storage.Parallel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which bank, tasks and test rows a leave-one-out is over, and how many models work at a time.
final class LeaveOneOutOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--bank", required = true, paramLabel = "DIR", description = "The bank.")
    private Path bank;

    @Option(
            names = "--entries",
            split = ",",
            paramLabel = "ID",
            description =
                    "The tasks (default: every entry with a test split); all entries are sources.")
    private List<String> entries = List.of();

    @Option(names = "--limit", paramLabel = "N", description = "Test rows a task (default: all).")
    private Optional<Integer> limit = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Models at work at a time, one thread each (default: one a processor).")
    private Optional<Integer> threads = Optional.empty();

    Path bank() {
        return bank;
    }

    Bank open() throws IOException {
        return Bank.open(bank);
    }

    /// The tasks' ids; empty for all.
    List<String> entries() {
        return entries;
    }

    /// The most test rows of a task.
    ///
    /// @throws ParameterException if the user wants none
    int rows() {
        return atLeastOne("--limit", limit.orElse(Integer.MAX_VALUE));
    }

    /// Models at work at a time.
    ///
    /// @throws ParameterException if the user wants none
    int workers() {
        return atLeastOne("--threads", threads.orElseGet(Parallel::defaultThreads));
    }

    private int atLeastOne(String option, int chosen) {
        if (chosen < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s: expected at least 1, found %d".formatted(option, chosen));
        }
        return chosen;
    }
}
