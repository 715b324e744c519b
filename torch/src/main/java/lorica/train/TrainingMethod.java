package lorica.train;

import java.util.List;
import lorica.adapter.LoraConfig.Scaling;

/// What is trained.
public sealed interface TrainingMethod {
    /// W = W₀ + scaling·B·A with W₀ frozen, A ~ N(0, 0.02²), B = 0 at the start.
    ///
    /// @param targets ends of module names, such as `q_proj`
    /// @param initialisation seed of A; adapters that share it share A at the start
    record Lora(
            int rank,
            double alpha,
            Scaling scaling,
            double dropout,
            List<String> targets,
            long initialisation)
            implements TrainingMethod {
        /// The standard deviation of A at the start.
        public static final double DEVIATION = 0.02;

        public Lora {
            if (rank < 1) {
                throw new IllegalArgumentException("r: expected at least 1, found " + rank);
            }
            if (!(alpha > 0)) {
                throw new IllegalArgumentException("alpha: expected more than 0, found " + alpha);
            }
            if (!(dropout >= 0 && dropout < 1)) {
                throw new IllegalArgumentException(
                        "dropout: expected at least 0 and less than 1, found " + dropout);
            }
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException(
                        "target modules: expected at least one, found none");
            }
        }

        /// r = 16, α = 32, no dropout, queries, keys and values.
        public static Lora defaults() {
            return new Lora(16, 32, Scaling.LORA, 0, List.of("q_proj", "k_proj", "v_proj"), 0);
        }
    }

    /// Every weight of the model.
    record Full() implements TrainingMethod {}
}
