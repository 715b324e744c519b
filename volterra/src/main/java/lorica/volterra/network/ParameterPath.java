package lorica.volterra.network;

import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// The parameters θ₀ … θ_T of one network through time, `[T + 1, P]` in F32: 4·(T + 1)·P bytes.
final class ParameterPath implements AutoCloseable {
    private final NativeTensor values;

    ParameterPath(int times, long parameters) {
        values = NativeTensor.filled(0, Precision.F32, times, parameters);
    }

    /// Keeps a copy of θ_t.
    void set(int t, NativeTensor parameters) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            values.narrowed(0, t, 1).reshaped(parameters.size()).setInPlace(parameters);
        }
    }

    /// A view of θ_from … θ_{from + count − 1}: `[count, P]`.
    NativeTensor view(int from, int count) {
        return values.narrowed(0, from, count);
    }

    /// Writes θ_t into a network.
    void load(int t, Mlp network) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            network.values().setInPlace(view(t, 1).reshaped(network.values().size()));
        }
    }

    long parameters() {
        return values.extent(1);
    }

    @Override
    public void close() {
        values.close();
    }
}
