package lorica.volterra.forecast;

import java.util.List;
import lorica.volterra.process.Paths;

/// Paths of one kind that were observed at the same times.
///
/// @param columns names of the coordinates
/// @param paths names, one a path; a series that is alone is named `""`
/// @param times labels, one a time; the first is time −1 of the values
/// @param values F64
public record Series(List<String> columns, List<String> paths, List<String> times, Paths values) {
    public Series {
        columns = List.copyOf(columns);
        paths = List.copyOf(paths);
        times = List.copyOf(times);
    }

    /// The label of a time from −1 on; `next` after the last.
    public String time(int t) {
        return t < values.horizon() + 1 ? times.get(t + 1) : "next";
    }
}
