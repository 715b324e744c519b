package lorica.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;

/// The formats of dataset files, told by the ending of the name; by the first bytes where the
/// ending says nothing.
enum FileFormat {
    JSON_LINES,
    JSON_DOCUMENT,
    CSV,
    PARQUET;

    private static final int HEAD = 4096;
    private static final String ENDINGS = ".jsonl, .json, .csv or .parquet";

    /// The format of a file that can be read.
    ///
    /// @throws DatasetException if the file is a folder, compressed, or of no known format
    static FileFormat of(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "expected a dataset file: "
                            + ENDINGS
                            + (Files.isSymbolicLink(file) ? "; the link there leads nowhere" : ""));
        }
        if (!Files.isRegularFile(file)) {
            throw new DatasetException(
                    file,
                    "a regular file",
                    Files.isDirectory(file)
                            ? "a folder; name the file in it, for instance train.jsonl"
                            : "a pipe or device; save its content to a file first");
        }
        String head = head(file);
        refusePacked(file, head);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String ending = name.substring(name.lastIndexOf('.') + 1);
        return switch (ending) {
            case "jsonl", "ndjson" -> refuseParquet(file, head, JSON_LINES);
            case "json" -> refuseParquet(file, head, JSON_DOCUMENT);
            case "csv" -> refuseParquet(file, head, CSV);
            case "parquet" -> PARQUET;
            default -> byContent(file, head);
        };
    }

    /// The first bytes, one character each.
    private static String head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), ISO_8859_1);
        }
    }

    private static void refusePacked(Path file, String head) {
        String name = String.valueOf(file.getFileName());
        if (head.startsWith("\u001f\u008b")) {
            throw packed(file, "a gzip file; unpack it first: gunzip -k '%s'".formatted(name));
        }
        if (head.startsWith("(\u00b5/\u00fd")) {
            throw packed(file, "a Zstandard file; unpack it first: unzstd '%s'".formatted(name));
        }
        if (head.startsWith("BZh")) {
            throw packed(file, "a bzip2 file; unpack it first: bunzip2 -k '%s'".formatted(name));
        }
        if (head.startsWith("\u00fd7zXZ")) {
            throw packed(file, "an xz file; unpack it first: unxz -k '%s'".formatted(name));
        }
        if (head.startsWith("PK\u0003\u0004")) {
            throw packed(file, "a zip file or a spreadsheet; unpack it, or save it as CSV (UTF-8)");
        }
    }

    private static DatasetException packed(Path file, String found) {
        return new DatasetException(file, ENDINGS, found);
    }

    private static FileFormat refuseParquet(Path file, String head, FileFormat format) {
        if (head.startsWith("PAR1")) {
            throw new DatasetException(
                    file, "text, as the name's ending says", "Parquet; end the name in .parquet");
        }
        return format;
    }

    private static FileFormat byContent(Path file, String head) {
        if (head.startsWith("PAR1")) {
            return PARQUET;
        }
        String text = head.startsWith("\u00ef\u00bb\u00bf") ? head.substring(3) : head;
        String start = text.stripLeading();
        if (start.startsWith("{") || start.startsWith("[")) {
            return JSON_DOCUMENT;
        }
        throw new DatasetException(
                file,
                "a name that ends in " + ENDINGS,
                "another name, and content that is no JSON; rename the file, or convert it");
    }
}
