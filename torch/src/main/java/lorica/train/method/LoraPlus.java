package lorica.train.method;

/// LoRA+: LoRA whose B learns `rateOfB` times as fast as its A.
///
/// @param rateOfB 16 in the paper, above 0
public record LoraPlus(LowRank lowRank, double rateOfB) implements AdapterMethod {
    public LoraPlus {
        if (!(rateOfB > 0) || Double.isInfinite(rateOfB)) {
            throw new IllegalArgumentException(
                    "learning rate of B over that of A: expected more than 0, found " + rateOfB);
        }
    }

    @Override
    public MethodName name() {
        return MethodName.LORA_PLUS;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Lora(lowRank).adaptation(site);
    }
}
