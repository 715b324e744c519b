package lorica.train.method;

/// What of one linear map `W [out, in]` is trained, and how it acts.
public sealed interface Adaptation {
    /// `y = W·x + s·B·(A·x)`, two matrix products.
    record Factors(Factor a, Factor b) implements Adaptation {}

    /// `y = W·x + s·B·x[columns]`: A·x is a gather, B is trained from zero.
    record Columns(int[] columns) implements Adaptation {}

    /// `y = W·x`, then `y[rows] += s·A·x`: B is a scatter, A is trained from zero.
    record Rows(int[] rows) implements Adaptation {}

    /// `W[:, columns]` itself is trained; the forward pass is `y = W·x`.
    record Weights(int[] columns) implements Adaptation {}

    /// The factors of an asymmetric update: one kept as it starts, the other trained from zero.
    static Factors asymmetric(Frozen frozen, Factor kept) {
        return switch (frozen) {
            case A -> new Factors(kept, new Factor.Zero());
            case B -> new Factors(new Factor.Zero(), kept);
        };
    }

    /// An asymmetric update whose kept factor is made of unit vectors, without the product.
    static Adaptation sparse(Frozen frozen, int[] places) {
        return switch (frozen) {
            case A -> new Columns(places);
            case B -> new Rows(places);
        };
    }
}
