package lorica.train.method;

/// LoRA: `W = W₀ + s·B·A`, A ~ N(0, 0.02²), B = 0 at the start, both trained.
public record Lora(LowRank lowRank) implements AdapterMethod {
    @Override
    public MethodName name() {
        return MethodName.LORA;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Adaptation.Factors(new Factor.Gaussian(Factor.Role.TRAINED), new Factor.Zero());
    }
}
