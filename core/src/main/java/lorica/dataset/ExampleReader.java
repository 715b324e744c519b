package lorica.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a dataset example by example, in the file's order; the file is never held in memory.
///
/// The shape of the first row, or the one that the user gave, holds for every row.
public final class ExampleReader implements AutoCloseable {
    /// Rows without text that an error names.
    private static final int NAMED = 5;

    private final Dataset dataset;
    private final RowSource rows;
    private final ColumnShape shape;
    private Optional<Row> ahead;
    private long skipped;
    private boolean ended;

    private ExampleReader(Dataset dataset, RowSource rows, ColumnShape shape, Row first) {
        this.dataset = dataset;
        this.rows = rows;
        this.shape = shape;
        this.ahead = Optional.of(first);
    }

    public static ExampleReader open(Path file) throws IOException {
        return open(Dataset.of(file));
    }

    /// Opens a dataset in front of its first example.
    ///
    /// @throws DatasetException if there is no row, or the first has not the columns of a shape
    public static ExampleReader open(Dataset dataset) throws IOException {
        RowSource rows = dataset.rows();
        try {
            Row first =
                    rows.next()
                            .orElseThrow(
                                    () ->
                                            new DatasetException(
                                                    dataset.file(),
                                                    "at least one example",
                                                    "none; is it the right file, and complete?"));
            ColumnShape shape =
                    dataset.reading().shape().orElseGet(() -> ColumnShape.detect(first));
            texts(shape, first);
            return new ExampleReader(dataset, rows, shape, first);
        } catch (IOException | RuntimeException e) {
            rows.close();
            throw e;
        }
    }

    /// All examples of a small file.
    ///
    /// @throws DatasetException if there are none
    public static List<Example> readAll(Path file) throws IOException {
        return readAll(Dataset.of(file));
    }

    /// All examples of a small dataset.
    ///
    /// @throws DatasetException if there are none
    public static List<Example> readAll(Dataset dataset) throws IOException {
        List<Example> examples = new ArrayList<>();
        try (ExampleReader reader = open(dataset)) {
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                examples.add(next.get());
            }
        }
        if (examples.isEmpty()) {
            throw new DatasetException(
                    dataset.file(),
                    "at least one example",
                    "none; is it the right file, and complete?");
        }
        return examples;
    }

    /// What the file was taken for.
    public DatasetForm form() {
        return new DatasetForm(dataset.file(), rows.format(), shape);
    }

    /// Rows left out so far because they lack an input or an output.
    public long skipped() {
        return skipped;
    }

    /// The next example, or empty at the end of the file and ever after.
    ///
    /// @throws DatasetException if the next row is not an example
    public Optional<Example> next() throws IOException {
        for (Optional<Row> row = nextRow(); row.isPresent(); row = nextRow()) {
            Texts texts = texts(shape, row.get());
            if (!texts.lacksInput() && !texts.lacksOutput()) {
                return Optional.of(new Example(texts.input(), texts.outputs()));
            }
            if (dataset.reading().emptyRows() == Reading.EmptyRows.REFUSE) {
                throw empty(row.get());
            }
            skipped++;
        }
        return Optional.empty();
    }

    private Optional<Row> nextRow() throws IOException {
        if (ahead.isPresent()) {
            Optional<Row> row = ahead;
            ahead = Optional.empty();
            return row;
        }
        if (ended) {
            return Optional.empty();
        }
        Optional<Row> row = rows.next();
        ended = row.isEmpty();
        return row;
    }

    private static Texts texts(ColumnShape shape, Row row) {
        return switch (shape) {
            case JoinedColumns joined -> joined.texts(row);
            case ConversationColumns conversation -> conversation.texts(row);
        };
    }

    /// Looks at the rest of the file too, so that the user can tell one slip from a wrong column.
    private DatasetException empty(Row first) throws IOException {
        List<String> named = new ArrayList<>();
        long count = 0;
        for (Optional<Row> row = Optional.of(first); row.isPresent(); row = rows.next()) {
            Texts texts = texts(shape, row.get());
            if (!texts.lacksInput() && !texts.lacksOutput()) {
                continue;
            }
            count++;
            if (named.size() < NAMED) {
                named.add(
                        "%s (%s)"
                                .formatted(
                                        row.get().place().label(),
                                        texts.lacksInput() ? "input" : "output"));
            }
        }
        return new DatasetException(
                dataset.file(),
                "text for input and output (%s) in every row; --skip-empty leaves out rows without it"
                        .formatted(shape.description()),
                "%,d without: %s%s"
                        .formatted(
                                count,
                                String.join(", ", named),
                                count > named.size() ? ", …" : ""));
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
