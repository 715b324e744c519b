package lorica.train.method;

/// c³LA: a chain of cLA whose window moves r columns a link and wraps at the end.
///
/// Link c reaches the columns `(c·r + i) mod in`, so k·r ≥ in reaches every column.
public record CirculantChain(LowRank lowRank, int links, Frozen frozen) implements AdapterMethod {
    public CirculantChain {
        AdapterMethod.requireLinks(links);
    }

    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.C3LA : MethodName.C3LA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        int[] places =
                Selection.window(
                        site.selectable(frozen),
                        lowRank.rank(),
                        (long) site.link() * lowRank.rank());
        return Adaptation.asymmetric(frozen, new Factor.Units(places));
    }
}
