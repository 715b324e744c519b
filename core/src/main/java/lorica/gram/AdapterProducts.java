package lorica.gram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.kernel.ProductKernel;
import lorica.kernel.WidenKernel;
import lorica.storage.Parallel;
import lorica.tensor.Tensor;

/// Inner products of adapters from r×r matrices, one module at a time:
///
/// ```
/// ⟨ΔWᵢ, ΔWⱼ⟩ = sᵢ·sⱼ·Σ (Aᵢ·Aⱼᵀ) ∘ (Bᵢᵀ·Bⱼ),   A [r, in], B [out, r]
/// ⟨Aᵢ, Aⱼ⟩ = tr(Aᵢ·Aⱼᵀ),   ⟨Bᵢ, Bⱼ⟩ = tr(Bᵢᵀ·Bⱼ)
/// ```
///
/// In another [Geometry] the rows' A becomes `A·C`, once a row; flat factors are then not compared.
///
/// `r²·(in + out)` multiplications a pair and module instead of `in·out·r`. Summed in `double`.
/// Threads take modules; the products are the same bits at any number of them and in any block.
final class AdapterProducts {
    private final List<LoraAdapter> rows;
    private final List<LoraAdapter> columns;
    private final Geometry geometry;

    private AdapterProducts(List<LoraAdapter> rows, List<LoraAdapter> columns, Geometry geometry) {
        this.rows = rows;
        this.columns = columns;
        this.geometry = geometry;
    }

    /// The products of every row with every column: `[row][column]`.
    ///
    /// @throws AdapterException if a module has other extents in one adapter than in another
    /// @throws lorica.tensor.SafetensorsException if a weight is NaN or infinite
    static Products[][] of(
            List<LoraAdapter> rows, List<LoraAdapter> columns, Geometry geometry, int threads)
            throws IOException {
        return new AdapterProducts(rows, columns, geometry).all(threads);
    }

