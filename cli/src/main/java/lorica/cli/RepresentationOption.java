package lorica.cli;

import java.util.Optional;
import lorica.distribution.Representation;
import lorica.generate.GenerateOptions;
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
            description = {
                "Which tokens are compared: both (input and output as one text, as published), input,"
                        + " output, pairs of tokens as input-bigrams, output-bigrams, sentences as"
                        + " input-sentences, output-sentences (--distance sw), or a sum of distances:"
                        + " input=1,output=3. Default: input=1,output=1."
            })
    private Optional<String> on = Optional.empty();

    /// What the user chose, else what `generate` compares; anything else is a usage error.
    Representation representation() {
        try {
            return on.map(Representation::parse).orElseGet(() -> GenerateOptions.defaults().on());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--on: " + e.getMessage(), e);
        }
    }
}
