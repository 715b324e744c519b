package lorica.experiment.fewexamples;

import java.util.List;
import lorica.distribution.Representation;
import lorica.train.CoefficientFit;

/// How much work a search does: with the same numbers the same inputs give the same result.
///
/// @param examples the most of the user's examples, at least 1, drawn with the seed
/// @param pool the most entries that a mixture is of
/// @param passes the most candidates that are tried by forward passes, in search and soup
/// @param coefficients how one coefficient an adapter is fitted
/// @param directions how one a singular direction of an adapter and module is fitted
/// @param last the stage to stop after
public record SearchOptions(
        int examples,
        int pool,
        int passes,
        CoefficientFit.Options coefficients,
        CoefficientFit.Options directions,
        Stage last,
        long seed) {
    /// Examples that a candidate is tried on, at most.
    static final int TRIED_ON = 32;

    public SearchOptions {
        if (examples < 1 || pool < 1 || passes < 1) {
            throw new IllegalArgumentException(
                    "few examples: expected at least 1 example, 1 entry and 1 pass, found %d, %d and %d"
                            .formatted(examples, pool, passes));
        }
    }

    /// 64 examples, 12 entries, every candidate, 40 steps, 120 for directions, all stages.
    public static SearchOptions defaults() {
        return new SearchOptions(
                64,
                12,
                100,
                CoefficientFit.Options.adapters(),
                CoefficientFit.Options.directions(),
                Stage.DIRECTIONS,
                0);
    }

    /// What of the datasets is compared to find candidates.
    public static List<Representation> representations() {
        return List.of("output", "input=1,output=1", "both").stream()
                .map(Representation::parse)
                .toList();
    }

    public SearchOptions withExamples(int next) {
        return new SearchOptions(next, pool, passes, coefficients, directions, last, seed);
    }

    public SearchOptions withPool(int next) {
        return new SearchOptions(examples, next, passes, coefficients, directions, last, seed);
    }

    public SearchOptions withPasses(int next) {
        return new SearchOptions(examples, pool, next, coefficients, directions, last, seed);
    }

    /// As many steps in each fit.
    public SearchOptions withSteps(int next) {
        return new SearchOptions(
                examples,
                pool,
                passes,
                coefficients.withSteps(next),
                directions.withSteps(next),
                last,
                seed);
    }

    public SearchOptions withLast(Stage next) {
        return new SearchOptions(examples, pool, passes, coefficients, directions, next, seed);
    }

    public SearchOptions withSeed(long next) {
        return new SearchOptions(examples, pool, passes, coefficients, directions, last, next);
    }
}
