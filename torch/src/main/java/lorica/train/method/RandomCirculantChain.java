package lorica.train.method;

/// r-c³LA: a chain of r-cLA, the columns chosen anew for every link.
public record RandomCirculantChain(LowRank lowRank, int links, Selection selection, Frozen frozen)
        implements AdapterMethod {
    public RandomCirculantChain {
        AdapterMethod.requireLinks(links);
    }

    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.R_C3LA : MethodName.R_C3LA_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new RandomCheapLora(lowRank, selection, frozen).adaptation(site);
    }
}
