package lorica.volterra.network;

import java.util.ArrayList;
import java.util.List;
import lorica.torch.Activation;

/// What a geometric deep network is and how it is trained.
///
/// @param hidden widths of the hidden layers
/// @param encoding where points are encoded
/// @param decoding where the predicted mean is decoded
/// @param firstEpochs of the first time step; the thesis: 20
/// @param epochs of every later one, which starts where the one before ended; the thesis: 10
/// @param batch samples an update; the last batch of an epoch may be smaller
/// @param rate of Adam; falls linearly to a tenth within each time step
/// @param clip the largest global norm of a gradient
public record GdnOptions(
        List<Integer> hidden,
        Activation activation,
        Encoding encoding,
        Decoding decoding,
        int firstEpochs,
        int epochs,
        int batch,
        double rate,
        double clip,
        long seed) {
    public GdnOptions {
        hidden = List.copyOf(hidden);
        if (firstEpochs < 1 || epochs < 1 || batch < 1 || !(rate > 0) || !(clip > 0)) {
            throw new IllegalArgumentException(
                    "GDN: expected positive epochs, batch, rate and clip, found %d, %d, %d, %s and %s"
                            .formatted(firstEpochs, epochs, batch, rate, clip));
        }
        if (hidden.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "GDN: expected widths of 1 or more, found " + hidden);
        }
    }

    /// Where points are encoded.
    public enum Encoding {
        /// By the logarithm at reference points: the mean of the training paths of each time, in
        /// units of their spread.
        LOG_MAP,
        /// As the released code did: raw coordinates.
        EUCLIDEAN
    }

    /// The point whose exponential map decodes. Its covariance is the barycentre of the first
    /// targets, and I where the encoding is Euclidean.
    public enum Decoding {
        /// The last observed value x_t, in units of the paths' last steps: a network that says 0
        /// predicts no drift.
        PRESENT,
        /// The reference point of the encoding, the same for all paths, as the thesis.
        REFERENCE
    }

    /// Six hidden layers of at most 512, about 500,000 parameters in dimension 10, as the thesis.
    public static GdnOptions defaults() {
        return new GdnOptions(
                List.of(128, 256, 512, 384, 256, 128),
                Activation.RELU,
                Encoding.LOG_MAP,
                Decoding.PRESENT,
                20,
                10,
                100,
                1e-3,
                1,
                0);
    }

    /// Input, hidden and output widths.
    ///
    /// @param more inputs beside the window
    List<Integer> widths(int dimension, int more) {
        List<Integer> widths = new ArrayList<>();
        widths.add(Samples.WINDOW * dimension + more);
        widths.addAll(hidden);
        widths.add(dimension + LogCoordinates.size(dimension));
        return widths;
    }

    /// The number of parameters P in a dimension.
    public long parameters(int dimension) {
        return Mlp.size(widths(dimension, 0));
    }
}
