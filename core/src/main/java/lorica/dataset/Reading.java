package lorica.dataset;

import java.nio.file.Path;
import java.util.Optional;

/// How the rows of a dataset file become examples.
///
/// @param shape which columns are what; empty: as the first row shows
/// @param emptyRows what to do with rows that lack an input or an output
/// @param parquet opens Parquet files, which this room does not read itself
public record Reading(Optional<ColumnShape> shape, EmptyRows emptyRows, RowSource.Opener parquet) {

    /// What to do with a row whose input or output holds no text.
    public enum EmptyRows {
        REFUSE,
        SKIP
    }

    /// A file as it is: its shape as the first row shows, nothing left out, no Parquet.
    public static Reading plain() {
        return new Reading(Optional.empty(), EmptyRows.REFUSE, Reading::noParquet);
    }

    private static RowSource noParquet(Path file) {
        throw new DatasetException(
                file, "JSONL, JSON or CSV here", "Parquet; convert it, for instance to JSONL");
    }

    public Reading withShape(ColumnShape other) {
        return new Reading(Optional.of(other), emptyRows, parquet);
    }

    public Reading withEmptyRows(EmptyRows other) {
        return new Reading(shape, other, parquet);
    }

    public Reading withParquet(RowSource.Opener opener) {
        return new Reading(shape, emptyRows, opener);
    }
}
