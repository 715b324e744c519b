package lorica.train.method;

/// CoLA: a chain of LoRA updates, each merged before the next starts from a new A and B = 0.
public record ChainOfLora(LowRank lowRank, int links) implements AdapterMethod {
    public ChainOfLora {
        AdapterMethod.requireLinks(links);
    }

    @Override
    public MethodName name() {
        return MethodName.COLA;
    }

    @Override
    public Adaptation adaptation(Site site) {
        return new Lora(lowRank).adaptation(site);
    }
}
