package lorica.dataset;

import java.nio.file.Path;
import tools.jackson.databind.node.ObjectNode;

/// One row as its file has it: columns by name, before a [ColumnShape] says what they mean.
public record Row(Place place, ObjectNode columns) {
    /// The longest row that is read, in characters (UTF-16 units): what keeps memory bounded.
    public static final int LIMIT = 1 << 24;

    /// Where a row stands in its file.
    ///
    /// @param number 1-based
    public record Place(Path file, Unit unit, long number) {
        /// What is counted: lines where the file has them, else rows.
        public enum Unit {
            LINE,
            ROW
        }

        static Place line(Path file, long number) {
            return new Place(file, Unit.LINE, number);
        }

        public static Place row(Path file, long number) {
            return new Place(file, Unit.ROW, number);
        }

        /// For instance `line 12`.
        String label() {
            return (unit == Unit.LINE ? "line " : "row ") + number;
        }

        /// For instance `train.jsonl:12` or `train.parquet: row 12`.
        @Override
        public String toString() {
            return unit == Unit.LINE ? file + ":" + number : file + ": row " + number;
        }
    }

    Cell cell(String column) {
        return new Cell(place, column, columns.path(column));
    }

    boolean has(String column) {
        return columns.has(column);
    }
}
