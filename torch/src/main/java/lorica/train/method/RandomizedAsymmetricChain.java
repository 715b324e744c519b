package lorica.train.method;

/// RAC: a chain of asymmetric updates, the frozen factor drawn anew for every link.
public record RandomizedAsymmetricChain(LowRank lowRank, int links, Frozen frozen)
        implements AdapterMethod {
    public RandomizedAsymmetricChain {
        AdapterMethod.requireLinks(links);
    }

    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.RAC : MethodName.RAC_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new AsymmetricLora(lowRank, frozen).adaptation(site);
    }
}
