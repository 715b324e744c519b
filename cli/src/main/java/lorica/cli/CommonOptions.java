package lorica.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What every command takes: `--json`, `--debug`, `--help`.
///
/// Under `--json` a command prints one document on stdout and nothing else there; its first
/// property `schema` names the section of docs/formats.md that describes it.
final class CommonOptions {
    private static final String DEBUG = "--debug";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--json", description = "Print one JSON document (docs/formats.md).")
    private boolean json;

    @Option(names = DEBUG, description = "On failure, print the stack trace too.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    boolean json() {
        return json;
    }

    /// Where the command prints.
    Screen screen() {
        return Screen.of(command.commandLine());
    }

    /// An empty document.
    ///
    /// @param schema for instance `lorica.generate/1`
    static ObjectNode document(String schema) {
        return Json.MAPPER.createObjectNode().put("schema", schema);
    }

    /// JSON that another room rendered, as part of a document.
    static JsonNode parse(String json) {
        return Json.MAPPER.readTree(json);
    }

    /// Prints a document on stdout.
    void print(ObjectNode document) {
        screen().out().println(text(document));
    }

    /// A document as it is printed.
    static String text(ObjectNode document) {
        return Json.MAPPER.writeValueAsString(document);
    }

    /// Loaded only where JSON is printed: the mapper costs start-up time.
    private static final class Json {
        static final JsonMapper MAPPER =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    /// Whether a command line asked for stack traces.
    static boolean debug(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.hasMatchedOption(DEBUG);
    }
}
