package lorica.volterra.process;

/// μ of equation 3.3.1, applied to each coordinate.
public sealed interface Drift {
    /// μ(x) of one coordinate.
    double at(double x);

    /// μ(x) = value
    record Constant(double value) implements Drift {
        @Override
        public double at(double x) {
            return value;
        }
    }

    /// μ(x) = slope·x + intercept
    record Affine(double slope, double intercept) implements Drift {
        @Override
        public double at(double x) {
            return slope * x + intercept;
        }
    }

    /// μ(x) = e⁻ˣ + cos(x/100)
    record DecayAndOscillation() implements Drift {
        @Override
        public double at(double x) {
            return Math.exp(-x) + Math.cos(x / 100);
        }
    }

    /// μ(x) = x/10 + cos(x/100)
    record GrowthAndOscillation() implements Drift {
        @Override
        public double at(double x) {
            return x / 10 + Math.cos(x / 100);
        }
    }
}
