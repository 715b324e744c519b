package lorica.bank;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;

/// What a list of entries says of an adapter without opening it.
///
/// @param base the base model that the adapter states
/// @param rank `r` of its configuration; a module may differ
/// @param alpha `lora_alpha` of its configuration
/// @param modules number of modules it changes
/// @param kinds the last parts of their names, sorted, for instance `k_proj`, `q_proj`
/// @param parameters number of weights
public record AdapterShape(
        String base, int rank, double alpha, int modules, List<String> kinds, long parameters) {
    public AdapterShape {
        kinds = List.copyOf(kinds);
        if (rank < 1 || modules < 1 || parameters < 1 || !Double.isFinite(alpha)) {
            throw new IllegalArgumentException(
                    "adapter: expected rank, modules and parameters of at least 1 and a finite"
                            + " alpha, found %d, %d, %d and %s"
                                    .formatted(rank, modules, parameters, alpha));
        }
    }

    public static AdapterShape of(LoraAdapter adapter) {
        TreeSet<String> kinds = new TreeSet<>();
        long parameters = 0;
        for (Map.Entry<String, LoraFactors> module : adapter.modules().entrySet()) {
            kinds.add(module.getKey().substring(module.getKey().lastIndexOf('.') + 1));
            parameters +=
                    (long) module.getValue().rank()
                            * (module.getValue().in() + module.getValue().out());
        }
        return new AdapterShape(
                adapter.config().baseModel(),
                adapter.config().rank(),
                adapter.config().alpha(),
                adapter.modules().size(),
                List.copyOf(kinds),
                parameters);
    }
}
