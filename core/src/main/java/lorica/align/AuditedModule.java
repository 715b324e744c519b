package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;

/// One module of all entries: norms, sketches, and the share outside the shared subspace.
///
/// ```
/// ‖ΔW‖² = ‖s·B·(AAᵀ)^½‖²,   sketch = Ω_outᵀ·s·B·A·Ω_in [32, 32]
/// ```
///
/// Ω are normal and seeded, of variance 1/32, or the identity up to 32: inner products of sketches
/// estimate those of the updates. No `[out, in]` is formed. The shared subspace is that of updates
/// of norm 1 ([SharedSubspace#byResiduals]).
///
/// @param squares `‖ΔW‖²` of every entry
/// @param sketches of every entry; zeros where it lacks the module
/// @param outside `‖(I − P)ΔW‖ / ‖ΔW‖`; 0 where it lacks the module
/// @param rank of P
/// @param discarded energy left out before P was looked for
record AuditedModule(
        double[] squares, List<double[]> sketches, double[] outside, int rank, double discarded) {
    /// Dimensions of the range finder: with hundreds of entries time grows with its square.
    static final int RANGE = 256;

    private static final int SKETCH = 32;

    static AuditedModule of(String module, List<LoraAdapter> adapters) {
        List<double[]> columns = new ArrayList<>();
        List<double[]> sketches = new ArrayList<>();
        double[] squares = new double[adapters.size()];
        int out = 0;
        int in = 0;
        for (LoraAdapter adapter : adapters) {
            LoraFactors factors = adapter.modules().get(module);
            if (factors != null && out == 0) {
                out = factors.out();
                in = factors.in();
            }
            if (factors != null && (factors.out() != out || factors.in() != in)) {
                throw new AlignmentException(
                        adapter.directory() + ": " + module,
                        "in %d, out %d as of the others".formatted(in, out),
                        "in %d, out %d".formatted(factors.in(), factors.out()));
            }
        }
        double[] left = mixing(out, 1 + module.hashCode());
        double[] right = mixing(in, 2L * module.hashCode());
        for (int k = 0; k < squares.length; k++) {
            LoraFactors factors = adapters.get(k).modules().get(module);
            if (factors == null) {
                columns.add(new double[0]);
                sketches.add(new double[0]);
                continue;
            }
            double[] whitened = FactorGeometry.whitened(factors);
            squares[k] = square(whitened);
            double norm = Math.sqrt(squares[k]);
            for (int i = 0; norm > 0 && i < whitened.length; i++) {
                whitened[i] /= norm;
            }
            columns.add(whitened);
            sketches.add(sketch(factors, left, right));
        }
        Subspace range = RangeFinder.basis(out, columns, RANGE);
        List<double[]> reduced = new ArrayList<>();
        double kept = 0;
        for (int k = 0; k < squares.length; k++) {
            double[] all = columns.set(k, new double[0]); // frees the columns one by one
            double[] few = range.rank() == out ? all : range.columns(all);
            reduced.add(few);
            kept += square(few);
        }
        double[] outside = new double[squares.length];
        long moving = Arrays.stream(squares).filter(square -> square > 0).count();
        Subspace shared = Subspace.none(range.rank());
        if (moving >= 3) {
            Blocks blocks = new Blocks(range.rank(), reduced);
            shared = SharedSubspace.byResiduals(blocks);
            double[] rest = shared.residuals(blocks);
            for (int k = 0; k < outside.length; k++) {
                double lost = Math.max(0, 1 - square(reduced.get(k)));
                outside[k] = squares[k] == 0 ? 0 : Math.sqrt(rest[k] * rest[k] + lost);
            }
        }
        double discarded = moving == 0 ? 0 : Math.max(0, 1 - kept / moving);
        return new AuditedModule(squares, sketches, outside, shared.rank(), discarded);
    }

    private static double square(double[] block) {
        return RowKernel.dot(block, 0, block, 0, block.length);
    }

    /// 32 vectors of `length` elements, or the identity.
    private static double[] mixing(int length, long seed) {
        int count = Math.min(SKETCH, length);
        double[] vectors = new double[count * length];
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] =
                    length <= SKETCH
                            ? (i / length == i % length ? 1 : 0)
                            : random.nextGaussian() / Math.sqrt(SKETCH);
        }
        return vectors;
    }

    private static double[] sketch(LoraFactors factors, double[] left, double[] right) {
        int rank = factors.rank();
        int tall = left.length / factors.out();
        int wide = right.length / factors.in();
        double[] b = FactorGeometry.columns(factors);
        double[] a = factors.a().toDoubles();
        double[] ofB = new double[rank * tall];
        double[] ofA = new double[rank * wide];
        int out = factors.out();
        int in = factors.in();
        ProductKernel.inner(ofB, tall, b, 0, out, rank, left, 0, out, tall, out);
        ProductKernel.inner(ofA, wide, a, 0, in, rank, right, 0, in, wide, in);
        double[] sketch = new double[tall * wide];
        ProductKernel.combine(sketch, 0, wide, tall, ofB, tall, ofA, 0, wide, rank, wide);
        return sketch;
    }
}
