package lorica.train.method;

/// cLA: `A = [I_r ∣ 0]`, frozen; B is trained, so the first r columns of W change.
public record CheapLora(LowRank lowRank, Frozen frozen) implements AdapterMethod {
    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.CLA : MethodName.CLA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return Adaptation.asymmetric(frozen, new Factor.Units(places(lowRank, site, frozen)));
    }

    /// 0 … r−1.
    static int[] places(LowRank lowRank, Site site, Frozen frozen) {
        return Selection.window(site.selectable(frozen), lowRank.rank(), 0);
    }
}
