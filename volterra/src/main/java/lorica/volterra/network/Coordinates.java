package lorica.volterra.network;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;
import lorica.volterra.geometry.Spectrum;

/// Coordinates z of parameters θ around the mean θ̄ of a training path, in units of its spread:
///
/// ```
/// z = V·(θ − θ̄)/s,   θ = θ̄ + s·Vᵀ·z
/// ```
///
/// In the dense form V = I. In the low-dimensional form the k rows of V are the path's leading
/// principal directions, from the spectrum of its T × T Gram matrix; what is orthogonal to them is
/// left out. V has orthonormal rows, so squares of z are squares of θ over s².
final class Coordinates implements AutoCloseable {
    /// Directions that hold less than this share of the first one's variance are rounding of F32.
    private static final double LEAST = 1e-6;

    private final NativeTensor centre;

    /// V, or in the dense form the centre again.
    private final NativeTensor directions;
    private final boolean dense;
    private final double scale;

    private Coordinates(NativeTensor centre, NativeTensor directions, boolean dense, double scale) {
        this.centre = centre;
        this.directions = directions;
        this.dense = dense;
        this.scale = scale;
    }

    /// @param training `[n, P]`
    static Coordinates of(HgnOptions options, NativeTensor training) {
        int n = Math.toIntExact(training.extent(0));
        long parameters = training.extent(1);
        NativeTensor centre = NativeTensor.filled(0, Precision.F32, 1, parameters);
        double norm;
        float[] gram = {};
        boolean dense = options.form() == HgnOptions.Form.DENSE;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            float[] equal = new float[n];
            Arrays.fill(equal, 1f / n);
            centre.setInPlace(NativeTensor.of(equal, 1, n).product(training));
            NativeTensor centred = training.plus(-1, centre);
            norm = centred.norm();
            if (!dense) {
                gram = centred.linear(centred).toFloats();
            }
        }
        double size = dense ? parameters : options.rank();
        double scale = norm > 0 ? norm / Math.sqrt(n * size) : 1;
        if (dense) {
            return new Coordinates(centre, centre, true, scale);
        }
        float[] combinations = combinations(gram, n, options.rank());
        int k = combinations.length / n;
        NativeTensor directions = NativeTensor.filled(0, Precision.F32, k, parameters);
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor centred = training.plus(-1, centre);
            directions.setInPlace(NativeTensor.of(combinations, k, n).product(centred));
        }
        return new Coordinates(centre, directions, false, scale);
    }

    /// What the rows of V are made of, `[k, n]`: eigenvectors of the Gram matrix over the roots of
    /// their values.
    private static float[] combinations(float[] gram, int n, int rank) {
        double[] symmetric = new double[n * n];
        for (int i = 0; i < symmetric.length; i++) {
            symmetric[i] = gram[i];
        }
        Spectrum spectrum = Spectrum.of(n, symmetric);
        double[] values = spectrum.values();
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> -values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int k = 1;
        while (k < Math.min(rank, n) && values[order[k]] > LEAST * values[order[0]]) {
            k++;
        }
        float[] combinations = new float[k * n];
        for (int row = 0; row < k; row++) {
            double root = Math.sqrt(Math.max(values[order[row]], Double.MIN_NORMAL));
            for (int i = 0; i < n; i++) {
                combinations[row * n + i] = (float) (spectrum.vectors()[i * n + order[row]] / root);
            }
        }
        return combinations;
    }

    /// The number of coordinates.
    int size() {
        return Math.toIntExact(dense ? centre.extent(1) : directions.extent(0));
    }

    /// z `[n, k]` of θ `[n, P]`.
    float[] encode(NativeTensor parameters) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor centred = parameters.plus(-1, centre);
            return (dense ? centred : centred.linear(directions)).times(1 / scale).toFloats();
        }
    }

    /// Writes θ of z into a network.
    void decode(float[] z, Mlp network) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor row = NativeTensor.of(z, 1, z.length).times(scale);
            NativeTensor moved = dense ? row : row.product(directions);
            network.values().setInPlace(centre.plus(moved).reshaped(network.values().size()));
        }
    }

    @Override
    public void close() {
        centre.close();
        if (!dense) {
            directions.close();
        }
    }
}
