package lorica.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import lorica.dataset.DatasetException;
import lorica.dataset.Row;
import lorica.dataset.RowSource;
import org.duckdb.DuckDBDriver;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The rows of a Parquet file, in its order, streamed: each row is read as one JSON object, so
/// that lists and structs mean what they mean in JSONL.
///
/// DuckDB runs in memory on one thread, with at most 1 GiB, without extensions from elsewhere and
/// without temporary files.
///
/// Refused: names with `*`, `?` or `[`, which DuckDB takes for patterns.
public final class ParquetRows implements RowSource {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    private static final String QUERY =
            "SELECT to_json(r) FROM read_parquet(?, hive_partitioning = false) r";

    private final Path file;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet results;
    private long row;

    private ParquetRows(
            Path file, Connection connection, PreparedStatement statement, ResultSet results) {
        this.file = file;
        this.connection = connection;
        this.statement = statement;
        this.results = results;
    }

    /// Opens a file in front of its first row.
    ///
    /// @throws DatasetException if it is no Parquet file
    public static ParquetRows open(Path file) throws IOException {
        String path = file.toAbsolutePath().normalize().toString();
        if (path.chars().anyMatch(character -> "*?[".indexOf(character) >= 0)) {
            throw new DatasetException(
                    file, "a path without *, ? and [ for Parquet; rename or copy the file", path);
        }
        try {
            Connection connection = connect(file);
            try {
                PreparedStatement statement = connection.prepareStatement(QUERY);
                statement.setString(1, path);
                return new ParquetRows(file, connection, statement, statement.executeQuery());
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
    }

    private static Connection connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
        properties.setProperty("threads", "1");
        properties.setProperty("memory_limit", "1GiB");
        properties.setProperty("temp_directory", "");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", properties);
        if (connection == null) {
            throw new SQLException("no connection to DuckDB for " + file);
        }
        return connection;
    }

    @Override
    public String format() {
        return "Parquet";
    }

    @Override
    public Optional<Row> next() throws IOException {
        String text;
        try {
            if (!results.next()) {
                return Optional.empty();
            }
            text = results.getString(1);
        } catch (SQLException e) {
            throw unreadable(file, e);
        }
        row++;
        Row.Place place = Row.Place.row(file, row);
        if (text.length() > Row.LIMIT) {
            throw new DatasetException(
                    place,
                    "a row of at most %,d characters".formatted(Row.LIMIT),
                    "%,d".formatted(text.length()));
        }
        return Optional.of(new Row(place, columns(place, text)));
    }

    private static ObjectNode columns(Row.Place place, String text) {
        JsonNode value;
        try {
            value = JSON.readTree(text);
        } catch (JacksonException e) {
            throw new DatasetException(
                    place, "values that JSON can hold", String.valueOf(e.getOriginalMessage()));
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new DatasetException(place, "columns", String.valueOf(value.getNodeType()));
    }

    private static DatasetException unreadable(Path file, SQLException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("").strip();
        String found =
                first.toLowerCase(Locale.ROOT).contains("out of memory")
                        ? "row groups too large for 1 GiB; write the file with smaller ones"
                        : first + "; write it again, or convert it to JSONL";
        return new DatasetException(file, "a readable Parquet file", found);
    }

    @Override
    public void close() throws IOException {
        try (connection;
                statement;
                results) {
            row = 0;
        } catch (SQLException e) {
            throw new IOException(file + ": expected DuckDB to close, found " + e.getMessage(), e);
        }
    }
}
