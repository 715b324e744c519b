package lorica.train.method;

/// Asymmetric LoRA: one factor drawn from N(0, 0.02²) and frozen, the other trained from zero.
public record AsymmetricLora(LowRank lowRank, Frozen frozen) implements AdapterMethod {
    @Override
    public MethodName name() {
        return frozen == Frozen.A ? MethodName.ASYM : MethodName.ASYM_B;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return Adaptation.asymmetric(frozen, new Factor.Gaussian(Factor.Role.FROZEN));
    }
}
