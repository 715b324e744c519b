package lorica.diagnose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Svd;

/// The two directions δ and η of a loss landscape, filter-normalised, around its centre.
public record Directions(Weights centre, Weights delta, Weights eta) {
    /// Independent draws of N(0, 1) for every value, row by row, δ first.
    public static Directions random(Weights centre, RandomGenerator random) {
        Weights delta = gaussian(centre, random);
        Weights eta = gaussian(centre, random);
        return normalised(centre, delta, eta);
    }

    private static Directions normalised(Weights centre, Weights delta, Weights eta) {
        return new Directions(centre, delta.filterNormalised(centre), eta.filterNormalised(centre));
    }

    private static Weights gaussian(Weights like, RandomGenerator random) {
        SequencedMap<String, Weights.Matrix> matrices = new LinkedHashMap<>();
        like.matrices()
                .forEach(
                        (name, matrix) -> {
                            float[] values = new float[matrix.values().length];
                            for (int i = 0; i < values.length; i++) {
                                values[i] = (float) random.nextGaussian();
                            }
                            matrices.put(
                                    name,
                                    new Weights.Matrix(matrix.rows(), matrix.columns(), values));
                        });
        return new Weights(matrices);
    }

    /// The two leading right singular vectors of `[W⁰ − Wᵀ; …; Wᵀ⁻¹ − Wᵀ]`, about the last point
    /// Wᵀ and not about the mean, by the eigenvectors of the matrix of inner products.
    ///
    /// @param path W⁰ … Wᵀ, at least three points
    public static Directions principal(List<Weights> path) {
        if (path.size() < 3) {
            throw new IllegalArgumentException(
                    "path: expected at least 3 points, found " + path.size());
        }
        Weights centre = path.getLast();
        List<Weights> steps = new ArrayList<>();
        for (Weights point : path.subList(0, path.size() - 1)) {
            steps.add(point.plus(-1, centre));
        }
        int n = steps.size();
        float[] gram = new float[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                gram[i * n + j] = gram[j * n + i] = (float) steps.get(i).dot(steps.get(j));
            }
        }
        float[] vectors;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            vectors = Svd.of(NativeTensor.of(gram, n, n)).right().toFloats();
        }
        return normalised(centre, combination(steps, vectors, 0), combination(steps, vectors, n));
    }

    /// Σ cᵢ·stepᵢ with the coefficients from an offset.
    private static Weights combination(List<Weights> steps, float[] coefficients, int from) {
        Weights sum = steps.getFirst().plus(coefficients[from] - 1.0, steps.getFirst());
        for (int i = 1; i < steps.size(); i++) {
            sum = sum.plus(coefficients[from + i], steps.get(i));
        }
        return sum;
    }

    /// centre + a·δ + b·η
    public Weights at(double a, double b) {
        return centre.plus(a, delta).plus(b, eta);
    }

    /// The place in the plane nearest to a point: least squares in a and b.
    public double[] place(Weights point) {
        Weights away = point.plus(-1, centre);
        double dd = delta.dot(delta);
        double ee = eta.dot(eta);
        double de = delta.dot(eta);
        double da = delta.dot(away);
        double ea = eta.dot(away);
        double determinant = dd * ee - de * de;
        if (determinant <= 1e-12 * dd * ee) {
            return new double[] {dd > 0 ? da / dd : 0, 0};
        }
        return new double[] {(ee * da - de * ea) / determinant, (dd * ea - de * da) / determinant};
    }
}
