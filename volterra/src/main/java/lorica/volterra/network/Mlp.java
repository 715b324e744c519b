package lorica.volterra.network;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import lorica.torch.Activation;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// A multilayer perceptron whose parameters θ are one vector, and so is their gradient:
///
/// ```
/// x ← a(W·x + b) for every layer but the last, which has no activation a
/// ```
///
/// F32. In θ, the matrix of a layer `[out, in]` stands before its bias.
final class Mlp implements AutoCloseable {
    private final List<Integer> widths;
    private final Activation activation;
    private final NativeTensor values;
    private final NativeTensor gradients;
    private final List<Layer> layers = new ArrayList<>();

    private record Layer(NativeTensor weight, NativeTensor bias) {}

    /// All zeros.
    ///
    /// @param widths of the input, the hidden layers, and the output
    Mlp(List<Integer> widths, Activation activation) {
        this.widths = List.copyOf(widths);
        this.activation = activation;
        long size = size(widths);
        values = NativeTensor.filled(0, Precision.F32, size);
        gradients = NativeTensor.filled(0, Precision.F32, size);
        long at = 0;
        for (int i = 0; i + 1 < widths.size(); i++) {
            long in = widths.get(i);
            long out = widths.get(i + 1);
            NativeTensor weight = leaf(at, in * out, out, in);
            at += in * out;
            layers.add(new Layer(weight, leaf(at, out, out)));
            at += out;
        }
    }

    private NativeTensor leaf(long from, long length, long... shape) {
        return values.narrowed(0, from, length)
                .reshaped(shape)
                .trainable(gradients.narrowed(0, from, length).reshaped(shape));
    }

    /// The number of parameters.
    static long size(List<Integer> widths) {
        long size = 0;
        for (int i = 0; i + 1 < widths.size(); i++) {
            size += (widths.get(i) + 1L) * widths.get(i + 1);
        }
        return size;
    }

    /// Draws every matrix from N(0, 2/in), the last one scaled by `output`; biases are 0.
    void initialise(RandomGenerator random, double output) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            values.fillInPlace(0);
            for (int i = 0; i < layers.size(); i++) {
                double scale = i + 1 == layers.size() ? output : 1;
                double deviation = scale * Math.sqrt(2.0 / widths.get(i));
                layers.get(i)
                        .weight()
                        .detached()
                        .setInPlace(
                                NativeTensor.normal(
                                        random, deviation, widths.get(i + 1), widths.get(i)));
            }
        }
    }

    /// Outputs `[n, out]` of inputs `[n, in]`.
    NativeTensor forward(NativeTensor inputs) {
        NativeTensor x = inputs;
        for (int i = 0; i < layers.size(); i++) {
            x = x.linear(layers.get(i).weight()).plus(layers.get(i).bias());
            if (i + 1 < layers.size()) {
                x = activation.of(x);
            }
        }
        return x;
    }

    int outputs() {
        return widths.getLast();
    }

    /// θ, to be written in place.
    NativeTensor values() {
        return values;
    }

    NativeTensor gradients() {
        return gradients;
    }

    @Override
    public void close() {
        layers.forEach(
                layer -> {
                    layer.weight().close();
                    layer.bias().close();
                });
        values.close();
        gradients.close();
    }
}
