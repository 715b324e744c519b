package lorica.generate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import lorica.mixture.Source;

/// Changes the terms of a mixture once its adapters are open and before they are mixed: the seam
/// for whoever has a base model.
@FunctionalInterface
public interface Refinement {
    /// @param sources the adapters of non-zero weight, open as long as this call runs
    Refined refine(Recipe recipe, List<Source> sources) throws IOException;

    /// Terms instead of others.
    ///
    /// @param sources what is mixed
    /// @param weights by entry, as provenance states them; an entry that is not there keeps its own
    /// @param notes one sentence each, for a reader
    /// @param arguments that make the command line do the same again
    record Refined(
            List<Source> sources,
            Map<String, Double> weights,
            List<String> notes,
            List<String> arguments) {
        public Refined {
            sources = List.copyOf(sources);
            weights = Map.copyOf(weights);
            notes = List.copyOf(notes);
            arguments = List.copyOf(arguments);
        }
    }

    /// Leaves everything as it is.
    static Refinement none() {
        return (recipe, sources) -> new Refined(sources, Map.of(), List.of(), List.of());
    }
}
