package lorica.mixture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import lorica.adapter.LoraFactors;
import lorica.kernel.ProductKernel;
import lorica.kernel.WidenKernel;

/// The factors of one module of all sources, as rows: `Σ wⱼsⱼBⱼAⱼ = Σₖ cₖ·bₖ·aₖᵀ`, where row `k` is
/// one rank of one source.
///
/// Read from the mapped files anew by every pass, one source at a time, so that the memory a module
/// takes does not grow with the number of sources. In F32, which holds every stored dtype exactly;
/// the coefficients `cₖ = wⱼsⱼ` are applied in `double`. Order: sources in their order, ranks in
/// theirs.
record StackedFactors(String module, int in, int out, int rank, List<Term> terms) {
    private static final int BLOCK = 16;

    /// One source: `a [rank, in]` and `b [rank, out]` (the transpose of B), row-major.
    sealed interface Term {
        double coefficient();

        int rank();

        float[] a();

        float[] b();
    }

    /// Factors in memory.
    record Held(double coefficient, int rank, float[] a, float[] b) implements Term {}

    /// Factors in a mapped file.
    private record Mapped(double coefficient, LoraFactors factors) implements Term {
        @Override
        public int rank() {
            return factors.rank();
        }

        @Override
        public float[] a() {
            return factors.a().toFloats();
        }

        @Override
        public float[] b() {
            return transpose(factors.b().toFloats(), factors.out(), factors.rank());
        }
    }

    /// The module of every source that has it, after a look whether all weights are finite.
    static StackedFactors read(MixturePlan plan, String module) {
        for (Source source : plan.sources()) {
            LoraFactors factors = source.adapter().modules().get(module);
            if (factors != null) {
                factors.a().toFiniteFloats();
                factors.b().toFiniteFloats();
            }
        }
        return of(plan, module);
    }

    /// The same without that look: nothing is read yet.
    static StackedFactors of(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        List<Term> terms = new ArrayList<>();
        int rank = 0;
        for (Source source : plan.sources()) {
            LoraFactors factors = source.adapter().modules().get(module);
            if (factors != null) {
                terms.add(new Mapped(source.weight() * factors.scaling(), factors));
                rank += factors.rank();
            }
        }
        return new StackedFactors(module, shape.in(), shape.out(), rank, List.copyOf(terms));
    }

    /// By blocks of rows, each of which fills a line of the cache in every column.
    private static float[] transpose(float[] matrix, int rows, int columns) {
        float[] transposed = new float[matrix.length];
        for (int block = 0; block < rows; block += BLOCK) {
            int end = Math.min(block + BLOCK, rows);
            for (int j = 0; j < columns; j++) {
                for (int i = block; i < end; i++) {
                    transposed[j * rows + i] = matrix[i * columns + j];
                }
            }
        }
        return transposed;
    }

    /// All rows `aₖ`: `[rank, in]`.
    double[] rowsOfA() {
        double[] rows = new double[Math.multiplyExact(rank, in)];
        int at = 0;
        for (Term term : terms) {
            float[] a = term.a();
            WidenKernel.scaled(1, a, 0, rows, at, a.length);
            at += a.length;
        }
        return rows;
    }

    /// All rows `cₖ·bₖ`: `[rank, out]`.
    double[] rowsOfB() {
        double[] rows = new double[Math.multiplyExact(rank, out)];
        int at = 0;
        for (Term term : terms) {
            float[] b = term.b();
            WidenKernel.scaled(term.coefficient(), b, 0, rows, at, b.length);
            at += b.length;
        }
        return rows;
    }

    /// `Y = M·X` for `count` vectors of `in` elements, one after another; the result has vectors of
    /// `out` elements.
    double[] multiply(double[] x, int count) {
        return multiply(x, count, in, out, Term::a, Term::b);
    }

    /// `X = Mᵀ·Y` for `count` vectors of `out` elements; the result has vectors of `in` elements.
    double[] multiplyTransposed(double[] y, int count) {
        return multiply(y, count, out, in, Term::b, Term::a);
    }

    private double[] multiply(
            double[] x,
            int count,
            int from,
            int to,
            Function<Term, float[]> inner,
            Function<Term, float[]> outer) {
        double[] product = new double[Math.multiplyExact(count, to)];
        int largest = 0;
        for (Term term : terms) {
            largest = Math.max(largest, term.rank());
        }
        double[] rows = new double[Math.multiplyExact(largest, Math.max(from, to))];
        double[] small = new double[largest * count];
        for (Term term : terms) {
            WidenKernel.scaled(1, inner.apply(term), 0, rows, 0, term.rank() * from);
            Arrays.fill(small, 0);
            ProductKernel.inner(small, count, rows, 0, from, term.rank(), x, 0, from, count, from);
            WidenKernel.scaled(term.coefficient(), outer.apply(term), 0, rows, 0, term.rank() * to);
            ProductKernel.combine(
                    product, 0, to, count, small, count, rows, 0, to, term.rank(), to);
        }
        return product;
    }

    /// What an element of the sum may be off by, and a singular value of an update that cancels be:
    /// `ε·√max(in, out)·‖c·b‖·‖a‖`.
    double rounding() {
        double squareOfA = 0;
        double squareOfB = 0;
        for (Term term : terms) {
            squareOfA += square(term.a());
            squareOfB += term.coefficient() * term.coefficient() * square(term.b());
        }
        return Math.ulp(1.0) * Math.sqrt((double) Math.max(in, out) * squareOfA * squareOfB);
    }

    private static double square(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }

    /// This sum minus `s·B·A` of finished factors: the error of a mixture.
    StackedFactors minus(MixedFactors mixed, double scaling) {
        List<Term> all = new ArrayList<>(terms);
        all.add(
                new Held(
                        -scaling,
                        mixed.rank(),
                        mixed.a(),
                        transpose(mixed.b(), out, mixed.rank())));
        return new StackedFactors(module, in, out, rank + mixed.rank(), List.copyOf(all));
    }

    /// `s·B·A` of finished factors alone.
    static StackedFactors of(MixedFactors mixed, double scaling) {
        Term term =
                new Held(
                        scaling,
                        mixed.rank(),
                        mixed.a(),
                        transpose(mixed.b(), mixed.out(), mixed.rank()));
        return new StackedFactors(
                mixed.module(), mixed.in(), mixed.out(), mixed.rank(), List.of(term));
    }
}
