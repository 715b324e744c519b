/// A user's own series: read from a table, fitted by likelihood, and predicted.
///
/// In: a table of numbers, one row a time. Out: the Gaussian of each next value of its last
/// part and of the value after its end, by hypernetwork and baselines, with their scores. Start at
/// [lorica.volterra.forecast.Forecast]. Holds no network.
@NullMarked
package lorica.volterra.forecast;

import org.jspecify.annotations.NullMarked;
