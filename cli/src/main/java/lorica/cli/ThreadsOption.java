package lorica.cli;

import java.util.Optional;
import lorica.storage.Parallel;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--threads`, of the commands that share their work out among the processors.
final class ThreadsOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a processor).")
    private Optional<Integer> threads = Optional.empty();

    /// @throws ParameterException if the user wants none
    int count() {
        int chosen = threads.orElseGet(Parallel::defaultThreads);
        if (chosen < 1) {
            throw new ParameterException(
                    command.commandLine(), "--threads: expected at least 1, found " + chosen);
        }
        return chosen;
    }
}
