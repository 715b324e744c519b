package lorica.evaluate;

/// Whether method a beats method b over the same datasets, by paired bootstrap.
///
/// @param difference mean of `aᵢ − bᵢ` with its percentile interval
/// @param pValue one-sided, against "a is not better than b": `(1 + #{resamples whose mean
///     difference ≤ 0}) / (1 + resamples)`
/// @param better number of datasets with `aᵢ > bᵢ`
public record PairedTest(Interval difference, double pValue, int better, int datasets) {}
