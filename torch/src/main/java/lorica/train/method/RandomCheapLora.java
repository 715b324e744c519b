package lorica.train.method;

/// r-cLA: as cLA, with r columns of W chosen by chance.
public record RandomCheapLora(LowRank lowRank, Selection selection, Frozen frozen)
        implements AdapterMethod {
    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.R_CLA : MethodName.R_CLA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        int[] places = selection.draw(site.selectable(frozen), lowRank.rank(), site.random());
        return Adaptation.asymmetric(frozen, new Factor.Units(places));
    }
}
