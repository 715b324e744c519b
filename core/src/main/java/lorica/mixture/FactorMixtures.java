package lorica.mixture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.kernel.PanelKernel;
import lorica.kernel.RowKernel;
import lorica.storage.Parallel;
import lorica.tensor.Tensor;

/// Many [FactorMixture]s of the same adapters in one pass over them, as one tiled product:
///
/// ```
/// Θ̂ = W·Θ,   W [targets, sources], Θ [sources, parameters]
/// ```
///
/// Every adapter is read once, however many targets there are; the factors of each target have the
/// bytes that [FactorMixture] gives it alone. Heap: the targets' values of one tensor of each size,
/// and `sources × 1,024` numbers a thread. What a mixture lost is not reported: it would cost more
/// than the mixtures.
///
/// @param plan over all sources
/// @param weights `[target][source]`, at least 0
public record FactorMixtures(MixturePlan plan, double[][] weights) {
    /// Columns of a tensor that a thread handles at a time, of many targets and of few.
    private static final int PANELS = 1024;

    private static final int STREAM = 8192;

    /// Takes the tensors in the order of the weights file.
    @FunctionalInterface
    public interface Sink {
        /// @param key of the file, for instance `….q_proj.lora_A.weight`
        /// @param values `[target][element]`, row-major, valid until this returns
        void take(String key, float[][] values) throws IOException;
    }

