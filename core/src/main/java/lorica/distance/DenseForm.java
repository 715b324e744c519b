package lorica.distance;

/// A distance that is also a sum over all token ids of a term of what the two datasets have there:
///
/// ```
/// ρ(P, Q) = finish(Σₖ term(p(k), q(k)))
/// ```
///
/// [Distance#between] walks two sorted supports, a branch a token; this form adds whole tiles of
/// ids with vectors, and [Pairs] spreads each dataset into a tile once for many pairs. The two
/// differ in the order of summation only.
interface DenseForm {
    /// How many numbers a dataset has at an id.
    int planes();

    /// Writes them for the ids `from … from + n − 1`: plane `k` from `tile[at + k·n]`.
    void spread(Fingerprint dataset, int from, int n, double[] tile, int at);

    /// The terms of `n` ids, added up; `p` and `q` as [#spread] wrote them, from the offsets.
    ///
    /// @param scratch `4n` elements whose content means nothing, before and after
    double terms(double[] p, int po, double[] q, int qo, int n, double[] scratch);

    /// The distance, from the sum over all ids.
    double finish(double sum, int vocabulary);
}
