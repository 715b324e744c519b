package lorica.distance;

import lorica.distribution.TokenDistribution;

/// A dissimilarity of two datasets, `ρ(P, Q) ≥ 0`, zero for equal distributions.
///
/// Nothing more is promised: KL is not symmetric, and neither it nor JS is a metric.
public sealed interface Distance permits JensenShannon {
    /// The name on the command line and in files; distances that differ in any parameter differ
    /// in name.
    String name();

    /// What the distance needs of one dataset, computed once and kept with the bank.
    double[] statistic(TokenDistribution distribution);

    /// `ρ(P, Q)` of the new dataset `P` and an entry's dataset `Q`.
    double between(Fingerprint p, Fingerprint q);

    /// The distribution with its statistic.
    default Fingerprint fingerprint(TokenDistribution distribution) {
        return new Fingerprint(name(), distribution, statistic(distribution));
    }
}
