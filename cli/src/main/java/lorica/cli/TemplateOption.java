package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import lorica.dataset.PromptTemplate;
import lorica.generate.TemplateChoice;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `--template`, of every command that compares a dataset with a bank.
final class TemplateOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--template",
            paramLabel = "bank|none|strip|FILE",
            description = {
                "Put the bank's prompt template, or the one in FILE, around rows that lack it; compare"
                        + " rows as they are (none); compare without template text (strip)."
                        + " Default: decided by the rows, and said."
            })
    private Optional<String> template = Optional.empty();

    boolean given() {
        return template.isPresent();
    }

    /// What the user chose; a template that cannot be used is a usage error.
    TemplateChoice choice() throws IOException {
        if (template.isEmpty()) {
            return new TemplateChoice.Automatic();
        }
        try {
            return switch (template.get()) {
                case "bank" -> new TemplateChoice.OfBank();
                case "none" -> new TemplateChoice.AsIs();
                case "strip" -> new TemplateChoice.Stripped();
                case String file -> new TemplateChoice.Own(PromptTemplate.read(Path.of(file)));
            };
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
