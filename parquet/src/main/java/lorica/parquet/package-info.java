/// Parquet files to dataset rows, through DuckDB; its native library is loaded only when a Parquet
/// file is opened.
///
/// In: a Parquet file. Out: [lorica.dataset.Row]s. Start at [lorica.parquet.ParquetRows]. Writes no
/// Parquet, reads no other format, asks no network.
@NullMarked
package lorica.parquet;

import org.jspecify.annotations.NullMarked;
