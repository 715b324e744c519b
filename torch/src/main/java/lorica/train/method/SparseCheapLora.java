package lorica.train.method;

/// s-cLA: the mathematics of cLA; A·x is a gather of r columns instead of a matrix product.
public record SparseCheapLora(LowRank lowRank, Frozen frozen) implements AdapterMethod {
    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.S_CLA : MethodName.S_CLA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return Adaptation.sparse(frozen, CheapLora.places(lowRank, site, frozen));
    }
}
