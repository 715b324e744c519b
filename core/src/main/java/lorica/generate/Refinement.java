package lorica.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import lorica.mixture.Source;

/// What whoever has a base model does to a generation: changes the terms of the mixture once its
/// adapters are open and before they are mixed, and goes on from the mixture.
@FunctionalInterface
public interface Refinement {
    Refined refine(Materials materials) throws IOException;

    /// Goes on from the mixture as it was written, in its place; leaves it as it is unless
    /// overridden.
    ///
    /// @param adapter its PEFT directory
    default Finished finish(Recipe recipe, Path adapter) throws IOException {
        return Finished.asMixed();
    }

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

    /// What became of a written mixture.
    ///
    /// @param norm of the update, Frobenius, over all modules; empty where it is the mixture's
    /// @param notes one sentence each, for a reader
    /// @param arguments that make the command line do the same again
    record Finished(OptionalDouble norm, List<String> notes, List<String> arguments) {
        public Finished {
            notes = List.copyOf(notes);
            arguments = List.copyOf(arguments);
        }

        /// The mixture itself.
        public static Finished asMixed() {
            return new Finished(OptionalDouble.empty(), List.of(), List.of());
        }
    }

    /// Leaves everything as it is.
    static Refinement none() {
        return materials -> new Refined(materials.sources(), Map.of(), List.of(), List.of());
    }
}
