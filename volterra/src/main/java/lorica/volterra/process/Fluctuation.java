package lorica.volterra.process;

/// ς of equation 3.3.1: the positive size of the diffusion at a point.
public sealed interface Fluctuation {
    /// ς(x)
    ///
    /// @param values where x lies, at `offset … offset + size − 1`
    double at(double[] values, int offset, int size);

    /// ς(x) = value
    record Constant(double value) implements Fluctuation {
        public Constant {
            requirePositive("fluctuation", value);
        }

        @Override
        public double at(double[] values, int offset, int size) {
            return value;
        }
    }

    /// ς(x) = low + (high − low)/(1 + e^(−mean of x)): Lipschitz, between two positive bounds.
    record Logistic(double low, double high) implements Fluctuation {
        public Logistic {
            requirePositive("low fluctuation", low);
            requirePositive("high fluctuation", high);
        }

        @Override
        public double at(double[] values, int offset, int size) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += values[offset + i];
            }
            return low + (high - low) / (1 + Math.exp(-sum / size));
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0) || !Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "%s: expected a positive number, found %s".formatted(what, value));
        }
    }
}
