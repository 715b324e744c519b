package lorica.cli;

import lorica.distribution.Representation;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--on`, of every command that measures distances.
final class RepresentationOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--on",
            paramLabel = "PART",
            defaultValue = "both",
            description = {
                "Which tokens are compared: both (input and output as one text, as published), input,"
                        + " output, or a sum of distances: input=1,output=3. Default: both."
            })
    private String on;

    /// What the user chose; anything else is a usage error.
    Representation representation() {
        try {
            return Representation.parse(on);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--on: " + e.getMessage(), e);
        }
    }
}
