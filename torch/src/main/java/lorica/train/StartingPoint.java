package lorica.train;

import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import lorica.adapter.LoraAdapter;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.train.method.Adaptation;
import lorica.train.method.AdapterMethod;
import lorica.train.method.Factor;

/// The adapter that a training starts from ("pre-heating"), in the form that the method can take.
sealed interface StartingPoint {
    /// The base model alone.
    record Zero() implements StartingPoint {}

    /// Its factors are the first values of the trained ones.
    record Continued(SequencedMap<String, AdapterFactors> factors) implements StartingPoint {}

    /// It is merged into W and stays as it is; what is trained comes beside it.
    record Beneath(SequencedMap<String, AdapterFactors> factors) implements StartingPoint {}

    /// Continued where both factors are trained, the ranks are equal and every module of the
    /// adapter is a target; beneath otherwise.
    static StartingPoint of(
            CausalLanguageModel model,
            AdapterMethod method,
            Map<String, Adaptation> adaptations,
            Optional<LoraAdapter> adapter) {
        if (adapter.isEmpty()) {
            return new Zero();
        }
        SequencedMap<String, AdapterFactors> factors = model.factors(adapter.get());
        boolean fits =
                factors.entrySet().stream()
                        .allMatch(
                                entry ->
                                        adaptations.containsKey(entry.getKey())
                                                && entry.getValue().a().extent(0)
                                                        == method.lowRank().rank());
        boolean bothTrained = adaptations.values().stream().allMatch(StartingPoint::both);
        return fits && bothTrained ? new Continued(factors) : new Beneath(factors);
    }

    private static boolean both(Adaptation adaptation) {
        return adaptation instanceof Adaptation.Factors(Factor.Gaussian a, Factor.Zero _)
                && a.role() == Factor.Role.TRAINED;
    }

    /// The adapter's factors by module; none for zero.
    default Map<String, AdapterFactors> byModule() {
        return switch (this) {
            case Zero _ -> Map.of();
            case Continued continued -> continued.factors();
            case Beneath beneath -> beneath.factors();
        };
    }

    /// Frees the adapter's factors.
    default void close() {
        byModule().values().forEach(AdapterFactors::close);
    }
}
