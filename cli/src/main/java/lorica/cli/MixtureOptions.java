package lorica.cli;

import java.util.Locale;
import java.util.Optional;
import lorica.generate.Strength;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.tensor.Dtype;
import picocli.CommandLine.Option;

/// What is made of the weighted adapters: `--mixture`, `--rank`, `--dtype`, `--scale`,
/// `--when-far`.
final class MixtureOptions {
    @Option(
            names = "--mixture",
            paramLabel = "NAME",
            defaultValue = "delta",
            description = {
                "delta: the exact mixture, truncated to a rank; concat: exact, its rank the sum of"
                        + " all; factors: A and B averaged apart, as published. Default: delta."
            })
    private String mixture;

    @Option(
            names = "--rank",
            paramLabel = "N",
            description = "Rank of a delta mixture. Default: the sources' rank.")
    private Optional<Integer> rank = Optional.empty();

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = "Of the weights written: f32, f16, bf16. Default: f32.")
    private String dtype;

    @Option(
            names = "--scale",
            paramLabel = "L",
            defaultValue = "1",
            description = "Multiply the adapter by this number. Default: 1.")
    private double scale;

    @Option(
            names = "--when-far",
            paramLabel = "WHAT",
            defaultValue = "warn",
            description = {
                "Where no entry is near: warn, shrink (multiply by threshold / distance) or zero"
                        + " (docs/methods/abstention.md). Default: warn."
            })
    private String whenFar;

    /// @throws IllegalArgumentException if there is none of that name, or it takes no rank
    Mixture mixture() {
        if (rank.isPresent() && !mixture.equals("delta")) {
            throw new IllegalArgumentException(
                    "--rank: expected --mixture delta, found %s, whose rank is that of its sources"
                            .formatted(mixture));
        }
        return switch (mixture) {
            case "delta" -> rank.map(DeltaMixture::ofRank).orElseGet(DeltaMixture::atSourceRank);
            case "concat" -> new ConcatMixture();
            case "factors" -> new FactorMixture();
            default ->
                    throw new IllegalArgumentException(
                            "mixture: expected one of delta, concat, factors, found '%s'"
                                    .formatted(mixture));
        };
    }

    /// @throws IllegalArgumentException if there is none of that name
    Dtype dtype() {
        return switch (dtype.toLowerCase(Locale.ROOT)) {
            case "f32" -> Dtype.F32;
            case "f16" -> Dtype.F16;
            case "bf16" -> Dtype.BF16;
            default ->
                    throw new IllegalArgumentException(
                            "dtype: expected one of f32, f16, bf16, found '%s'".formatted(dtype));
        };
    }

    /// @throws IllegalArgumentException if a value is out of range
    Strength strength() {
        return new Strength(scale, Strength.WhenFar.parse(whenFar));
    }
}
