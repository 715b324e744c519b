package lorica.model;

import java.util.List;
import lorica.torch.NativeTensor;

/// Cosine and sine of the rotary angles of some positions, broadcast over `[b, heads, t, d]`.
///
/// The pair (xᵢ, xᵢ₊d/2) is turned by p·ωᵢ at position p: the half-split form that
/// `transformers` stores weights for. Angles are computed in F64, stored in the model's precision.
record Angles(NativeTensor cosine, NativeTensor sine) {
    /// The table of a whole context: `[context, d]` each.
    static Angles table(ModelConfig config) {
        int dimension = config.sizes().headDimension();
        int half = dimension / 2;
        int context = config.context();
        float[] cosine = new float[Math.multiplyExact(context, dimension)];
        float[] sine = new float[cosine.length];
        for (int i = 0; i < half; i++) {
            double frequency =
                    config.ropeScaling()
                            .frequency(Math.pow(config.ropeTheta(), -2.0 * i / dimension));
            for (int position = 0; position < context; position++) {
                int at = position * dimension + i;
                cosine[at] = cosine[at + half] = (float) Math.cos(position * frequency);
                sine[at] = sine[at + half] = (float) Math.sin(position * frequency);
            }
        }
        return new Angles(
                NativeTensor.of(cosine, context, dimension),
                NativeTensor.of(sine, context, dimension));
    }

    /// Positions 0 … length−1, the same in every row.
    Angles first(int length) {
        return new Angles(cosine.narrowed(0, 0, length), sine.narrowed(0, 0, length));
    }

    /// One position a row.
    Angles at(long[] positions) {
        NativeTensor index = NativeTensor.of(positions, positions.length);
        long dimension = cosine.extent(1);
        return new Angles(
                cosine.selected(0, index).reshaped(positions.length, 1, 1, dimension),
                sine.selected(0, index).reshaped(positions.length, 1, 1, dimension));
    }

    NativeTensor rotate(NativeTensor x) {
        long half = x.extent(3) / 2;
        NativeTensor turned =
                NativeTensor.joined(
                        3, List.of(x.narrowed(3, half, half).negated(), x.narrowed(3, 0, half)));
        return x.times(cosine).plus(turned.times(sine));
    }
}
