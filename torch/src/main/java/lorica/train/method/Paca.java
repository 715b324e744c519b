package lorica.train.method;

/// PaCA: r columns of W chosen by chance are trained.
public record Paca(LowRank lowRank) implements PartialConnections {
    public Paca {
        PartialConnections.requireNoDropout(lowRank);
    }

    @Override
    public MethodName name() {
        return MethodName.PACA;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Adaptation.Weights(
                Selection.SCATTERED.draw(site.in(), lowRank.rank(), site.random()));
    }
}
