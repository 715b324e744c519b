package lorica.train.rule;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import lorica.torch.Activations;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.Adam;
import lorica.train.Optimisation;
import lorica.train.ParameterVector;

/// The paper's network: linear, LayerNorm, ReLU, linear, LayerNorm, ReLU, linear; F32, trained by
/// Adam.
///
/// ```
/// x [n, in] → h [n, width] → h [n, width] → y [n, out]
/// ```
///
/// Weights and biases begin uniform in ±1/√(inputs of the layer), as PyTorch's do; the norms at
/// weight 1 and bias 0.
final class Perceptron implements AutoCloseable {
    private static final String IN = "in";
    private static final String HIDDEN = "hidden";
    private static final String OUT = "out";

    private final ParameterVector parameters;
    private final Adam adam;
    private final double rate;
    private int steps;

    /// How wide its layers are.
    record Shape(int in, int width, int out) {}

    Perceptron(Shape shape, Optimisation optimisation, RandomGenerator random) {
        SequencedMap<String, NativeTensor> initial = new LinkedHashMap<>();
        linear(initial, IN, shape.in(), shape.width(), random);
        norm(initial, IN, shape.width());
        linear(initial, HIDDEN, shape.width(), shape.width(), random);
        norm(initial, HIDDEN, shape.width());
        linear(initial, OUT, shape.width(), shape.out(), random);
        parameters = new ParameterVector(initial);
        initial.values().forEach(NativeTensor::close);
        adam = new Adam(optimisation, parameters);
        rate = optimisation.learningRate();
    }

    private static void linear(
            Map<String, NativeTensor> initial,
            String name,
            int in,
            int out,
            RandomGenerator random) {
        double bound = 1 / Math.sqrt(in);
        initial.put(
                name + ".weight",
                NativeTensor.of(uniform(Math.multiplyExact(in, out), bound, random), out, in));
        initial.put(name + ".bias", NativeTensor.of(uniform(out, bound, random), out));
    }

    private static void norm(Map<String, NativeTensor> initial, String name, int width) {
        float[] ones = new float[width];
        java.util.Arrays.fill(ones, 1);
        initial.put(name + ".norm.weight", NativeTensor.of(ones, width));
        initial.put(name + ".norm.bias", NativeTensor.of(new float[width], width));
    }

    private static float[] uniform(int count, double bound, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    private NativeTensor forward(NativeTensor x) {
        NativeTensor first = activated(linear(x, IN), IN);
        return linear(activated(linear(first, HIDDEN), HIDDEN), OUT);
    }

    private NativeTensor linear(NativeTensor x, String name) {
        return x.linear(parameters.parameter(name + ".weight"))
                .plus(parameters.parameter(name + ".bias"));
    }

    private NativeTensor activated(NativeTensor x, String name) {
        return Activations.relu(
                Activations.layerNorm(
                        x,
                        parameters.parameter(name + ".norm.weight"),
                        parameters.parameter(name + ".norm.bias")));
    }

    /// The outputs, row-major `[n, out]`.
    ///
    /// @param x `[n, in]`, row-major
    float[] outputs(float[] x, int n) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return forward(NativeTensor.of(x, n, x.length / n)).toFloats();
        }
    }

    /// What a loss says of the outputs.
    ///
    /// @param loss of the outputs
    /// @param gradient of it by the outputs, row-major
    record Judgement(double loss, float[] gradient) {}

    /// A loss of the outputs, row-major.
    @FunctionalInterface
    interface Judge {
        Judgement of(float[] outputs);
    }

    /// One step of Adam.
    ///
    /// @return the loss before it
    double step(float[] x, int n, Judge judge) {
        try (NativeScope _ = NativeScope.open()) {
            NativeTensor y = forward(NativeTensor.of(x, n, x.length / n));
            Judgement judgement = judge.of(y.toFloats());
            y.times(NativeTensor.of(judgement.gradient(), n, judgement.gradient().length / n))
                    .sum()
                    .backward();
            adam.step(rate, steps++);
            return judgement.loss();
        }
    }

    @Override
    public void close() {
        adam.close();
        parameters.close();
    }
}
