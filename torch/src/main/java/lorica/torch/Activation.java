package lorica.torch;

import org.bytedeco.pytorch.global.torch;

/// What a network applies to every element between two layers.
public enum Activation {
    /// max(x, 0)
    RELU,
    /// tanh x
    TANH;

    /// A new tensor of the same shape.
    public NativeTensor of(NativeTensor x) {
        return new NativeTensor(
                switch (this) {
                    case RELU -> torch.relu(x.tensor);
                    case TANH -> torch.tanh(x.tensor);
                });
    }
}
