package lorica.demo.build;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes dataset rows: one JSON object a line with `id`, `input` and a list `output`.
final class Rows implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final BufferedWriter out;

    Rows(Path file) throws IOException {
        this.out = Files.newBufferedWriter(file);
    }

    void add(String id, String input, String output) throws IOException {
        ObjectNode row = JSON.createObjectNode();
        row.put("id", id);
        row.put("input", input);
        row.putArray("output").add(output);
        out.write(JSON.writeValueAsString(row));
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