    private Products[][] all(int threads) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        rows.forEach(row -> names.addAll(row.modules().keySet()));
        List<OfModule> modules = Parallel.map(List.copyOf(names), threads, this::module);
        Products[][] products = new Products[rows.size()][columns.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < columns.size(); j++) {
                products[i][j] = join(i, j, modules);
            }
        }
        return products;
    }

    private Products join(int i, int j, List<OfModule> modules) {
        LoraAdapter row = rows.get(i);
        double[] updates = new double[row.modules().size()];
        double a = 0;
        double b = 0;
        boolean comparable = comparable(row, columns.get(j));
        int at = 0;
        for (OfModule module : modules) {
            if (row.modules().containsKey(module.name())) {
                updates[at++] = module.updates()[i][j];
                a += module.a()[i][j];
                b += module.b()[i][j];
                comparable &= !module.weighed();
            }
        }
        return new Products(
                updates, comparable ? Optional.of(new Products.Factors(a, b)) : Optional.empty());
    }

    private static boolean comparable(LoraAdapter one, LoraAdapter other) {
        if (!one.modules().keySet().equals(other.modules().keySet())) {
            return false;
        }
        for (LoraFactors factors : one.modules().values()) {
            LoraFactors match = other.modules().get(factors.module());
            if (match == null || match.rank() != factors.rank()) {
                return false;
            }
        }
        return true;
    }

    /// @param weighed whether A's products are those of `A·C`
    private record OfModule(
            String name, boolean weighed, double[][] updates, double[][] a, double[][] b) {}

    private OfModule module(String name) throws IOException {
        Optional<double[]> moment = geometry.moment(PeftDirectory.moduleName(name));
        OfModule products =
                new OfModule(
                        name,
                        moment.isPresent(),
                        new double[rows.size()][columns.size()],
                        new double[rows.size()][columns.size()],
                        new double[rows.size()][columns.size()]);
        List<Sides> ofRows = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Optional<Sides> sides = Sides.of(rows.get(i), name, i);
            sides.ifPresent(side -> ofRows.add(side.within(moment)));
        }
        for (int j = 0; j < columns.size(); j++) {
            Optional<Sides> column = Sides.of(columns.get(j), name, j);
            if (column.isPresent()) {
                for (Sides row : ofRows) {
                    multiply(row, column.get(), products);
                }
            }
        }
        return products;
    }

    private void multiply(Sides row, Sides column, OfModule products) {
        requireSameExtents(row, column);
        double[] a = row.productsOfA(column);
        double[] b = row.productsOfB(column);
        double update = 0;
        double ofA = 0;
        double ofB = 0;
        int rank = column.factors().rank();
        for (int k = 0; k < row.factors().rank(); k++) {
            for (int l = 0; l < rank; l++) {
                update = Math.fma(a[k * rank + l], b[k * rank + l], update);
            }
            if (k < rank) {
                ofA += a[k * rank + k];
                ofB += b[k * rank + k];
            }
        }
        int i = row.place();
        int j = column.place();
        products.updates()[i][j] = row.factors().scaling() * column.factors().scaling() * update;
        products.a()[i][j] = ofA;
        products.b()[i][j] = ofB;
    }

    private void requireSameExtents(Sides row, Sides column) {
        LoraFactors one = column.factors();
        LoraFactors other = row.factors();
        if (one.in() != other.in() || one.out() != other.out()) {
            throw new AdapterException(
                    rows.get(row.place()).directory(),
                    one.module(),
                    "in %d, out %d as in %s"
                            .formatted(
                                    one.in(), one.out(), columns.get(column.place()).directory()),
                    "in %d, out %d".formatted(other.in(), other.out()));
        }
    }

    /// One module of one adapter: `a [r, in]` and `b [r, out]` (the transpose of B).
    private record Sides(int place, LoraFactors factors, double[] a, double[] b) {
        static Optional<Sides> of(LoraAdapter adapter, String module, int place) {
            LoraFactors factors = adapter.modules().get(module);
            if (factors == null) {
                return Optional.empty();
            }
            double[] b = widened(factors.b());
            return Optional.of(
                    new Sides(
                            place,
                            factors,
                            widened(factors.a()),
                            transposed(b, factors.out(), factors.rank())));
        }

        /// `A·C` in the place of A.
        Sides within(Optional<double[]> moment) {
            return moment.map(c -> new Sides(place, factors, timesA(c), b)).orElse(this);
        }

        private double[] timesA(double[] moment) {
            int in = factors.in();
            if (moment.length != (long) in * in) {
                throw new IllegalArgumentException(
                        "%s: expected second moments of %d inputs, found %d numbers; measure them with this bank's base model"
                                .formatted(factors.module(), in, moment.length));
            }
            return products(a, factors.rank(), moment, in, in);
        }

        private static double[] widened(Tensor tensor) {
            float[] values = tensor.toFiniteFloats();
            double[] wide = new double[values.length];
            WidenKernel.scaled(1, values, 0, wide, 0, values.length);
            return wide;
        }

        private static double[] transposed(double[] matrix, int rows, int columns) {
            double[] transposed = new double[matrix.length];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    transposed[j * rows + i] = matrix[i * columns + j];
                }
            }
            return transposed;
        }

        /// `A·A'ᵀ [r, r']`.
        double[] productsOfA(Sides other) {
            return products(a, factors.rank(), other.a, other.factors.rank(), factors.in());
        }

        /// `Bᵀ·B' [r, r']`.
        double[] productsOfB(Sides other) {
            return products(b, factors.rank(), other.b, other.factors.rank(), factors.out());
        }

        private static double[] products(double[] x, int rank, double[] y, int other, int length) {
            double[] products = new double[Math.multiplyExact(rank, other)];
            ProductKernel.inner(products, other, x, 0, length, rank, y, 0, length, other, length);
            return products;
        }
    }
}
