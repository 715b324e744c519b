package lorica.diagnose;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A point of the space of some matrices, or a direction in it: values by matrix, row-major.
///
/// Arithmetic in `double`, stored in F32.
public record Weights(SequencedMap<String, Matrix> matrices) {
    /// One matrix.
    public record Matrix(int rows, int columns, float[] values) {
        public Matrix {
            if (values.length != rows * columns) {
                throw new IllegalArgumentException(
                        "matrix: expected %d × %d values, found %d"
                                .formatted(rows, columns, values.length));
            }
        }
    }

    public Weights {
        matrices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(matrices));
    }

    /// What a value becomes, given the same value of another point.
    private interface Combination {
        double of(double one, double other);
    }

    private Weights combined(Weights other, Combination combination) {
        SequencedMap<String, Matrix> result = new LinkedHashMap<>();
        matrices.forEach(
                (name, matrix) -> {
                    float[] theirs = other.matrix(name).values();
                    float[] values = new float[matrix.values().length];
                    for (int i = 0; i < values.length; i++) {
                        values[i] = (float) combination.of(matrix.values()[i], theirs[i]);
                    }
                    result.put(name, new Matrix(matrix.rows(), matrix.columns(), values));
                });
        return new Weights(result);
    }

    /// One matrix by name.
    public Matrix matrix(String name) {
        Matrix matrix = matrices.get(name);
        if (matrix == null) {
            throw new IllegalArgumentException(
                    "matrix: expected one of %s, found '%s'".formatted(matrices.keySet(), name));
        }
        return matrix;
    }

    /// this + factor·other
    public Weights plus(double factor, Weights other) {
        return combined(other, (one, theirs) -> one + factor * theirs);
    }

    /// The sum of the products of all values.
    public double dot(Weights other) {
        double sum = 0;
        for (String name : matrices.keySet()) {
            float[] mine = matrix(name).values();
            float[] theirs = other.matrix(name).values();
            for (int i = 0; i < mine.length; i++) {
                sum += (double) mine[i] * theirs[i];
            }
        }
        return sum;
    }

    /// Each row of this direction scaled to the length of the same row of the weights (Li et al.
    /// 2018, whose filters are the rows of a linear map). Rows of zeros stay.
    public Weights filterNormalised(Weights like) {
        SequencedMap<String, Matrix> result = new LinkedHashMap<>();
        matrices.forEach(
                (name, matrix) -> {
                    int columns = matrix.columns();
                    float[] values = matrix.values().clone();
                    for (int row = 0; row < matrix.rows(); row++) {
                        double norm = norm(matrix.values(), row * columns, columns);
                        double wanted = norm(like.matrix(name).values(), row * columns, columns);
                        for (int i = row * columns; norm > 0 && i < (row + 1) * columns; i++) {
                            values[i] = (float) (values[i] * wanted / norm);
                        }
                    }
                    result.put(name, new Matrix(matrix.rows(), columns, values));
                });
        return new Weights(result);
    }

    private static double norm(float[] values, int from, int length) {
        double sum = 0;
        for (int i = from; i < from + length; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
