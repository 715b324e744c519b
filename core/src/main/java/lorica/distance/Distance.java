package lorica.distance;

import java.util.List;
import java.util.stream.Collectors;
import lorica.distribution.Part;
import lorica.distribution.TokenDistribution;

/// A dissimilarity of two datasets, `ρ(P, Q) ≥ 0`, zero for equal distributions.
///
/// Nothing more is promised: KL is not symmetric, neither it nor JS nor MMD² is a metric, and only
/// some are bounded. Each page in docs/methods says what its distance keeps.
public sealed interface Distance
        permits Wasserstein,
                KullbackLeibler,
                JensenShannon,
                MaximumMeanDiscrepancy,
                Hellinger,
                SlicedWasserstein {
    /// The name on the command line and in files; distances that differ in any parameter differ
    /// in name.
    String name();

    /// Whether `ρ(P, Q) = ρ(Q, P)`, so that a matrix needs each pair once.
    boolean symmetric();

    /// What the distance needs of one dataset, computed once and kept with the bank.
    double[] statistic(TokenDistribution distribution);

    /// `ρ(P, Q)` of the new dataset `P` and an entry's dataset `Q`, both fingerprinted by this
    /// distance.
    ///
    /// @throws IllegalArgumentException if they were not, or differ in vocabulary
    double between(Fingerprint p, Fingerprint q);

    /// Whether it says something of such a part.
    default boolean measures(Part part) {
        return switch (this) {
            case SlicedWasserstein _ -> part.isCloud();
            case Wasserstein _, MaximumMeanDiscrepancy _ -> part.countsTokens();
            case KullbackLeibler _, JensenShannon _, Hellinger _ -> !part.isCloud();
        };
    }

    /// @throws IllegalArgumentException if this distance says nothing of such a part
    default void require(Part part) {
        if (!measures(part)) {
            String expected =
                    switch (this) {
                        case SlicedWasserstein _ -> "input-sentences or output-sentences";
                        case Wasserstein _, MaximumMeanDiscrepancy _ ->
                                "tokens, whose ids it measures";
                        case KullbackLeibler _, JensenShannon _, Hellinger _ ->
                                "tokens or pairs of them";
                    };
            throw new IllegalArgumentException(
                    "%s: expected %s, found %s (%s)"
                            .formatted(
                                    name(),
                                    expected,
                                    part.label(),
                                    part.isCloud()
                                            ? "sw compares these"
                                            : part.countsTokens()
                                                    ? "every other distance compares these"
                                                    : "js, kl and hellinger compare these"));
        }
    }

    /// The distribution with its statistic.
    default Fingerprint fingerprint(TokenDistribution distribution) {
        return new Fingerprint(name(), distribution, statistic(distribution));
    }

    /// Every distance of tokens, parameters at their defaults, in the order of the paper's tables.
    static List<Distance> all() {
        return List.of(
                new Wasserstein(),
                new KullbackLeibler(),
                new JensenShannon(),
                new MaximumMeanDiscrepancy(new MultiscaleKernel()),
                new MaximumMeanDiscrepancy(new GaussianKernel(GaussianKernel.DEFAULT_SIGMA)),
                new Hellinger());
    }

    /// The distance of a [#name], `sw` among them, or of `mmd-gaussian` followed by `-` and
    /// a width, by default 100.
    static Distance parse(String name) {
        for (Distance distance : all()) {
            if (distance.name().equals(name)) {
                return distance;
            }
        }
        if (name.equals(new SlicedWasserstein().name())) {
            return new SlicedWasserstein();
        }
        return GaussianKernel.parse(name)
                .map(MaximumMeanDiscrepancy::new)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "distance: expected one of %s, sw (100 is the width in token ids), found '%s'"
                                                .formatted(names(), name)));
    }

    private static String names() {
        return all().stream().map(Distance::name).collect(Collectors.joining(", "));
    }
}
