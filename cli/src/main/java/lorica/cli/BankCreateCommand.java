package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import lorica.bank.BankCreation;
import lorica.bank.BankHeader;
import lorica.bank.Beginning;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank create BANK --base DIR-or-NAME`.
@Command(
        name = "create",
        description = {
            "Makes an empty bank for adapters of one base model.",
            "",
            "The bank keeps a copy of the tokenizer, and how an example becomes the text that the"
                    + " adapters were trained on: [BOS] input, separator, output, terminator. What"
                    + " is left open is taken from the base model's own files, and printed."
        },
        footer = {
            "",
            "Example:",
            "  lorica bank create new-bank --base base-model --terminator '\\n'"
        })
final class BankCreateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "Where the bank goes; must not be there yet.")
    private Path bank;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR-or-NAME",
            description = "The base model's directory, or its name as adapters state it.")
    private String base;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "The base model's name as adapters state it (default: what config.json says,"
                            + " else what the first adapter says).")
    private Optional<String> name = Optional.empty();

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "Its tokenizer.json (default: the one in the base model's directory).")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--separator",
            paramLabel = "S",
            defaultValue = "",
            description = "Text between input and output; \\n, \\t, \\s are understood.")
    private String separator;

    @Option(
            names = "--terminator",
            paramLabel = "S",
            defaultValue = "",
            description = "Text behind the output; \\n, \\t, \\s are understood.")
    private String terminator;

    @Option(
            names = "--bos",
            paramLabel = "TOKEN",
            description =
                    "The token in front of every text, or 'none' (default: what the base model's"
                            + " files say).")
    private Optional<String> bos = Optional.empty();

    @Option(
            names = "--template",
            paramLabel = "FILE",
            description = "The prompt template of the bank's datasets, with {input} once.")
    private Optional<Path> template = Optional.empty();

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            description =
                    "Number of token ids (default: the larger of the tokenizer's and config.json's"
                            + " vocab_size).")
    private Optional<Integer> vocabulary = Optional.empty();

    @Override
    public Integer call() throws IOException {
        BankCreation.Created created =
                new BankCreation(
                                base,
                                name,
                                tokenizer,
                                new TrainingText(
                                        unescape("--separator", separator),
                                        unescape("--terminator", terminator)),
                                beginning(),
                                templateText(),
                                vocabulary.map(OptionalInt::of).orElse(OptionalInt.empty()))
                        .create(bank);
        if (common.json()) {
            common.print(json(created));
            return ExitCode.OK;
        }
        BankHeader header = created.bank().header();
        PrintWriter out = common.screen().out();
        out.println("bank        " + bank);
        line(out, "base model", header.base().label(), created.base().source());
        line(out, "vocabulary", header.vocabulary() + " token ids", created.vocabulary().source());
        line(
                out,
                "BOS",
                header.beginning().isPresent() ? "id " + header.beginning().getAsInt() : "none",
                created.beginning().source());
        out.println("text        " + BankShowCommand.join(header));
        out.println("template    " + (header.template().isPresent() ? "kept" : "none"));
        return ExitCode.OK;
    }

    private static void line(PrintWriter out, String what, String value, String source) {
        out.printf("%-11s %s  (%s)%n", what, value, source);
    }

    private String unescape(String option, String text) {
        try {
            return text.translateEscapes();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "%s: expected escapes as in '\\n', found '%s'; write '\\\\' for a backslash"
                            .formatted(option, text));
        }
    }

    private Beginning beginning() {
        return switch (bos.orElse("")) {
            case "" -> new Beginning.OfModel();
            case "none" -> new Beginning.None();
            default -> new Beginning.Token(bos.get());
        };
    }

    /// The text as it stands in the file, once it is known to be a template.
    private Optional<String> templateText() throws IOException {
        if (template.isEmpty()) {
            return Optional.empty();
        }
        PromptTemplate parsed = PromptTemplate.read(template.get());
        return Optional.of(parsed.text());
    }

    private ObjectNode json(BankCreation.Created created) {
        ObjectNode document = CommonOptions.document("lorica.bank.create/1");
        document.put("bank", bank.toString());
        BankShowCommand.header(document, created.bank().header());
        document.putObject("decidedBy")
                .put("base", created.base().source())
                .put("vocabulary", created.vocabulary().source())
                .put("bos", created.beginning().source());
        return document;
    }
}
