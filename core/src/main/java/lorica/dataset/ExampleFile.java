package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import lorica.storage.Checksum;
import tools.jackson.databind.node.ObjectNode;

/// Writes examples as JSONL with `input` and a list `output`: the form that keeps all of any
/// dataset that Lorica reads.
public final class ExampleFile {
    private ExampleFile() {}

    /// Copies a dataset's examples; the file is whole only when this returns.
    ///
    /// @return how many there are
    /// @throws DatasetException if there are none
    public static long write(Dataset dataset, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            return write(dataset, out);
        }
    }

    /// The digest of what [#write] would write.
    public static Checksum checksum(Dataset dataset) throws IOException {
        return Checksum.ofWritten(out -> write(dataset, out));
    }

    private static long write(Dataset dataset, OutputStream to) throws IOException {
        long examples = 0;
        try (ExampleReader reader = ExampleReader.open(dataset);
                BufferedWriter out = new BufferedWriter(new OutputStreamWriter(to, UTF_8))) {
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                out.write(line(next.get()));
                out.write('\n');
                examples++;
            }
        }
        if (examples == 0) {
            throw new DatasetException(
                    dataset.file(),
                    "at least one example",
                    "none; is it the right file, and complete?");
        }
        return examples;
    }

    private static String line(Example example) {
        ObjectNode row = JsonText.PART.createObjectNode();
        row.put("input", example.input());
        row.putArray("output").addAll(example.outputs().stream().map(row::stringNode).toList());
        return JsonText.PART.writeValueAsString(row);
    }
}
