package lorica.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraFactors;
import lorica.kernel.RowKernel;
import lorica.kernel.WidenKernel;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;

/// A few elements of an adapter's A factors, at places that are the same for all adapters: of each
/// sampled module 16 runs of at most 16 elements, spread evenly.
///
/// @param parts of each sampled module; empty where the adapter lacks it
/// @param signature of all values
record InitialisationSample(Source source, List<Optional<Part>> parts, CosineSignature signature) {
    private static final int RUNS = 16;
    private static final int RUN = 16;

    record Part(Shape shape, double[] values, double square) {}

    static InitialisationSample of(Source source, List<String> modules) {
        List<Optional<Part>> parts = new ArrayList<>();
        for (String module : modules) {
            parts.add(
                    Optional.ofNullable(source.adapter().modules().get(module))
                            .map(LoraFactors::a)
                            .map(InitialisationSample::part));
        }
        double[] all =
                parts.stream()
                        .flatMapToDouble(
                                part ->
                                        part.map(Part::values).stream()
                                                .flatMapToDouble(Arrays::stream))
                        .toArray();
        return new InitialisationSample(source, List.copyOf(parts), CosineSignature.of(all));
    }

    private static Part part(Tensor a) {
        long size = a.shape().size();
        if (size <= RUNS * RUN) {
            return part(a.shape(), widened(a, 0, (int) size));
        }
        double[] values = new double[RUNS * RUN];
        for (int run = 0; run < RUNS; run++) {
            double[] elements = widened(a, run * (size / RUNS), RUN);
            System.arraycopy(elements, 0, values, run * RUN, RUN);
        }
        return part(a.shape(), values);
    }

    private static Part part(Shape shape, double[] values) {
        return new Part(shape, values, RowKernel.dot(values, 0, values, 0, values.length));
    }

    private static double[] widened(Tensor tensor, long first, int n) {
        double[] values = new double[n];
        WidenKernel.scaled(1, tensor.toFloats(first, n), 0, values, 0, n);
        return values;
    }

    /// False where the signatures show that the cosine of the samples is below ½. They say nothing
    /// of adapters that have different modules.
    boolean mayBeParallel(InitialisationSample other) {
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).map(Part::shape).equals(other.parts.get(i).map(Part::shape))) {
                return true;
            }
        }
        return signature.mayBeParallel(other.signature);
    }

    /// The cosine over the sampled modules that both have in one shape; of the whole factors where
    /// there are none.
    double cosine(InitialisationSample other) {
        double dot = 0;
        double square = 0;
        double otherSquare = 0;
        boolean compared = false;
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).isPresent() && other.parts.get(i).isPresent()) {
                Part a = parts.get(i).get();
                Part b = other.parts.get(i).get();
                if (a.shape().equals(b.shape())) {
                    dot += RowKernel.dot(a.values(), 0, b.values(), 0, a.values().length);
                    square += a.square();
                    otherSquare += b.square();
                    compared = true;
                }
            }
        }
        return compared ? cosine(dot, square, otherSquare) : wholeCosine(source, other.source);
    }

    /// The cosine of all A factors that both have in one shape; 0 where there are none.
    static double wholeCosine(Source one, Source other) {
        double dot = 0;
        double square = 0;
        double otherSquare = 0;
        for (LoraFactors factors : one.adapter().modules().values()) {
            LoraFactors match = other.adapter().modules().get(factors.module());
            if (match != null && match.a().shape().equals(factors.a().shape())) {
                int n = Math.toIntExact(factors.a().shape().size());
                double[] a = widened(factors.a(), 0, n);
                double[] b = widened(match.a(), 0, n);
                dot += RowKernel.dot(a, 0, b, 0, n);
                square += RowKernel.dot(a, 0, a, 0, n);
                otherSquare += RowKernel.dot(b, 0, b, 0, n);
            }
        }
        return cosine(dot, square, otherSquare);
    }

    private static double cosine(double dot, double square, double otherSquare) {
        return square == 0 || otherSquare == 0 ? 0 : dot / Math.sqrt(square * otherSquare);
    }
}
