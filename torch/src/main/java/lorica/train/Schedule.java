package lorica.train;

/// The learning rate over the steps, as a factor of its peak; first it rises in `warmUp` steps.
///
/// ```
/// (s+1)/warmUp  for s < warmUp;  then, with u = (s − warmUp)/(steps − warmUp):
/// constant 1,  linear 1 − u,  cosine (1 + cos πu)/2
/// ```
public sealed interface Schedule {
    int warmUp();

    /// The factor after the warm-up, `0 ≤ u < 1`.
    double decay(double u);

    /// The factor of step `s`, `0 ≤ s < steps`.
    default double factor(int step, int steps) {
        if (step < warmUp()) {
            return (step + 1.0) / warmUp();
        }
        return decay((double) (step - warmUp()) / Math.max(1, steps - warmUp()));
    }

    record Constant(int warmUp) implements Schedule {
        public Constant {
            requireNotNegative(warmUp);
        }

        @Override
        public double decay(double u) {
            return 1;
        }
    }

    record Linear(int warmUp) implements Schedule {
        public Linear {
            requireNotNegative(warmUp);
        }

        @Override
        public double decay(double u) {
            return 1 - u;
        }
    }

    record Cosine(int warmUp) implements Schedule {
        public Cosine {
            requireNotNegative(warmUp);
        }

        @Override
        public double decay(double u) {
            return (1 + Math.cos(Math.PI * u)) / 2;
        }
    }

    private static void requireNotNegative(int warmUp) {
        if (warmUp < 0) {
            throw new IllegalArgumentException("warm-up: expected at least 0, found " + warmUp);
        }
    }
}
