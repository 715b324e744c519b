package lorica.dataset;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// CSV as RFC 4180 has it: commas, double quotes, a header; every row as wide as the header. A
/// cell is text, whatever it looks like; blank lines are skipped.
final class CsvRows implements RowSource {
    private final Path file;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final String format;
    private long line = 1;
    private List<String> header = List.of();

    private CsvRows(Path file, CsvReader<CsvRecord> reader, String format) {
        this.file = file;
        this.reader = reader;
        this.records = reader.iterator();
        this.format = format;
    }

    /// Opens a file behind its header.
    static CsvRows open(Path file) throws IOException {
        Utf8File text = Utf8File.open(file);
        CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .maxBufferSize(Row.LIMIT)
                        .allowUnclosedQuote(false)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .build(
                                CsvRecordHandler.of(
                                        handler ->
                                                handler.maxFieldSize(Row.LIMIT)
                                                        .maxRecordSize(Row.LIMIT)),
                                text.reader());
        CsvRows rows =
                new CsvRows(file, reader, text.marked() ? "CSV after a byte order mark" : "CSV");
        try {
            rows.readHeader();
            return rows;
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    private void readHeader() throws IOException {
        Optional<CsvRecord> first = read();
        if (first.isEmpty()) {
            return;
        }
        header = List.copyOf(first.get().getFields());
        Set<String> names = new HashSet<>();
        for (String name : header) {
            if (!name.isEmpty() && !names.add(name)) {
                throw new DatasetException(
                        file, line, "every column once in the header", "\"" + name + "\" twice");
            }
        }
        if (header.size() == 1 && header.getFirst().matches(".*[;\t|].*")) {
            throw new DatasetException(
                    file,
                    line,
                    "columns with commas between them",
                    "the header '%.60s'; save the file with commas".formatted(header.getFirst()));
        }
    }

    private Optional<CsvRecord> read() throws IOException {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord next = records.next();
            line = next.getStartingLineNumber();
            return Optional.of(next);
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw Utf8File.malformed(file);
            }
            throw e.getCause();
        } catch (CsvParseException e) {
            throw new DatasetException(
                    file, "CSV (RFC 4180) with rows of at most 16 Mi characters", reason(e));
        }
    }

    private String reason(CsvParseException e) {
        Throwable said = e;
        while (said.getCause() instanceof CsvParseException cause) {
            said = cause;
        }
        return "after line %d: %s".formatted(line, said.getMessage());
    }

    @Override
    public String format() {
        return format;
    }

    @Override
    public Optional<Row> next() throws IOException {
        Optional<CsvRecord> next = read();
        if (next.isEmpty()) {
            return Optional.empty();
        }
        CsvRecord cells = next.get();
        Row.Place place = Row.Place.line(file, line);
        if (cells.getFieldCount() != header.size()) {
            throw new DatasetException(
                    place,
                    "%d cells, as the header has".formatted(header.size()),
                    "%d; is a quote missing around a comma or a line break?"
                            .formatted(cells.getFieldCount()));
        }
        ObjectNode columns = JsonText.PART.createObjectNode();
        for (int i = 0; i < header.size(); i++) {
            columns.put(header.get(i), cells.getField(i));
        }
        return Optional.of(new Row(place, columns));
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
