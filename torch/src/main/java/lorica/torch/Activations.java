package lorica.torch;

import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// What stands between the layers of a multilayer perceptron.
public final class Activations {
    private Activations() {}

    /// max(x, 0)
    public static NativeTensor relu(NativeTensor x) {
        return new NativeTensor(torch.relu(x.tensor));
    }

    /// (x − mean x) / √(var x + 1e-5) ∘ weight + bias over the last axis, population variance.
    public static NativeTensor layerNorm(NativeTensor x, NativeTensor weight, NativeTensor bias) {
        return new NativeTensor(
                torch.layer_norm(
                        x.tensor,
                        new long[] {weight.size()},
                        new TensorOptional(weight.tensor),
                        new TensorOptional(bias.tensor),
                        1e-5,
                        false));
    }
}
