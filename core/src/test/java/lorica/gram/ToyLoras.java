package lorica.gram;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
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

/// Small adapters in memory, and their updates as dense matrices.
final class ToyLoras {
    private ToyLoras() {}

    /// One module of an adapter: its rank and extents.
    record Module(String name, int rank, int in, int out) {}

    static LoraAdapter random(
            String name, double alpha, List<Module> modules, RandomGenerator random) {
        LoraConfig config =
                LoraConfig.of(
                        "toy",
                        modules.getFirst().rank(),
                        alpha,
                        new TargetModules.Listed(List.of("q_proj")));
        TreeMap<String, LoraFactors> factors = new TreeMap<>();
        for (Module module : modules) {
            factors.put(
                    module.name(),
                    new LoraFactors(
                            module.name(),
                            tensor(module.rank(), module.in(), random),
                            tensor(module.out(), module.rank(), random),
                            alpha / module.rank()));
        }
        return new LoraAdapter(Path.of(name), config, factors);
    }

    private static Tensor tensor(int rows, int columns, RandomGenerator random) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT, 0, values.length);
        return new Tensor(
                Path.of("toy.safetensors"), "toy", Dtype.F32, Shape.of(rows, columns), bytes);
    }

    /// `Σ_modules Σ (sᵢBᵢAᵢ) ∘ (sⱼBⱼAⱼ)`, by the definition.
    static double dense(LoraAdapter one, LoraAdapter other) {
        double sum = 0;
        for (LoraFactors factors : one.modules().values()) {
            LoraFactors match = other.modules().get(factors.module());
            if (match != null) {
                double[] x = update(factors);
                double[] y = update(match);
                for (int i = 0; i < x.length; i++) {
                    sum += x[i] * y[i];
                }
            }
        }
        return sum;
    }

    /// `Σ_modules Σ (ΔWᵢ·C) ∘ ΔWⱼ`, by the definition.
    static double dense(LoraAdapter one, LoraAdapter other, Geometry geometry)
            throws java.io.IOException {
        double sum = 0;
        for (LoraFactors factors : one.modules().values()) {
            LoraFactors match = other.modules().get(factors.module());
            if (match != null) {
                double[] x = update(factors);
                double[] seen =
                        geometry.moment(factors.module())
                                .map(c -> product(x, c, factors.out(), factors.in()))
                                .orElse(x);
                double[] y = update(match);
                for (int i = 0; i < y.length; i++) {
                    sum += seen[i] * y[i];
                }
            }
        }
        return sum;
    }

    /// `x [n, k]` times `y [k, k]`.
    private static double[] product(double[] x, double[] y, int n, int k) {
        double[] product = new double[n * k];
        for (int i = 0; i < n; i++) {
            for (int l = 0; l < k; l++) {
                for (int j = 0; j < k; j++) {
                    product[i * k + j] += x[i * k + l] * y[l * k + j];
                }
            }
        }
        return product;
    }

    /// A random second moment, of this many rows: fewer than it is wide, and it is singular.
    static double[] moment(int width, int rows, RandomGenerator random) {
        double[] moment = new double[width * width];
        for (int row = 0; row < rows; row++) {
            double[] x = random.doubles(width, -1, 1).toArray();
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    moment[i * width + j] += x[i] * x[j] / rows;
                }
            }
        }
        return moment;
    }

    private static double[] update(LoraFactors factors) {
        float[] a = factors.a().toFloats();
        float[] b = factors.b().toFloats();
        double[] update = new double[factors.out() * factors.in()];
        for (int o = 0; o < factors.out(); o++) {
            for (int i = 0; i < factors.in(); i++) {
                for (int k = 0; k < factors.rank(); k++) {
                    update[o * factors.in() + i] +=
                            factors.scaling()
                                    * b[o * factors.rank() + k]
                                    * (double) a[k * factors.in() + i];
                }
            }
        }
        return update;
    }

    /// `⟨θᵢ, θⱼ⟩` of the flat factors, by the definition.
    static double flat(LoraAdapter one, LoraAdapter other) {
        double sum = 0;
        for (LoraFactors factors : one.modules().values()) {
            LoraFactors match =
                    java.util.Objects.requireNonNull(other.modules().get(factors.module()));
            sum += dot(factors.a().toFloats(), match.a().toFloats());
            sum += dot(factors.b().toFloats(), match.b().toFloats());
        }
        return sum;
    }

    private static double dot(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }
}
