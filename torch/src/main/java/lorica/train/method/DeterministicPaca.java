package lorica.train.method;

/// D-PaCA: the first r columns of W, those of cLA, are trained.
public record DeterministicPaca(LowRank lowRank) implements PartialConnections {
    public DeterministicPaca {
        PartialConnections.requireNoDropout(lowRank);
    }

    @Override
    public MethodName name() {
        return MethodName.D_PACA;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Adaptation.Weights(CheapLora.places(lowRank, site, Frozen.A));
    }
}
