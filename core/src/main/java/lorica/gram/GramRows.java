package lorica.gram;

import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import lorica.storage.Checksum;

/// The rows of a bank's entries, each with its products with the entries up to itself; a pair may
/// stand in the row of either.
record GramRows(List<String> entries, List<Checksum> keys, List<GramRow> rows) {
    /// Whether a pair stands in one of the two rows.
    boolean has(int i, int j) {
        return rows.get(i).products().containsKey(keys.get(j))
                || rows.get(j).products().containsKey(keys.get(i));
    }

    BankGram gram() {
        boolean comparable =
                rows.stream()
                        .flatMap(row -> row.products().values().stream())
                        .allMatch(products -> products.factors().isPresent());
        return new BankGram(
                matrix(Products::update),
                comparable
                        ? Optional.of(matrix(products -> products.factors().orElseThrow().flat()))
                        : Optional.empty(),
                Optional.empty());
    }

    /// The products of one module; 0 where an adapter lacks it.
    GramMatrix module(String name) {
        double[][] values = new double[rows.size()][rows.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j <= i; j++) {
                values[i][j] = module(name, i, j);
                values[j][i] = values[i][j];
            }
        }
        return new GramMatrix(entries, values);
    }

    private double module(String name, int i, int j) {
        int holder = rows.get(i).products().containsKey(keys.get(j)) ? i : j;
        int place = rows.get(holder).modules().indexOf(name);
        return place < 0 ? 0 : products(i, j).updates()[place];
    }

    private GramMatrix matrix(ToDoubleFunction<Products> value) {
        double[][] values = new double[rows.size()][rows.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j <= i; j++) {
                values[i][j] = value.applyAsDouble(products(i, j));
                values[j][i] = values[i][j];
            }
        }
        return new GramMatrix(entries, values);
    }

    private Products products(int i, int j) {
        Products own = rows.get(i).products().get(keys.get(j));
        Products products = own == null ? rows.get(j).products().get(keys.get(i)) : own;
        if (products == null) {
            throw new IllegalStateException(
                    "gram: expected the products of '%s' and '%s', found none"
                            .formatted(entries.get(i), entries.get(j)));
        }
        return products;
    }
}
