package lorica.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lorica.dataset.ColumnShape;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.Reading;
import lorica.testing.ShapedFiles;
import lorica.testing.ShapedFiles.Shape;
import lorica.testing.SharedFiles;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class ParquetRowsTest {
    private static final List<Example> EXAMPLES =
            List.of(
                    new Example("Which colour?\nThe sky, at \"noon\"", List.of("blue")),
                    new Example("2 + 2 =", List.of("four")),
                    new Example("traduis : œuf, 蛋, 🥚", List.of("egg\nor eggs, \"raw\\\"")));

    private static final Reading READING = Reading.plain().withParquet(ParquetRows::open);

    @TempDir private Path folder;

    /// Parquet made by DuckDB from what a query gives.
    private Path parquet(String name, String query) throws SQLException {
        Path file = folder.resolve(name);
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
        }
        return file;
    }

    private Path ofLines(Path lines) throws SQLException {
        return parquet(
                lines.getFileName() + ".parquet",
                "SELECT * FROM read_json('%s', format = 'newline_delimited')".formatted(lines));
    }

    private static Dataset dataset(Path file) {
        return new Dataset(file, READING);
    }

    @TestFactory
    Stream<DynamicTest> everyShapeGivesTheSameExamplesAsJsonLines() {
        return Stream.of(Shape.values())
                .map(shape -> DynamicTest.dynamicTest(shape.title(), () -> same(shape, EXAMPLES)));
    }

    @Tag("shared")
    @TestFactory
    Stream<DynamicTest> realDatasetsGiveTheSameExamplesInEveryShape() {
        return Stream.of(Shape.values())
                .map(shape -> DynamicTest.dynamicTest(shape.title(), () -> real(shape)));
    }

    private void real(Shape shape) throws IOException, SQLException {
        Path file = SharedFiles.path("data/tasks/ii_sentence_similarity/train.jsonl");
        same(shape, ShapedFiles.withOneOutput(ExampleReader.readAll(file)));
    }

    private void same(Shape shape, List<Example> examples) throws IOException, SQLException {
        Path lines = ShapedFiles.jsonLines(folder, shape, examples);
        Dataset dataset = dataset(ofLines(lines));
        assertThat(ExampleReader.readAll(dataset)).isEqualTo(ExampleReader.readAll(lines));
        assertThat(dataset.form().text()).startsWith("Parquet, shape " + shape.title());
        assertThat(dataset.isPlain()).isFalse();
    }

    @Test
    void listsOfOutputsAndColumnsThatAreNoTextAreRead() throws Exception {
        Path file =
                parquet(
                        "lists.parquet",
                        "SELECT 'q' || i AS input, ['a', 'b' || i] AS output, 'NaN'::DOUBLE AS score,"
                                + " DATE '2026-01-01' AS day, NULL AS nothing FROM range(3) t(i)");
        assertThat(ExampleReader.readAll(dataset(file)))
                .containsExactly(
                        new Example("q0", List.of("a", "b0")),
                        new Example("q1", List.of("a", "b1")),
                        new Example("q2", List.of("a", "b2")));
    }

    @Test
    void manyRowsComeInTheirOrder() throws Exception {
        Path file =
                parquet(
                        "many.parquet",
                        "SELECT 'q' || i AS prompt, 'a' || i AS response FROM range(300000) t(i)");
        try (ExampleReader reader = ExampleReader.open(dataset(file))) {
            int row = 0;
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                if (!next.get().input().equals("q" + row)) {
                    assertThat(next.get().input()).isEqualTo("q" + row);
                }
                row++;
            }
            assertThat(row).isEqualTo(300_000);
        }
    }

    @Test
    void aFaultNamesItsRow() throws Exception {
        Path file =
                parquet(
                        "x.parquet",
                        "SELECT * FROM (VALUES ('a', 'b'), ('c', NULL)) t(input, output)");
        assertThatThrownBy(() -> ExampleReader.readAll(dataset(file)))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("1 without: row 2 (output)");
        Path numbers = parquet("n.parquet", "SELECT 'a' AS input, 3 AS output");
        assertThatThrownBy(() -> ExampleReader.readAll(dataset(numbers)))
                .hasMessageContaining("n.parquet: row 1")
                .hasMessageContaining("the number 3");
        assertThatThrownBy(
                        () ->
                                new Dataset(
                                                numbers,
                                                READING.withShape(
                                                        ColumnShape.parse(
                                                                "input=text,output=output")))
                                        .form())
                .hasMessageContaining("no \"text\" among [input, output]");
    }

    @Test
    void brokenFilesAreRefusedByName() throws Exception {
        for (String content : List.of("", "hello", "PAR1hellohellohelloPAR1")) {
            Path file = Files.writeString(folder.resolve("broken.parquet"), content);
            assertThatThrownBy(() -> dataset(file).form())
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("broken.parquet: expected a readable Parquet file");
        }
        byte[] whole =
                Files.readAllBytes(parquet("w.parquet", "SELECT 'a' AS input, 'b' AS output"));
        Path cut = Files.write(folder.resolve("cut.parquet"), java.util.Arrays.copyOf(whole, 80));
        assertThatThrownBy(() -> dataset(cut).form()).isInstanceOf(DatasetException.class);
        Path none = parquet("none.parquet", "SELECT 'a' AS input, 'b' AS output FROM range(0)");
        assertThatThrownBy(() -> dataset(none).form()).hasMessageContaining("at least one example");
    }

    @Test
    void aPathThatIsAPatternForDuckDbIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("a[1].parquet"), "PAR1");
        assertThatThrownBy(() -> dataset(file).form()).hasMessageContaining("rename or copy");
    }

    @Test
    void foldersNamedLikeColumnsAddNone() throws Exception {
        Files.createDirectory(folder.resolve("input=x"));
        Path file = parquet("input=x/a.parquet", "SELECT 'p' AS prompt, 'c' AS completion");
        assertThat(ExampleReader.readAll(dataset(file)))
                .containsExactly(new Example("p", List.of("c")));
    }
}
