package lorica.train.rule;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import lorica.coefficient.Attention;
import lorica.torch.Activations;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.Adam;
import lorica.train.Optimisation;
import lorica.train.ParameterVector;

/// The network of an [Attention], F32, trained by Adam.
///
/// ```
/// x [n, F] → x[:, 0]/τ′ + a·x[:, :D] + v·max(0, H·x + b)   [n, 1]
/// ```
///
/// H and b begin uniform in ±1/√F, a and v at 0, where decay pulls them: to the first distance
/// alone at temperature τ′.
final class AttentionNetwork implements AutoCloseable {
    private static final String DIRECT = "direct";
    private static final String HIDDEN = "hidden";
    private static final String BIAS = "bias";
    private static final String OUT = "out";

    private final Shape shape;
    private final double sharpness;
    private final ParameterVector parameters;
    private final Adam adam;
    private final double rate;
    private int steps;

    /// @param distances D
    /// @param inputs F
    record Shape(int distances, int inputs, int width) {}

    /// @param sharpness 1/τ′
    AttentionNetwork(
            Shape shape, double sharpness, Optimisation optimisation, RandomGenerator random) {
        this.shape = shape;
        this.sharpness = sharpness;
        double bound = 1 / Math.sqrt(shape.inputs());
        SequencedMap<String, NativeTensor> initial = new LinkedHashMap<>();
        initial.put(DIRECT, NativeTensor.of(new float[shape.distances()], 1, shape.distances()));
        initial.put(
                HIDDEN,
                NativeTensor.of(
                        uniform(Math.multiplyExact(shape.width(), shape.inputs()), bound, random),
                        shape.width(),
                        shape.inputs()));
        initial.put(BIAS, NativeTensor.of(uniform(shape.width(), bound, random), shape.width()));
        initial.put(OUT, NativeTensor.of(new float[shape.width()], 1, shape.width()));
        parameters = new ParameterVector(initial);
        initial.values().forEach(NativeTensor::close);
        adam = new Adam(optimisation, parameters);
        rate = optimisation.learningRate();
    }

    private static float[] uniform(int count, double bound, RandomGenerator random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
        return values;
    }

    private NativeTensor forward(NativeTensor x) {
        NativeTensor hidden =
                Activations.relu(
                        x.linear(parameters.parameter(HIDDEN)).plus(parameters.parameter(BIAS)));
        return x.narrowed(1, 0, shape.distances())
                .linear(parameters.parameter(DIRECT))
                .plus(sharpness, x.narrowed(1, 0, 1))
                .plus(hidden.linear(parameters.parameter(OUT)));
    }

    /// The scores `[n]`.
    ///
    /// @param x `[n, F]`, row-major
    float[] scores(float[] x, int n) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return forward(NativeTensor.of(x, n, shape.inputs())).toFloats();
        }
    }

    /// One step of Adam.
    ///
    /// @return the loss before it
    double step(float[] x, int n, Perceptron.Judge judge) {
        try (NativeScope _ = NativeScope.open()) {
            NativeTensor scores = forward(NativeTensor.of(x, n, shape.inputs()));
            Perceptron.Judgement judgement = judge.of(scores.toFloats());
            scores.times(NativeTensor.of(judgement.gradient(), n, 1)).sum().backward();
            adam.step(rate, steps++);
            return judgement.loss();
        }
    }

    /// What it is now, as core applies it.
    Attention rule(Attention.Scaling scaling) {
        double[][] hidden = new double[shape.width()][shape.inputs()];
        double[] flat = values(HIDDEN);
        for (int unit = 0; unit < hidden.length; unit++) {
            System.arraycopy(flat, unit * shape.inputs(), hidden[unit], 0, shape.inputs());
        }
        double[] direct = values(DIRECT);
        direct[0] += sharpness;
        return new Attention(scaling, direct, hidden, values(BIAS), values(OUT), 1);
    }

    private double[] values(String name) {
        float[] floats;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            floats = parameters.parameter(name).toFloats();
        }
        double[] values = new double[floats.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @Override
    public void close() {
        adam.close();
        parameters.close();
    }
}