    /// Plans the mixtures of adapters that fit together.
    ///
    /// @param entries names, one an adapter
    /// @throws MixtureException if two of them differ in modules, shapes or scaling
    public static FactorMixtures of(
            List<String> entries, List<LoraAdapter> adapters, double[][] weights) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            sources.add(new Source(entries.get(i), 1, adapters.get(i)));
        }
        for (double[] row : weights) {
            if (row.length != sources.size()) {
                throw new IllegalArgumentException(
                        "weights: expected one a source, %d, found %d"
                                .formatted(sources.size(), row.length));
            }
        }
        return new FactorMixtures(new FactorMixture().plan(sources), weights);
    }

    /// The same mixtures without the smallest weights, at most `mass` of every target together; the
    /// others stay as they are. By the triangle inequality, of every element and of the norm:
    ///
    /// ```
    /// |θ̂ − θ̂'| = |Σ_skipped wⱼθⱼ| ≤ mass·max |θⱼ|
    /// ```
    ///
    /// @param mass 0 skips nothing but zeros
    public FactorMixtures skipping(double mass) {
        double[][] kept = new double[weights.length][];
        for (int k = 0; k < kept.length; k++) {
            double[] row = weights[k].clone();
            List<Integer> smallestFirst =
                    IntStream.range(0, row.length)
                            .boxed()
                            .sorted((i, j) -> Double.compare(row[i], row[j]))
                            .toList();
            double skipped = 0;
            for (int i : smallestFirst) {
                skipped += row[i];
                if (skipped > mass) {
                    break;
                }
                row[i] = 0;
            }
            kept[k] = row;
        }
        return new FactorMixtures(plan, kept);
    }

    /// Multiply-adds that [#each] does; zeros count where a target beside them has weight.
    public long products() {
        long rows = 0;
        for (Block block : blocks()) {
            rows += (long) block.rows().length * PanelKernel.HEIGHT;
        }
        long elements = 0;
        for (ModuleShape shape : plan.modules().values()) {
            elements += (long) shape.rank() * (shape.in() + shape.out());
        }
        return rows * elements;
    }

    /// Makes all tensors, one after another.
    ///
    /// @param threads at least 1
    public void each(int threads, Sink sink) throws IOException {
        List<Block> blocks = blocks();
        List<Tensors> tensors = new ArrayList<>();
        for (String module : plan.modules().keySet()) {
            List<LoraFactors> factors = new ArrayList<>();
            for (Source source : plan.sources()) {
                factors.add(source.adapter().modules().get(module));
            }
            tensors.add(
                    new Tensors(
                            PeftDirectory.keyA(module),
                            factors.stream().map(LoraFactors::a).toList()));
            tensors.add(
                    new Tensors(
                            PeftDirectory.keyB(module),
                            factors.stream().map(LoraFactors::b).toList()));
        }
        boolean few = weights.length < PanelKernel.HEIGHT;
        int chunk = few ? STREAM : PANELS;
        Map<Integer, float[][]> bySize = new HashMap<>();
        for (Tensors tensor : tensors) {
            int size = tensor.size();
            float[][] values =
                    bySize.computeIfAbsent(size, elements -> new float[weights.length][elements]);
            List<Integer> starts =
                    IntStream.iterate(0, at -> at < size, at -> at + chunk).boxed().toList();
            Parallel.map(
                    starts,
                    threads,
                    start -> {
                        int n = Math.min(chunk, size - start);
                        if (few) {
                            tensor.stream(start, n, weights, values);
                        } else {
                            tensor.multiply(start, n, blocks, values);
                        }
                        return start;
                    });
            sink.take(tensor.key(), values);
        }
    }

    /// Weights of [PanelKernel#HEIGHT] targets; `rows` are the sources that any of them weighs.
    private record Block(int target, int height, double[] weights, int[] rows) {
        void combine(double[] x, int at, float[][] y, int to) {
            PanelKernel.combine(weights, x, at, rows, rows.length, y, to);
        }
    }

    private List<Block> blocks() {
        int sources = plan.sources().size();
        List<Block> blocks = new ArrayList<>();
        for (int target = 0; target < weights.length; target += PanelKernel.HEIGHT) {
            double[] packed = new double[sources * PanelKernel.HEIGHT];
            int[] rows = new int[sources];
            int used = 0;
            int height = Math.min(PanelKernel.HEIGHT, weights.length - target);
            for (int i = 0; i < sources; i++) {
                boolean any = false;
                for (int k = 0; k < height; k++) {
                    packed[i * PanelKernel.HEIGHT + k] = weights[target + k][i];
                    any |= weights[target + k][i] != 0;
                }
                if (any) {
                    rows[used++] = i;
                }
            }
            blocks.add(new Block(target, height, packed, Arrays.copyOf(rows, used)));
        }
        return blocks;
    }

    /// One tensor of every source.
    private record Tensors(String key, List<Tensor> ofSources) {
        int size() {
            return Math.toIntExact(ofSources.getFirst().shape().size());
        }

        /// One target after another, straight from the mapped files.
        void stream(int start, int n, double[][] weights, float[][] values) {
            double[] y = new double[n];
            for (int k = 0; k < weights.length; k++) {
                Arrays.fill(y, 0);
                for (int i = 0; i < ofSources.size(); i++) {
                    if (weights[k][i] != 0) {
                        ofSources.get(i).addScaled(weights[k][i], start, y, n);
                    }
                }
                for (int t = 0; t < n; t++) {
                    values[k][start + t] = (float) y[t];
                }
                if (RowKernel.firstNonFinite(values[k], start, n) >= 0) {
                    ofSources.forEach(tensor -> tensor.toFiniteFloats(start, n));
                }
            }
        }

        /// All targets, panel by panel.
        void multiply(int start, int n, List<Block> blocks, float[][] values) {
            int width = PanelKernel.WIDTH;
            int sources = ofSources.size();
            int panels = Math.ceilDiv(n, width);
            int stride = sources * width;
            double[] x = new double[panels * stride];
            for (int i = 0; i < sources; i++) {
                float[] row = ofSources.get(i).toFiniteFloats(start, n);
                PanelKernel.pack(row, n, x, i * width, stride);
            }
            float[][] rest = new float[PanelKernel.HEIGHT][width];
            float[][] y = new float[PanelKernel.HEIGHT][];
            for (int panel = 0; panel < panels; panel++) {
                int columns = Math.min(width, n - panel * width);
                int at = start + panel * width;
                for (Block block : blocks) {
                    if (columns == width && block.height() == PanelKernel.HEIGHT) {
                        System.arraycopy(values, block.target(), y, 0, PanelKernel.HEIGHT);
                        block.combine(x, panel * stride, y, at);
                        continue;
                    }
                    block.combine(x, panel * stride, rest, 0);
                    for (int k = 0; k < block.height(); k++) {
                        System.arraycopy(rest[k], 0, values[block.target() + k], at, columns);
                    }
                }
            }
        }
    }
}
