package lorica.volterra.process;

/// κ(t, r) of equation 3.1.2: how much of time r is felt at time t ≥ r, in `[0, 1]`.
public sealed interface VolterraKernel {
    /// κ(t, r)
    double at(int t, int r);

    /// The present alone: a Markov process.
    record Present() implements VolterraKernel {
        @Override
        public double at(int t, int r) {
            return r == t ? 1 : 0;
        }
    }

    /// w at r = t, 1 − w at r = t − 1, else 0.
    record TwoSteps(double weight) implements VolterraKernel {
        public TwoSteps {
            if (!(weight >= 0 && weight <= 1)) {
                throw new IllegalArgumentException(
                        "kernel: expected a weight in [0, 1], found " + weight);
            }
        }

        @Override
        public double at(int t, int r) {
            return r == t ? weight : r == t - 1 ? 1 - weight : 0;
        }
    }

    /// e^(−rate·(t − r))
    record Exponential(double rate) implements VolterraKernel {
        public Exponential {
            if (!(rate >= 0)) {
                throw new IllegalArgumentException(
                        "kernel: expected a rate of 0 or more, found " + rate);
            }
        }

        @Override
        public double at(int t, int r) {
            return Math.exp(-rate * (t - r));
        }
    }

    /// (t − r + 1)^(H − ½), the discrete fractional kernel of rough processes, 0 < H ≤ ½.
    record Fractional(double hurst) implements VolterraKernel {
        public Fractional {
            if (!(hurst > 0 && hurst <= 0.5)) {
                throw new IllegalArgumentException(
                        "kernel: expected a Hurst index in (0, ½], found " + hurst);
            }
        }

        @Override
        public double at(int t, int r) {
            return Math.pow(t - r + 1, hurst - 0.5);
        }
    }
}
