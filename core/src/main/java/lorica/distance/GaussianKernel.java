package lorica.distance;

import java.util.Optional;

/// The Gaussian kernel of the paper's text:
///
/// ```
/// κ(d) = exp(−d² / (2σ²))
/// ```
///
/// @param sigma the width σ, in token ids
public record GaussianKernel(double sigma) implements Kernel {
    /// The width where none is given.
    public static final double DEFAULT_SIGMA = 100;

    private static final String PREFIX = "mmd-gaussian";

    public GaussianKernel {
        if (!(sigma > 0) || sigma == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "Gaussian kernel: expected a width > 0 in token ids, found " + sigma);
        }
    }

    @Override
    public double of(int distance) {
        double scaled = distance / sigma;
        return Math.exp(-0.5 * scaled * scaled);
    }

    /// The name of the distance with this kernel: `mmd-gaussian-100`, `mmd-gaussian-0.5`.
    String distanceName() {
        boolean whole = sigma == Math.rint(sigma) && sigma < 1e9;
        return PREFIX + "-" + (whole ? Long.toString((long) sigma) : Double.toString(sigma));
    }

    /// The kernel of a distance's name, if it is the name of such a distance.
    static Optional<Kernel> parse(String distanceName) {
        if (distanceName.equals(PREFIX)) {
            return Optional.of(new GaussianKernel(DEFAULT_SIGMA));
        }
        if (!distanceName.startsWith(PREFIX + "-")) {
            return Optional.empty();
        }
        String width = distanceName.substring(PREFIX.length() + 1);
        try {
            return Optional.of(new GaussianKernel(Double.parseDouble(width)));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "distance: expected a width in token ids after '%s-', found '%s'"
                            .formatted(PREFIX, width),
                    e);
        }
    }
}
