package lorica.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/// Dataset files that cannot be read as examples.
final class BadDatasets {
    private static final BadInput.Topic LINES = of("bad.jsonl");
    private static final BadInput.Topic DOCUMENT = of("bad.json");
    private static final BadInput.Topic TABLE = of("bad.csv");
    private static final BadInput.Topic PARQUET = of("bad.parquet");
    private static final String GOOD = "{'input': 'a', 'output': 'b'}\n";

    private BadDatasets() {}

    private static BadInput.Topic of(String file) {
        return new BadInput.Topic(
                "Datasets",
                ExitCode.FAILURE,
                "generate ./" + file + " --bank ./my-bank -o ./new-adapter");
    }

    static List<BadInput> all() {
        return Stream.of(files(), lines(), rows(), documents(), tables(), parquet())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BadInput> files() {
        return List.of(
                LINES.of("no such dataset", world -> {}),
                LINES.of(
                        "a folder as dataset",
                        world -> {},
                        LINES.withCommand(on("datasets")).command()),
                LINES.of("a device as dataset", world -> world.link("bad.jsonl", "/dev/zero")),
                LINES.of(
                        "a link to itself as dataset",
                        world -> world.link("bad.jsonl", "bad.jsonl")),
                LINES.of("an empty dataset", world -> world.text("bad.jsonl", "")),
                LINES.of("a dataset of blank lines", world -> world.text("bad.jsonl", "\n \n\n")),
                LINES.of(
                        "Latin-1 text",
                        world ->
                                Files.write(
                                        world.path("bad.jsonl"),
                                        (GOOD + "{'input': 'é', 'output': 'b'}")
                                                .replace('\'', '"')
                                                .getBytes(ISO_8859_1))),
                LINES.of(
                        "UTF-16 text",
                        world ->
                                Files.write(
                                        world.path("bad.jsonl"),
                                        GOOD.replace('\'', '"').getBytes(UTF_16))),
                LINES.of("a gzip file", world -> world.bytes("bad.jsonl", 0x1F, 0x8B, 8, 0)),
                LINES.of("a zip file", world -> world.bytes("bad.jsonl", 'P', 'K', 3, 4, 0)),
                LINES.of("Parquet named JSONL", world -> world.text("bad.jsonl", "PAR1....PAR1")),
                LINES.of(
                        "text of an unknown ending",
                        world -> world.text("bad.txt", "a\tb\n"),
                        on("bad.txt")));
    }

    private static String on(String file) {
        return of(file).command();
    }

    private static List<BadInput> lines() {
        return List.of(
                LINES.of(
                        "a line that is not JSON",
                        world -> world.json("bad.jsonl", GOOD + "a, b\n")),
                LINES.of(
                        "a line that is cut off",
                        world -> world.json("bad.jsonl", GOOD + "{'input': 'a")),
                LINES.of("a line that is a list", world -> world.json("bad.jsonl", "['a', 'b']\n")),
                LINES.of(
                        "two objects on a line",
                        world -> world.json("bad.jsonl", "{'input':'a','output':'b'} {}\n")),
                LINES.of(
                        "a key twice in an object",
                        world ->
                                world.json(
                                        "bad.jsonl", "{'input':'a','input':'c','output':'b'}\n")),
                LINES.of(
                        "JSON nested 100,000 deep",
                        world -> world.text("bad.jsonl", "{\"input\": " + "[".repeat(100_000))),
                LINES.of(
                        "a line of 17 million characters",
                        world ->
                                world.text(
                                        "bad.jsonl", "{\"input\": \"" + "a".repeat(17_000_000))));
    }

    private static List<BadInput> rows() {
        return List.of(
                LINES.of(
                        "columns of no known shape",
                        world -> world.json("bad.jsonl", "{'text': 'a', 'label': 1}\n")),
                LINES.of(
                        "columns of two shapes",
                        world ->
                                world.json(
                                        "bad.jsonl",
                                        "{'prompt':'a','completion':'b','response':'c'}\n")),
                LINES.of(
                        "a row without a column",
                        world -> world.json("bad.jsonl", GOOD + "{'input': 'a'}\n")),
                LINES.of(
                        "an empty output",
                        world -> world.json("bad.jsonl", GOOD + "{'input': 'a', 'output': ' '}\n")),
                LINES.of(
                        "outputs that are null and none",
                        world ->
                                world.json(
                                        "bad.jsonl",
                                        "{'input':'a','output':null}\n{'input':'a','output':[]}\n")),
                LINES.of(
                        "a number as output",
                        world -> world.json("bad.jsonl", "{'input': 'a', 'output': 4}\n")),
                LINES.of(
                        "a number among outputs",
                        world -> world.json("bad.jsonl", "{'input': 'a', 'output': ['4', 4]}\n")),
                LINES.of(
                        "messages without an assistant",
                        world ->
                                world.json(
                                        "bad.jsonl",
                                        "{'messages': [{'role': 'user', 'content': 'a'}]}\n")),
                LINES.of(
                        "messages that are text",
                        world -> world.json("bad.jsonl", "{'messages': 'a'}\n")),
                LINES.of(
                        "a turn without content",
                        world ->
                                world.json(
                                        "bad.jsonl",
                                        "{'messages': [{'role':'user'},{'role':'assistant','content':'b'}]}\n")),
                LINES.of(
                        "a mapped column that is not there",
                        world -> world.json("bad.jsonl", GOOD),
                        on("bad.jsonl") + " --map input=question,output=output"),
                LINES.withExitCode(ExitCode.USAGE)
                        .of(
                                "a map that cannot be read",
                                world -> world.json("bad.jsonl", GOOD),
                                on("bad.jsonl") + " --map question"));
    }

    private static List<BadInput> documents() {
        return List.of(
                DOCUMENT.of("a document without rows", world -> world.json("bad.json", "{'n': 1}")),
                DOCUMENT.of("a document that is a number", world -> world.json("bad.json", "42")),
                DOCUMENT.of("a document of an empty list", world -> world.json("bad.json", "[]")),
                DOCUMENT.of("a list of texts", world -> world.json("bad.json", "['a', 'b']")),
                DOCUMENT.of(
                        "a document of two lists",
                        world ->
                                world.json(
                                        "bad.json",
                                        "{'train': [{'input':'a','output':'b'}], 'test': [{}]}")),
                DOCUMENT.of(
                        "a member twice in a document",
                        world -> world.json("bad.json", "{'data': [{}], 'data': [{}]}")),
                DOCUMENT.of(
                        "a document that is cut off",
                        world -> world.json("bad.json", "[{'input':'a','output':'b'},{'input'")),
                DOCUMENT.of(
                        "text behind a list",
                        world -> world.json("bad.json", "[{'input':'a','output':'b'}] []")),
                DOCUMENT.of(
                        "a Natural-Instructions task without instances",
                        world ->
                                world.json("bad.json", "{'Definition': ['do'], 'Instances': []}")));
    }

    private static List<BadInput> tables() {
        return List.of(
                TABLE.of(
                        "a table of a header alone",
                        world -> world.text("bad.csv", "input,output\n")),
                TABLE.of(
                        "a row of too few cells",
                        world -> world.text("bad.csv", "input,output\na,b\nc\n")),
                TABLE.of(
                        "a row of too many cells",
                        world -> world.text("bad.csv", "input,output\na,b,c\n")),
                TABLE.of(
                        "a column twice in a header",
                        world -> world.text("bad.csv", "input,input,output\na,b,c\n")),
                TABLE.of(
                        "a quote that is not closed",
                        world -> world.text("bad.csv", "input,output\n\"a,b\n")),
                TABLE.of(
                        "semicolons between cells",
                        world -> world.text("bad.csv", "input;output\na;b\n")));
    }

    private static List<BadInput> parquet() {
        return List.of(
                PARQUET.of(
                        "text named Parquet", world -> world.text("bad.parquet", "input,output\n")),
                PARQUET.of("an empty Parquet file", world -> world.text("bad.parquet", "")),
                PARQUET.of(
                        "a Parquet file that is cut off",
                        world -> {
                            parquet(world, "SELECT 'a' AS input, 'b' AS output");
                            world.cut("bad.parquet", 60);
                        }),
                PARQUET.of(
                        "a number in a Parquet column",
                        world -> parquet(world, "SELECT 'a' AS input, 4 AS output")),
                PARQUET.of(
                        "a Parquet file without rows",
                        world -> parquet(world, "SELECT 'a' AS input, 'b' AS output LIMIT 0")),
                PARQUET.of(
                        "a pattern as Parquet file",
                        world -> world.text("b*d.parquet", "PAR1"),
                        on("b*d.parquet")));
    }

    private static void parquet(BadWorld world, String query) throws IOException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("COPY (%s) TO '%s'".formatted(query, world.path("bad.parquet")));
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
