package lorica.volterra.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.volterra.network.Fitting.Course;

/// The map θ_t ↦ θ_{t+1}, learnt from a path of parameters:
///
/// ```
/// z_{t+1} = h(z_t, t/T),   h a ReLU network,   z the coordinates of θ
/// ```
///
/// trained by the mean square of what it misses of z_{t+1}, which is the hyper-MSE of the
/// parameters over a constant: [Coordinates]. Untrained, it gives the mean of the path; where steps
/// cannot be told from noise it stays near that mean.
///
/// Every coordinate it gives is held within the range that the training path had in it: h knows
/// nothing of what is outside, and a recurrence that leaves the range runs away from there.
final class Hypernetwork implements AutoCloseable {
    private final Coordinates coordinates;
    private final Mlp network;
    private final int horizon;
    private final float[] lowest;
    private final float[] highest;

    /// @param trained z of the training path `[n, k]`
    private Hypernetwork(Coordinates coordinates, Mlp network, int horizon, float[] trained) {
        this.coordinates = coordinates;
        this.network = network;
        this.horizon = horizon;
        int k = coordinates.size();
        this.lowest = Arrays.copyOf(trained, k);
        this.highest = Arrays.copyOf(trained, k);
        for (int i = k; i < trained.length; i++) {
            lowest[i % k] = Math.min(lowest[i % k], trained[i]);
            highest[i % k] = Math.max(highest[i % k], trained[i]);
        }
    }

    /// Trains on θ_from … θ_{until − 1}, where `from` leaves out the options' share,
    /// but for two.
    ///
    /// @param horizon T, the unit of time
    static Hypernetwork train(ParameterPath path, int until, int horizon, HgnOptions options) {
        int from = Math.min((int) (options.leftOut() * until), until - 2);
        try (NativeTensor training = path.view(from, until - from)) {
            Coordinates coordinates = Coordinates.of(options, training);
            int k = coordinates.size();
            float[] z = coordinates.encode(training);
            int pairs = until - from - 1;
            float[] inputs = new float[pairs * (k + 1)];
            float[] targets = Arrays.copyOfRange(z, k, z.length);
            for (int i = 0; i < pairs; i++) {
                System.arraycopy(z, i * k, inputs, i * (k + 1), k);
                inputs[i * (k + 1) + k] = (float) (from + i) / horizon;
            }
            List<Integer> widths = new ArrayList<>(List.of(k + 1));
            widths.addAll(options.hidden());
            widths.add(k);
            Mlp network = new Mlp(widths, options.activation());
            SplittableRandom random = new SplittableRandom(options.seed());
            network.initialise(random, 0.01);
            try (Adam adam = new Adam(network, options.clip());
                    NativeTensor tensor = NativeTensor.of(inputs, pairs, k + 1L)) {
                new Fitting(network, adam)
                        .fit(
                                tensor,
                                new SquaredError(k, targets),
                                new Course(options.epochs(), options.batch(), options.rate()),
                                random);
            }
            return new Hypernetwork(coordinates, network, horizon, z);
        }
    }

    /// The number of weights.
    long weights() {
        return network.values().size();
    }

    /// The coordinates of θ_t.
    float[] encode(ParameterPath path, int t) {
        try (NativeTensor parameters = path.view(t, 1)) {
            return coordinates.encode(parameters);
        }
    }

    /// z_{t+1} of z_t.
    float[] next(float[] z, int t) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            float[] input = Arrays.copyOf(z, z.length + 1);
            input[z.length] = (float) t / horizon;
            float[] next = network.forward(NativeTensor.of(input, 1, input.length)).toFloats();
            for (int i = 0; i < next.length; i++) {
                next[i] = Math.clamp(next[i], lowest[i], highest[i]);
            }
            return next;
        }
    }

    /// Writes θ of z into a network.
    void decode(float[] z, Mlp gdn) {
        coordinates.decode(z, gdn);
    }

    /// Mean squared error over a vector.
    private record SquaredError(int size, float[] targets) implements Objective {
        @Override
        public int count() {
            return targets.length / size;
        }

        @Override
        public double loss(int sample, float[] outputs, int offset) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                double error = outputs[offset + i] - targets[sample * size + i];
                sum += error * error;
            }
            return sum / size;
        }

        @Override
        public void gradient(int sample, float[] outputs, int offset, float[] gradient) {
            for (int i = 0; i < size; i++) {
                gradient[offset + i] =
                        2 * (outputs[offset + i] - targets[sample * size + i]) / size;
            }
        }
    }

    @Override
    public void close() {
        coordinates.close();
        network.close();
    }
}
