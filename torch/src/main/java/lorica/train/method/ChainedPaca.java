package lorica.train.method;

/// C-PaCA: PaCA whose columns are chosen anew for every link of a chain.
public record ChainedPaca(LowRank lowRank, int links) implements PartialConnections {
    public ChainedPaca {
        AdapterMethod.requireLinks(links);
        PartialConnections.requireNoDropout(lowRank);
    }

    @Override
    public MethodName name() {
        return MethodName.C_PACA;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Paca(lowRank).adaptation(site);
    }
}
