package lorica.cli;

import java.io.IOException;

/// One thing that goes wrong: what is made of the toy world, and the command that meets it.
///
/// @param topic the heading in docs/bad-input.md
/// @param name what is wrong, unique
/// @param command a command line; words that begin with `./` are files of the world
record BadInput(String topic, String name, int exitCode, Setup setup, String command) {
    /// Spoils the toy world.
    @FunctionalInterface
    interface Setup {
        void spoil(BadWorld world) throws IOException;
    }

    /// Cases of one topic, that differ in what is spoilt.
    record Topic(String heading, int exitCode, String command) {
        BadInput of(String name, Setup setup) {
            return new BadInput(heading, name, exitCode, setup, command);
        }

        /// Another exit code than the topic's.
        BadInput of(String name, int otherCode, Setup setup) {
            return new BadInput(heading, name, otherCode, setup, command);
        }

        /// Another command than the topic's.
        BadInput of(String name, Setup setup, String otherCommand) {
            return new BadInput(heading, name, exitCode, setup, otherCommand);
        }

        Topic withCommand(String other) {
            return new Topic(heading, exitCode, other);
        }

        Topic withExitCode(int other) {
            return new Topic(heading, other, command);
        }
    }
}
