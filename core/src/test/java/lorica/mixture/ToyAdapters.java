package lorica.mixture;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;

/// Small adapters in memory, and dense products to compare mixtures with.
final class ToyAdapters {
    static final String MODULE = "base_model.model.layers.0.q_proj";

    private ToyAdapters() {}

    static Source source(
            String entry, double weight, LoraConfig config, List<LoraFactors> modules) {
        TreeMap<String, LoraFactors> map = new TreeMap<>();
        modules.forEach(factors -> map.put(factors.module(), factors));
        return new Source(entry, weight, new LoraAdapter(Path.of(entry), config, map));
    }

    /// One module with random factors, entries of variance 1.
    static Source random(
            String entry, double weight, int rank, int in, int out, RandomGenerator random) {
        LoraConfig config = config(rank, 2.0 * rank);
        return source(
                entry, weight, config, List.of(factors(MODULE, rank, in, out, config, random)));
    }

    static LoraConfig config(int rank, double alpha) {
        return LoraConfig.of("toy", rank, alpha, new TargetModules.Listed(List.of("q_proj")));
    }

    static LoraFactors factors(
            String module, int rank, int in, int out, LoraConfig config, RandomGenerator random) {
        return factors(
                module,
                rank,
                in,
                out,
                config,
                gaussian(rank * in, random),
                gaussian(out * rank, random));
    }

    static LoraFactors factors(
            String module, int rank, int in, int out, LoraConfig config, float[] a, float[] b) {
        return new LoraFactors(
                module,
                tensor(module + ".lora_A.weight", Shape.of(rank, in), a),
                tensor(module + ".lora_B.weight", Shape.of(out, rank), b),
                config.scalingOf(module));
    }

    static Tensor tensor(String name, Shape shape, float[] values) {
        MemorySegment bytes = Arena.ofAuto().allocate(4L * Math.max(1, values.length));
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT, 0, values.length);
        return new Tensor(
                Path.of("toy.safetensors"),
                name,
                Dtype.F32,
                shape,
                bytes.asSlice(0, 4L * values.length));
    }

    static float[] gaussian(int n, RandomGenerator random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /// `Σ wⱼsⱼBⱼAⱼ [out, in]` of one module, by the definition.
    static double[] dense(List<Source> sources, String module, int in, int out) {
        double[] sum = new double[out * in];
        for (Source source : sources) {
            LoraFactors factors = source.adapter().modules().get(module);
            if (factors != null) {
                add(
                        sum,
                        source.weight() * factors.scaling(),
                        factors.rank(),
                        in,
                        out,
                        factors.a().toFloats(),
                        factors.b().toFloats());
            }
        }
        return sum;
    }

    /// `s·B·A [out, in]`.
    static double[] dense(MixedFactors mixed, double scaling) {
        double[] product = new double[mixed.out() * mixed.in()];
        add(product, scaling, mixed.rank(), mixed.in(), mixed.out(), mixed.a(), mixed.b());
        return product;
    }

    private static void add(
            double[] sum, double factor, int rank, int in, int out, float[] a, float[] b) {
        for (int o = 0; o < out; o++) {
            for (int k = 0; k < rank; k++) {
                for (int i = 0; i < in; i++) {
                    sum[o * in + i] += factor * b[o * rank + k] * a[k * in + i];
                }
            }
        }
    }

    /// The best approximation of rank `rank` of a dense matrix.
    static double[] truncate(double[] matrix, int out, int in, int rank) {
        SmallSvd svd = SmallSvd.of(out, in, matrix.clone());
        double[] product = new double[out * in];
        for (int k = 0; k < Math.min(rank, svd.values().length); k++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    product[o * in + i] +=
                            svd.values()[k] * svd.left()[k * out + o] * svd.right()[k * in + i];
                }
            }
        }
        return product;
    }

    static double norm(double[] x) {
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    static double distance(double[] x, double[] y) {
        double[] difference = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            difference[i] = x[i] - y[i];
        }
        return norm(difference);
    }

    static List<Source> reversed(List<Source> sources) {
        return new ArrayList<>(sources).reversed();
    }
}
