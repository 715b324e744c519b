package lorica.evaluate;

/// An estimate with the bounds of its bootstrap percentile interval.
///
/// @param confidence for instance 0.95
public record Interval(double estimate, double low, double high, double confidence) {}
