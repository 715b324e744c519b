package lorica.experiment.compare;

import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.adapter.LoraConfig.Scaling;
import lorica.tensor.Shape;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.TrainingMethod;

/// A method with what differs from the comparison's own choices: `name[:key=value]…`, keys `rank`,
/// `alpha`, `links`, `rate`, `scaling` (`lora` or `rslora`), for instance `c3la:links=8:rate=1e-3`.
///
/// @param label the text as given
/// @param rate the learning rate
public record Variant(
        String label,
        MethodName method,
        OptionalInt rank,
        OptionalDouble alpha,
        OptionalInt links,
        OptionalDouble rate,
        Optional<Scaling> scaling) {
    /// Reads one.
    ///
    /// @throws IllegalArgumentException if it is none
    public static Variant parse(String text) {
        String[] parts = text.split(":", -1);
        OptionalInt rank = OptionalInt.empty();
        OptionalDouble alpha = OptionalDouble.empty();
        OptionalInt links = OptionalInt.empty();
        OptionalDouble rate = OptionalDouble.empty();
        Optional<Scaling> scaling = Optional.empty();
        for (int i = 1; i < parts.length; i++) {
            String key = parts[i].replaceAll("=.*", "");
            String value = parts[i].substring(Math.min(parts[i].length(), key.length() + 1));
            try {
                switch (key) {
                    case "rank" -> rank = OptionalInt.of(Integer.parseInt(value));
                    case "alpha" -> alpha = OptionalDouble.of(Double.parseDouble(value));
                    case "links" -> links = OptionalInt.of(Integer.parseInt(value));
                    case "rate" -> rate = OptionalDouble.of(Double.parseDouble(value));
                    case "scaling" ->
                            scaling =
                                    Optional.of(
                                            switch (value) {
                                                case "lora" -> Scaling.LORA;
                                                case "rslora" -> Scaling.RANK_STABILISED;
                                                default -> throw wrong(text, parts[i]);
                                            });
                    default -> throw wrong(text, parts[i]);
                }
            } catch (NumberFormatException e) {
                throw wrong(text, parts[i]);
            }
        }
        return new Variant(text, MethodName.of(parts[0]), rank, alpha, links, rate, scaling);
    }

    private static IllegalArgumentException wrong(String text, String part) {
        return new IllegalArgumentException(
                "method '%s': expected name[:rank=N][:alpha=X][:links=K][:rate=X][:scaling=lora|rslora], found '%s'"
                        .formatted(text, part));
    }

    /// The method, with `common` where this says nothing. Without an own α, that of `common` keeps
    /// its proportion to the rank.
    public TrainingMethod method(LowRank common, Choices choices) {
        int ownRank = rank.orElse(common.rank());
        return method.method(
                new LowRank(
                        ownRank,
                        alpha.orElse(common.alpha() / common.rank() * ownRank),
                        scaling.orElse(common.scaling()),
                        common.dropout(),
                        common.targets(),
                        common.initialisation()),
                new Choices(links.orElse(choices.links()), choices.rateOfB(), choices.selection()));
    }

    /// The same at the rank whose parameters are nearest to LoRA's of `rank` on these maps.
    ///
    /// @param shapes `[out, in]` of the targets
    public Variant matched(int rank, Collection<Shape> shapes) {
        double rows = shapes.stream().mapToDouble(shape -> shape.extent(0)).sum();
        double columns = shapes.stream().mapToDouble(shape -> shape.extent(1)).sum();
        double trained =
                switch (method) {
                    case FFT, LORA, LORA_PLUS, COLA -> rows + columns;
                    case ASYM_B, RAC_B, CLA_B, R_CLA_B, C3LA_B, R_C3LA_B, S_CLA_B, S_R_C3LA_B ->
                            columns;
                    default -> rows;
                };
        return new Variant(
                label,
                method,
                OptionalInt.of((int) Math.max(1, Math.round(rank * (rows + columns) / trained))),
                alpha,
                links,
                rate,
                scaling);
    }
}
