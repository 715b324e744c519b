package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of more than 2 GiB, whose characters alone would not fit into the heap of a test.
@Tag("slow")
class LargeDatasetTest {
    private static final long SIZE = (1L << 31) + (1 << 20);
    private static final String TEXT = "a question, and what belongs to it ".repeat(30);

    @TempDir private Path folder;

    @Test
    void jsonLinesAreStreamed() throws IOException {
        streamed("x.jsonl", "", "{\"input\": \"" + TEXT + "\", \"output\": [\"b\"]}\n", "");
    }

    @Test
    void documentsAreStreamedWhereverTheirRowsAre() throws IOException {
        String row = "{\"instruction\": \"" + TEXT + "\", \"input\": \"\", \"output\": \"b\"},\n";
        String last = "{\"instruction\": \"a\", \"output\": \"b\"}]";
        streamed("x.json", "[", row, last);
        streamed("y.json", "{\"n\": 1, \"data\": [", row, last + ", \"m\": {}}");
    }

    @Test
    void tablesAreStreamed() throws IOException {
        streamed("x.csv", "input,output\r\n", "\"" + TEXT + "\n\",b\r\n", "");
    }

    private void streamed(String name, String start, String row, String end) throws IOException {
        Path file = folder.resolve(name);
        byte[] bytes = row.getBytes(UTF_8);
        long rows = SIZE / bytes.length + 1;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write(start.getBytes(UTF_8));
            for (long i = 0; i < rows; i++) {
                out.write(bytes);
            }
            out.write(end.getBytes(UTF_8));
        }
        long read = 0;
        try (ExampleReader reader = ExampleReader.open(file)) {
            while (reader.next().isPresent()) {
                read++;
            }
        }
        Files.delete(file);
        assertThat(read).isEqualTo(rows + (end.isEmpty() ? 0 : 1));
    }
}
