package lorica.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that users have, and that are not what they seem.
class ExampleReaderHostileTest {
    private static final String ROW = "{\"input\": \"a\", \"output\": \"b\"}";

    @TempDir private Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private AbstractThrowableAssert<?, ?> refused(String name, String content) throws IOException {
        Path file = file(name, content);
        return assertThatThrownBy(() -> ExampleReader.readAll(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(file.toString());
    }

    @Test
    void aFileWithoutRowsIsRefused() throws IOException {
        for (String name : List.of("x.jsonl", "x.json", "x.csv")) {
            refused(name, "").hasMessageContaining("at least one example, found none");
            refused(name, "\n \n").hasMessageContaining("found");
        }
        refused("x.json", "[]").hasMessageContaining("at least one example");
        refused("x.csv", "input,output\r\n").hasMessageContaining("at least one example");
    }

    @Test
    void aFileThatIsNotThereSaysWhichEndingsAreRead() {
        assertThatThrownBy(() -> ExampleReader.open(folder.resolve("no.jsonl")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining(".jsonl, .json, .csv or .parquet");
    }

    @Test
    void aFolderIsRefusedWithTheWayOut() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("data.jsonl"));
        assertThatThrownBy(() -> ExampleReader.open(inner))
                .hasMessageContaining("a folder; name the file in it");
    }

    @Test
    void packedFilesAreRefusedWithTheCommandThatUnpacks() throws IOException {
        Path gzip = folder.resolve("x.jsonl");
        Files.write(gzip, new byte[] {0x1F, (byte) 0x8B, 8, 0});
        assertThatThrownBy(() -> ExampleReader.open(gzip))
                .hasMessageContaining("gzip")
                .hasMessageContaining("gunzip -k 'x.jsonl'");
        refused("x.csv", "PK\u0003\u0004").hasMessageContaining("spreadsheet");
        refused("x.json", "BZh9").hasMessageContaining("bunzip2");
    }

    @Test
    void parquetNeedsAnOpenerAndItsName() throws IOException {
        refused("x.csv", "PAR1....").hasMessageContaining("end the name in .parquet");
        refused("x.parquet", "PAR1....").hasMessageContaining("convert it");
    }

    @Test
    void otherNamesAreJudgedByTheirContent() throws IOException {
        assertThat(ExampleReader.readAll(file("x.txt", ROW + "\n" + ROW + "\n"))).hasSize(2);
        assertThat(ExampleReader.readAll(file("rows", "[" + ROW + "]"))).hasSize(1);
        refused("x.tsv", "input\toutput\n").hasMessageContaining("a name that ends in");
    }

    @Test
    void aByteOrderMarkIsToleratedAndSaid() throws IOException {
        for (String name : List.of("x.jsonl", "x.json")) {
            Path file = file(name, "\uFEFF" + ROW + "\n" + ROW);
            assertThat(ExampleReader.readAll(file)).hasSize(2);
            assertThat(Dataset.of(file).form().text()).contains("after a byte order mark");
        }
        Path csv = file("x.csv", "\uFEFFinput,output\na,b\n");
        assertThat(ExampleReader.readAll(csv)).containsExactly(new Example("a", List.of("b")));
        assertThat(Dataset.of(csv).form().text()).startsWith("CSV after a byte order mark, shape");
    }

    @Test
    void anotherEncodingIsRefusedAtItsFirstByte() throws IOException {
        byte[] latin =
                (ROW + "\n{\"input\": \"caf\u00e9\", \"output\": \"b\"}\n").getBytes(ISO_8859_1);
        for (String name : List.of("x.jsonl", "x.json")) {
            Path file = Files.write(folder.resolve(name), latin);
            assertThatThrownBy(() -> ExampleReader.readAll(file))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining(name + ":2: expected UTF-8")
                    .hasMessageContaining("0xE9 at offset " + (ROW.length() + 1 + 14))
                    .hasMessageContaining("iconv");
        }
        Path csv =
                Files.write(
                        folder.resolve("x.csv"),
                        "input,output\na,b\nc,\u00fc\n".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> ExampleReader.readAll(csv))
                .hasMessageContaining("x.csv:3: expected UTF-8")
                .hasMessageContaining("0xFC");
        Path wide = Files.write(folder.resolve("w.jsonl"), ROW.getBytes(UTF_16));
        assertThatThrownBy(() -> ExampleReader.readAll(wide)).hasMessageContaining("UTF-16");
    }

    @Test
    void theFirstWrongByteIsFoundBehindLongTextsAndAtTheEnd() throws IOException {
        byte[] text = ("é\n".repeat(50_000) + "x").getBytes(UTF_8);
        text[text.length - 1] = (byte) 0xC3;
        Path file = Files.write(folder.resolve("x.csv"), text);
        assertThat(Utf8File.malformed(file))
                .hasMessageContaining(":50001: ")
                .hasMessageContaining("0xC3 at offset 150000");
    }

    @Test
    void aKeyThatIsThereTwiceIsRefused() throws IOException {
        String twice = "{\"input\": \"a\", \"output\": \"b\", \"output\": \"c\"}";
        refused("x.jsonl", ROW + "\n" + twice)
                .hasMessageContaining(":2:")
                .hasMessageContaining("output");
        refused("x.json", "[" + ROW + "," + twice + "]").hasMessageContaining("row 2");
        refused("y.json", "{\"data\": [" + ROW + "], \"data\": [" + ROW + "]}")
                .hasMessageContaining("\"data\" twice");
        refused("x.csv", "input,output,output\na,b,c\n").hasMessageContaining("\"output\" twice");
    }

    @Test
    void rowsOfAnotherShapeAreRefusedWhereTheyAre() throws IOException {
        refused("x.jsonl", ROW + "\n\n{\"prompt\": \"a\", \"completion\": \"b\"}\n")
                .hasMessageContaining(":3:")
                .hasMessageContaining(
                        "shape input/output (input=input, output=output) in every row")
                .hasMessageContaining("no \"input\" among [prompt, completion]");
    }

    @Test
    void whatIsNotTextIsNamed() throws IOException {
        refused("x.jsonl", "{\"input\": 3, \"output\": \"b\"}")
                .hasMessageContaining("the number 3");
        refused("x.jsonl", "{\"input\": \"a\", \"output\": {\"x\": 1}}")
                .hasMessageContaining("an object");
        refused("x.jsonl", "{\"input\": \"a\", \"output\": [\"x\", true]}")
                .hasMessageContaining("\"output[1]\"")
                .hasMessageContaining("true");
    }

    @Test
    void emptyRowsAreCountedAndTheFirstNamed() throws IOException {
        String empty = "{\"input\": \"a\", \"output\": \"\"}\n";
        String noInput = "{\"input\": \" \", \"output\": [\"b\"]}\n";
        String nulls = "{\"input\": \"a\", \"output\": null}\n";
        Path file = file("x.jsonl", ROW + "\n" + empty + noInput + nulls + empty.repeat(4) + ROW);
        assertThatThrownBy(() -> ExampleReader.readAll(file))
                .hasMessageContaining(
                        "found 7 without: line 2 (output), line 3 (input), line 4 (output)")
                .hasMessageContaining("…")
                .hasMessageContaining("--skip-empty");
        Dataset skipping = new Dataset(file, Reading.plain().withEmptyRows(Reading.EmptyRows.SKIP));
        assertThat(ExampleReader.readAll(skipping)).hasSize(2);
        try (ExampleReader reader = ExampleReader.open(skipping)) {
            while (reader.next().isPresent()) {
                assertThat(reader.form().shape().name()).isEqualTo("input/output");
            }
            assertThat(reader.skipped()).isEqualTo(7);
        }
    }

    @Test
    void anEmptyInputIsFineBelowAnInstruction() throws IOException {
        Path file =
                file("x.csv", "instruction,input,output\nName a colour.,,red\nSum.,\"1\n2\",3\n");
        assertThat(ExampleReader.readAll(file))
                .containsExactly(
                        new Example("Name a colour.", List.of("red")),
                        new Example("Sum.\n1\n2", List.of("3")));
    }

    @Test
    void aDocumentUnderTheNameOfJsonlIsRefusedWithItsName() throws IOException {
        refused("x.jsonl", "[" + ROW + "]")
                .hasMessageContaining("a list")
                .hasMessageContaining(".json");
        refused("x.jsonl", "[\n" + ROW + "]").hasMessageContaining(".json");
        refused("x.jsonl", ROW + ROW).hasMessageContaining(":1:");
    }

    @Test
    void listsWithinADocumentAreToldApart() throws IOException {
        assertThat(
                        ExampleReader.readAll(
                                file(
                                        "x.json",
                                        "{\"version\": 2, \"rows\": ["
                                                + ROW
                                                + "], \"n\": [1, [2]]}")))
                .hasSize(1);
        refused("x.json", "{\"train\": [" + ROW + "], \"test\": [" + ROW + "]}")
                .hasMessageContaining("[train, test]")
                .hasMessageContaining("jq '.train'");
        refused("x.json", ROW).hasMessageContaining("none among the members [input, output]");
        refused("x.json", "3").hasMessageContaining("a single value");
        refused("x.json", "[" + ROW + ", 3]")
                .hasMessageContaining("row 2")
                .hasMessageContaining("the number 3");
        refused("x.json", "[" + ROW + "] " + ROW).hasMessageContaining("the end of the file");
        refused("x.json", "[" + ROW + ", ").hasMessageContaining("row 2");
        refused("x.json", "{\"rows\": [" + ROW + "]").hasMessageContaining("JSON");
    }

    @Test
    void theEndStaysTheEndWhateverFollowsTheRows() throws IOException {
        Path file = file("x.json", "{\"Instances\": [" + ROW + "], \"License\": [{\"a\": 1}]}");
        try (ExampleReader reader = ExampleReader.open(file)) {
            assertThat(reader.next()).isPresent();
            assertThat(reader.next()).isEmpty();
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    void theDefinitionMayComeBehindTheInstances() throws IOException {
        Path file = file("x.json", "{\"Instances\": [" + ROW + "], \"Definition\": \"Do.\"}");
        assertThat(Dataset.of(file).form().shape().name()).isEqualTo("natural-instructions");
        assertThat(Dataset.of(file).form().format()).isEqualTo("JSON, the list \"Instances\"");
        refused("y.json", "{\"Definition\": 3, \"Instances\": [" + ROW + "]}")
                .hasMessageContaining("under \"Definition\"");
    }

    @Test
    void csvFollowsItsHeader() throws IOException {
        refused("x.csv", "input,output\na,b\nc\n")
                .hasMessageContaining(":3:")
                .hasMessageContaining("found 1");
        refused("x.csv", "input,output\na,b,c\n").hasMessageContaining("found 3");
        refused("x.csv", "input;output\na;b\n").hasMessageContaining("save the file with commas");
        refused("x.csv", "input,output\na,\"b\n").hasMessageContaining("CSV");
        refused("x.csv", "input,output\na,\"b\"c\n").hasMessageContaining("CSV");
        refused("x.csv", "a,b\n1,2\n").hasMessageContaining("[a, b]");
    }

    @Test
    void csvKeepsLineBreaksAndQuotesOfCells() throws IOException {
        Path file =
                file(
                        "x.csv",
                        ",input,output\r\n0,\"a\r\nb\",\"say \"\"hi\"\"\"\r\n\r\n1, c ,\"d,e\"\r\n");
        assertThat(ExampleReader.readAll(file))
                .containsExactly(
                        new Example("a\r\nb", List.of("say \"hi\"")),
                        new Example(" c ", List.of("d,e")));
    }

    @Test
    void anEndlessRowIsRefusedBeforeItFillsTheMemory() throws IOException {
        assertEndless("x.jsonl", "{\"input\": \"", "a");
        assertEndless("x.json", "[{\"input\": \"", "a");
        assertEndless("y.json", "[{\"input\": [", "1,");
        assertEndless("x.csv", "input,output\n\"", "a");
        assertEndless("y.csv", "input,output\n", "a,");
    }

    private void assertEndless(String name, String start, String repeated) throws IOException {
        Path file = folder.resolve(name);
        String block = repeated.repeat(1 << 16);
        try (Writer out = Files.newBufferedWriter(file)) {
            out.write(start);
            for (int written = 0; written < 3 * Row.LIMIT; written += block.length()) {
                out.write(block);
            }
        }
        assertThatThrownBy(() -> ExampleReader.readAll(file))
                .isInstanceOf(DatasetException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
        Files.delete(file);
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        refused("x.jsonl", "{\"input\": " + "[".repeat(100_000)).hasMessageContaining("JSON");
        refused("x.json", "[".repeat(100_000)).hasMessageContaining("JSON");
        refused("y.json", "{\"a\":".repeat(100_000)).hasMessageContaining("JSON");
    }

    @Test
    void linesEndEitherWayAndTheLastNeedsNoEnd() throws IOException {
        try (LineReader lines = new LineReader(Files.newBufferedReader(file("x", "a\r\n\nb")), 3)) {
            assertThat(lines.next()).contains("a");
            assertThat(lines.next()).contains("");
            assertThat(lines.next()).contains("b");
            assertThat(lines.next()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aLineAcrossBuffersIsWholeAndBounded() throws IOException {
        String line = "é".repeat(200_000);
        Path file = file("x", line + "\n" + line);
        try (LineReader lines = new LineReader(Files.newBufferedReader(file), 200_000)) {
            assertThat(lines.next()).contains(line);
            assertThat(lines.next()).contains(line);
        }
        try (LineReader lines = new LineReader(Files.newBufferedReader(file), 199_999)) {
            assertThatThrownBy(lines::next).isInstanceOf(LineReader.TooLongException.class);
        }
    }

    @Test
    void anExampleFileHoldsAllOfAnyDataset() throws IOException {
        Path from = file("x.csv", "prompt,response\n\"é\n\"\"\",b\n");
        Path to = folder.resolve("copy.jsonl");
        assertThat(ExampleFile.write(Dataset.of(from), to)).isEqualTo(1);
        assertThat(Files.readString(to)).isEqualTo("{\"input\":\"é\\n\\\"\",\"output\":[\"b\"]}\n");
        assertThat(ExampleReader.readAll(to)).isEqualTo(ExampleReader.readAll(from));
    }
}
