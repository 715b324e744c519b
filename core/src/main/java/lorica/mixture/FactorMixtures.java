package lorica.mixture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.kernel.PanelKernel;
import lorica.kernel.RowKernel;
import lorica.storage.Background;
import lorica.storage.Parallel;
import lorica.tensor.Tensor;

/// Many [FactorMixture]s of the same adapters in one pass over them, as one tiled product:
///
/// ```
/// Θ̂ = W·Θ,   W [targets, sources], Θ [sources, parameters]
/// ```
///
/// Every adapter is read once, however many targets there are; the factors of each target have the
/// bytes that [FactorMixture] gives it alone. While one slab of columns is made the one before is
/// taken. Nobody reads ahead: a bank that was not in memory was read sooner by threads that touch
/// its mapped files as they need them than by any ahead of them (docs/results/protocol.md).
///
/// Heap: 128 MiB of values, however many targets, and `sources × 1,024` numbers a thread. What a
/// mixture lost is not reported: it would cost more than the mixtures.
///
/// @param plan over all sources
/// @param weights `[target][source]`, at least 0
public record FactorMixtures(MixturePlan plan, double[][] weights) {
    /// Columns of a tensor that a thread handles at a time, of many targets and of few.
    private static final int CHUNK = 1024;

    private static final int STREAM = 16384;

    /// Panels that stay in the second cache while all weights pass over them.
    private static final int PANELS = 4;

    /// Values of all targets that are made before they are taken, in bytes: two such are held.
    private static final int SLAB_BYTES = 1 << 26;

    /// Takes the tensors in the order of the weights file, each from its first element to its last.
    @FunctionalInterface
    public interface Sink {
        /// Elements `first … first + n − 1` of one tensor.
        ///
        /// @param key of the file, for instance `….q_proj.lora_A.weight`
        /// @param values `[target][element − first]`, row-major, valid until this returns
        void take(String key, int first, int n, float[][] values) throws IOException;
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
    /// @param threads that compute, at least 1; one more takes what they made
    public void each(int threads, Sink sink) throws IOException {
        long chunks = SLAB_BYTES / (4L * weights.length * CHUNK);
        each(threads, Math.clamp(chunks, 4, 1 << 14) * CHUNK, sink);
    }

    /// @param slab columns that are made before they are taken, a multiple of a chunk
    void each(int threads, int slab, Sink sink) throws IOException {
        Shop shop = new Shop(weights, blocks(), new ConcurrentLinkedQueue<>());
        float[][][] values = new float[2][weights.length][0];
        try (Background taking = new Background()) {
            int turn = 0;
            for (Tensors tensor : tensors()) {
                for (int first = 0; first < tensor.size(); first += slab) {
                    int n = Math.min(slab, tensor.size() - first);
                    int from = first;
                    float[][] made = grown(values[turn], n);
                    turn = 1 - turn;
                    make(tensor, first, n, made, shop, threads);
                    taking.start(() -> sink.take(tensor.key(), from, n, made));
                }
            }
            taking.await();
        }
    }

    private List<Tensors> tensors() {
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
        return tensors;
    }

    private static float[][] grown(float[][] values, int n) {
        for (int k = 0; k < values.length && values[k].length < n; k++) {
            values[k] = new float[n];
        }
        return values;
    }

    private static void make(
            Tensors tensor, int first, int n, float[][] values, Shop shop, int threads)
            throws IOException {
        boolean few = values.length < PanelKernel.HEIGHT;
        int chunk = few ? STREAM : CHUNK;
        List<Integer> starts =
                IntStream.iterate(0, at -> at < n, at -> at + chunk).boxed().toList();
        Parallel.map(
                starts,
                threads,
                start -> {
                    int columns = Math.min(chunk, n - start);
                    if (few) {
                        tensor.stream(first + start, columns, shop.weights(), values, start);
                    } else {
                        tensor.multiply(first + start, columns, shop, values, start);
                    }
                    return start;
                });
    }

    /// What all chunks share.
    ///
    /// @param free packed rows of chunks that are done, to be used again
    private record Shop(double[][] weights, List<Block> blocks, Queue<double[]> free) {
        double[] packed(int numbers) {
            double[] used = free.poll();
            return used == null || used.length < numbers ? new double[numbers] : used;
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
        void stream(int start, int n, double[][] weights, float[][] values, int to) {
            double[] y = new double[n];
            for (int k = 0; k < weights.length; k++) {
                Arrays.fill(y, 0);
                Tensor.addScaled(weights[k], ofSources, start, y, n);
                for (int t = 0; t < n; t++) {
                    values[k][to + t] = (float) y[t];
                }
                if (RowKernel.firstNonFinite(values[k], to, n) >= 0) {
                    ofSources.forEach(tensor -> tensor.toFiniteFloats(start, n));
                }
            }
        }

        /// All targets, some panels at a time.
        void multiply(int start, int n, Shop shop, float[][] values, int to) {
            int width = PanelKernel.WIDTH;
            int sources = ofSources.size();
            int panels = Math.ceilDiv(n, width);
            int stride = (sources | 1) * width; // odd: the rows of a power of 2 share cache lines
            double[] x = shop.packed(panels * stride);
            for (int i = 0; i < sources; i++) {
                float[] row = ofSources.get(i).toFiniteFloats(start, n);
                PanelKernel.pack(row, n, x, i * width, stride);
            }
            float[][] rest = new float[PanelKernel.HEIGHT][width];
            float[][] y = new float[PanelKernel.HEIGHT][];
            for (int group = 0; group < panels; group += PANELS) {
                int end = Math.min(group + PANELS, panels);
                for (Block block : shop.blocks()) {
                    for (int panel = group; panel < end; panel++) {
                        int columns = Math.min(width, n - panel * width);
                        int at = to + panel * width;
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
            shop.free().add(x);
        }
    }
}
