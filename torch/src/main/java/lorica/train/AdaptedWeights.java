package lorica.train;

import java.util.List;
import java.util.Optional;
import lorica.adapter.LoraAdapter;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeTensor;

/// Every weight of the model is a parameter, and stays changed.
final class AdaptedWeights implements Adapted {
    private final CausalLanguageModel model;
    private final ParameterVector parameters;

    /// @param start merged into the weights first
    AdaptedWeights(CausalLanguageModel model, Optional<LoraAdapter> start) {
        this.model = model;
        start.ifPresent(
                adapter -> {
                    model.load(Training.ADAPTER, adapter);
                    model.adapters().merge(Training.ADAPTER);
                });
        parameters = new ParameterVector(model.weights());
        parameters.parameters().forEach(model::replace);
    }

    /// The linear maps, in the order of the model.
    List<String> modules() {
        return List.copyOf(model.linearModules().keySet());
    }

    /// A copy of one of them.
    NativeTensor weight(String module) {
        return model.value(module + ".weight").copy();
    }

    @Override
    public ParameterVector parameters() {
        return parameters;
    }

    @Override
    public int link() {
        return 0;
    }

    @Override
    public int linkOf(int step) {
        return 0;
    }

    @Override
    public int age(int step) {
        return step;
    }

    @Override
    public List<NativeTensor> finished() {
        return List.of();
    }

    @Override
    public void advance() {
        throw new IllegalStateException("full fine-tuning: expected no chain, found a reset");
    }

    @Override
    public void refresh() {
        // the parameters are the model's weights
    }

    @Override
    public void settle(int link, NativeTensor values) {
        parameters.values().setInPlace(values);
    }

    @Override
    public void close() {
        // the parameters are the model's weights and are closed with it
    }
}
