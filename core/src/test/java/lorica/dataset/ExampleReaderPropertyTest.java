package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.testing.ShapedFiles;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// Whatever the bytes: examples, or a [DatasetException] of one bounded line.
class ExampleReaderPropertyTest {
    private static final List<String> SEEDS =
            List.of(
                    "{\"input\": \"a\", \"output\": \"b\"}\n{\"input\": \"c\", \"output\": [\"d\", \"e\"]}\n",
                    "[{\"instruction\": \"a\", \"input\": \"\", \"output\": \"b\"}]",
                    "{\"Definition\": [\"x\"], \"Instances\": [{\"input\": \"a\", \"output\": [\"b\"]}], \"n\": {}}",
                    "{\"messages\": [{\"role\": \"user\", \"content\": \"a\"},"
                            + " {\"role\": \"assistant\", \"content\": \"b\"}]}\n",
                    "input,output\r\n\"a\n\"\"b\",c\r\nd,e\r\n",
                    "\uFEFFprompt,response\né,🥚\n");
    private static final List<String> PIECES =
            List.of(
                    "\"",
                    ",",
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    "\n",
                    "\r",
                    "\\",
                    "\\u",
                    "\u0000",
                    "null",
                    "1e999",
                    "input",
                    "output",
                    "\"output\":",
                    "messages",
                    "\uFEFF",
                    "\"\"",
                    " ",
                    "é");

    private static Path folder = Path.of("");

    @BeforeContainer
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("lorica-fuzz");
    }

    @AfterContainer
    static void deleteFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property(tries = 1500, seed = "1")
    void anyBytesAreExamplesOrARefusal(@ForAll("endings") String ending, @ForAll byte[] bytes)
            throws IOException {
        isReadOrRefused(ending, bytes);
    }

    @Property(tries = 3000, seed = "1")
    void damagedFilesAreExamplesOrARefusal(
            @ForAll("endings") String ending, @ForAll("damaged") byte[] bytes) throws IOException {
        isReadOrRefused(ending, bytes);
    }

    @Property(tries = 300, seed = "1")
    void textsComeBackAsTheyWereWritten(@ForAll("examples") List<Example> examples)
            throws IOException {
        for (ShapedFiles.Shape shape :
                List.of(ShapedFiles.Shape.INPUT_OUTPUT, ShapedFiles.Shape.ALPACA)) {
            assertThat(ExampleReader.readAll(ShapedFiles.jsonLines(folder, shape, examples)))
                    .isEqualTo(examples);
            assertThat(ExampleReader.readAll(ShapedFiles.json(folder, shape, examples)))
                    .isEqualTo(examples);
            assertThat(ExampleReader.readAll(ShapedFiles.csv(folder, shape, examples)))
                    .isEqualTo(ShapedFiles.withOneOutput(examples));
        }
    }

    private static void isReadOrRefused(String ending, byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzz" + ending), bytes);
        try (ExampleReader reader = ExampleReader.open(file)) {
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                assertThat(next.get().input()).isNotBlank();
                assertThat(next.get().outputs()).isNotEmpty().noneMatch(String::isBlank);
            }
        } catch (DatasetException e) {
            assertThat(e.getMessage()).startsWith(file.toString()).hasSizeLessThan(2000);
        }
    }

    @Provide
    Arbitrary<String> endings() {
        return Arbitraries.of(".jsonl", ".json", ".csv", ".txt");
    }

    @Provide
    Arbitrary<byte[]> damaged() {
        Arbitrary<Damage> damage =
                Combinators.combine(
                                Arbitraries.integers().between(0, 200),
                                Arbitraries.integers().between(0, 12),
                                Arbitraries.of(PIECES))
                        .as(Damage::new);
        return Combinators.combine(
                        Arbitraries.of(SEEDS), damage.list().ofMinSize(1).ofMaxSize(4), raw())
                .as(
                        (seed, damages, raw) -> {
                            String text = seed;
                            for (Damage one : damages) {
                                text = one.of(text);
                            }
                            byte[] bytes = text.getBytes(UTF_8);
                            if (raw < 256 && bytes.length > 0) {
                                bytes[raw % bytes.length] = raw.byteValue();
                            }
                            return bytes;
                        });
    }

    /// A wrong byte somewhere, in one file of three.
    private static Arbitrary<Integer> raw() {
        return Arbitraries.integers().between(0, 767);
    }

    @Provide
    Arbitrary<List<Example>> examples() {
        Arbitrary<String> text =
                Arbitraries.strings()
                        .withChars('a', '"', ',', '\n', '\\', '{', '\u00e9', '\t', '\'', ';')
                        .ofMaxLength(12)
                        .map(inner -> "x" + inner + "y");
        return Combinators.combine(text, text.list().ofMinSize(1).ofMaxSize(3))
                .as(Example::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    /// Replaces `length` characters at `at` by a piece.
    private record Damage(int at, int length, String piece) {
        String of(String text) {
            int start = Math.min(at, text.length());
            int end = Math.min(start + length, text.length());
            return text.substring(0, start) + piece + text.substring(end);
        }
    }
}
