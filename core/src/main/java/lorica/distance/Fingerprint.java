package lorica.distance;

import lorica.distribution.TokenDistribution;

/// A distribution together with what one distance computes from it alone.
///
/// @param distance the name of the distance that made it
/// @param statistic numbers whose meaning is the distance's own; treat as read-only
public record Fingerprint(String distance, TokenDistribution distribution, double[] statistic) {}
