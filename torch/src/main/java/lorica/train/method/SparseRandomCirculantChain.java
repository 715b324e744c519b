package lorica.train.method;

/// s-r-c³LA: the mathematics of r-c³LA; A·x is a gather of r columns instead of a matrix product.
public record SparseRandomCirculantChain(
        LowRank lowRank, int links, Selection selection, Frozen frozen) implements AdapterMethod {
    public SparseRandomCirculantChain {
        AdapterMethod.requireLinks(links);
    }

    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.S_R_C3LA : MethodName.S_R_C3LA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return Adaptation.sparse(
                frozen, selection.draw(site.selectable(frozen), lowRank.rank(), site.random()));
    }
}
