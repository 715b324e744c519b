package lorica.volterra.network;

import java.util.List;
import lorica.torch.Activation;

/// What a hypernetwork is and how it is trained.
///
/// @param form what it sees of θ
/// @param leftOut the share of the training times, in [0, 1), left out at their beginning, where
///     networks still learn what all times share
/// @param rank the most directions of the low-dimensional form; not used by the dense one
/// @param hidden widths of the hidden layers
/// @param epochs through all pairs (θ_t, θ_{t+1})
/// @param batch pairs an update
/// @param rate of Adam; falls linearly to a tenth
public record HgnOptions(
        Form form,
        double leftOut,
        int rank,
        List<Integer> hidden,
        Activation activation,
        int epochs,
        int batch,
        double rate,
        double clip,
        long seed) {
    public HgnOptions {
        hidden = List.copyOf(hidden);
        if (!(leftOut >= 0 && leftOut < 1)) {
            throw new IllegalArgumentException(
                    "HGN: expected a share left out in [0, 1), found " + leftOut);
        }
        if (rank < 1 || epochs < 1 || batch < 1 || !(rate > 0) || !(clip > 0)) {
            throw new IllegalArgumentException(
                    "HGN: expected positive rank, epochs, batch, rate and clip, found %d, %d, %d, %s and %s"
                            .formatted(rank, epochs, batch, rate, clip));
        }
    }

    /// What it sees of θ.
    public enum Form {
        /// All P parameters: about 2·1024·P weights.
        DENSE,
        /// Coordinates in the principal directions of the training path.
        BASIS
    }

    /// As the thesis: eight layers of 1024 on all parameters.
    public static HgnOptions dense() {
        return new HgnOptions(
                Form.DENSE,
                0.75,
                1,
                List.of(1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024),
                Activation.RELU,
                30,
                32,
                1e-4,
                1,
                0);
    }

    /// Sixteen directions, three layers of 128.
    public static HgnOptions lowDimensional() {
        return new HgnOptions(
                Form.BASIS, 0.75, 16, List.of(128, 128, 128), Activation.RELU, 30, 32, 1e-3, 1, 0);
    }
}
