package lorica.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.adapter.LoraConfig.Scaling;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.tensor.Shape;
import lorica.torch.Libtorch;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// A training while it goes on: the parameters, the optimizer, the best weights so far.
///
/// Everything random is a function of the seed and the step, so a state of weights, moments and
/// step number is a whole state.
final class Training implements AutoCloseable {
    static final String ADAPTER = "training";

    private final CausalLanguageModel model;
    private final TrainingData data;
    private final TrainingOptions options;
    private final Batches batches;
    private final TrainingLoss loss;
    private final ParameterVector parameters;
    private final Adam adam;
    private final NativeTensor best;
    private TrainingState state = TrainingState.start();
    private long tokens;

    Training(CausalLanguageModel model, TrainingData data, TrainingOptions options) {
        if (model.precision() != Precision.F32) {
            throw new TrainingException(
                    model.origin(), "precision", "F32 for training", model.precision().toString());
        }
        this.model = model;
        this.data = data;
        this.options = options;
        batches = new Batches(data.trainRows(), options.batching(), options.seed());
        loss = new TrainingLoss(model);
        parameters =
                switch (options.method()) {
                    case TrainingMethod.Full _ -> full(model);
                    case TrainingMethod.Lora lora -> lora(model, lora);
                };
        adam = new Adam(options.optimisation(), parameters);
        best = parameters.values().copy();
    }

    private static ParameterVector full(CausalLanguageModel model) {
        ParameterVector parameters = new ParameterVector(model.weights());
        parameters.parameters().forEach(model::replace);
        return parameters;
    }

    private static ParameterVector lora(CausalLanguageModel model, TrainingMethod.Lora lora) {
        RandomGenerator random = new SplittableRandom(lora.initialisation());
        SequencedMap<String, NativeTensor> initial = new LinkedHashMap<>();
        List<String> modules = targets(model, lora);
        for (String module : modules) {
            Shape shape = model.linearModules().getOrDefault(module, Shape.of());
            initial.put(
                    nameA(module),
                    NativeTensor.normal(
                            random, TrainingMethod.Lora.DEVIATION, lora.rank(), shape.extent(1)));
            initial.put(
                    nameB(module),
                    NativeTensor.filled(0, Precision.F32, shape.extent(0), lora.rank()));
        }
        ParameterVector parameters = new ParameterVector(initial);
        initial.values().forEach(NativeTensor::close);
        SequencedMap<String, AdapterFactors> factors = new LinkedHashMap<>();
        for (String module : modules) {
            factors.put(
                    module,
                    new AdapterFactors(
                            parameters.parameter(nameA(module)),
                            parameters.parameter(nameB(module)),
                            scaling(lora),
                            lora.dropout()));
        }
        model.adapters().put(ADAPTER, factors);
        model.adapters().activate(ADAPTER);
        return parameters;
    }

    static double scaling(TrainingMethod.Lora lora) {
        return lora.scaling() == Scaling.LORA
                ? lora.alpha() / lora.rank()
                : lora.alpha() / Math.sqrt(lora.rank());
    }

    static String nameA(String module) {
        return module + ".lora_A";
    }

    static String nameB(String module) {
        return module + ".lora_B";
    }

    /// The modules that the targets name, in the order of the model.
    static List<String> targets(CausalLanguageModel model, TrainingMethod.Lora lora) {
        List<String> modules = new ArrayList<>();
        for (String target : lora.targets()) {
            List<String> named =
                    model.linearModules().keySet().stream()
                            .filter(name -> name.equals(target) || name.endsWith("." + target))
                            .toList();
            if (named.isEmpty()) {
                throw new TrainingException(
                        model.origin(),
                        "target module '" + target + "'",
                        "the end of a linear map's name, such as q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj",
                        "none that ends so");
            }
            modules.addAll(named);
        }
        return model.linearModules().keySet().stream().filter(modules::contains).toList();
    }

    TrainingState state() {
        return state;
    }

    ParameterVector parameters() {
        return parameters;
    }

    Adam adam() {
        return adam;
    }

    /// The weights with the lowest validation loss, or those of the last step without validation.
    NativeTensor best() {
        return best;
    }

    long tokens() {
        return tokens;
    }

    /// Goes on from a state whose tensors have been put in place.
    void resume(TrainingState from) {
        state = from;
    }

    boolean finished() {
        boolean patient =
                options.validation().patience().isEmpty()
                        || state.stale() < options.validation().patience().getAsInt();
        return state.step() >= options.steps() || !patient;
    }

    /// One update; the mean loss of its target tokens before it.
    ///
    /// @throws TrainingException if the loss is no number
    double step() {
        int step = state.step();
        List<List<TokenizedExample>> micro = batches.of(step);
        int targets = micro.stream().mapToInt(TrainingLoss::targets).sum();
        Libtorch.seed(new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + step).nextLong());
        double mean = 0;
        for (List<TokenizedExample> batch : micro) {
            try (NativeScope _ = NativeScope.open()) {
                NativeTensor share = loss.sum(batch).times(1.0 / targets);
                mean += share.item();
                share.backward();
            }
            int longest = batch.stream().mapToInt(row -> row.ids().length - 1).max().orElseThrow();
            tokens += (long) longest * batch.size();
        }
        if (!Double.isFinite(mean)) {
            throw new TrainingException(
                    data.train().file(),
                    "step " + (step + 1),
                    "a loss that is a number; lower the learning rate %s, clip, or look for NaN in the base model"
                            .formatted(options.optimisation().learningRate()),
                    String.valueOf(mean));
        }
        adam.step(step, options.steps());
        state = state.advanced();
        return mean;
    }

    /// Takes the validation loss where it is due and remembers the weights if they are the best.
    OptionalDouble validate() {
        boolean due =
                state.step() % options.validation().every() == 0 || state.step() == options.steps();
        if (data.validRows().isEmpty()) {
            if (finished()) {
                best.setInPlace(parameters.values());
                state = state.bestNow();
            }
            return OptionalDouble.empty();
        }
        if (!due) {
            return OptionalDouble.empty();
        }
        double validation = loss.mean(data.validRows(), options.batching().size());
        if (!Double.isFinite(validation)) {
            throw new TrainingException(
                    data.valid().orElse(data.train()).file(),
                    "validation after step " + state.step(),
                    "a loss that is a number; lower the learning rate",
                    String.valueOf(validation));
        }
        boolean improved =
                state.bestLoss().isEmpty() || validation < state.bestLoss().getAsDouble();
        if (improved) {
            best.setInPlace(parameters.values());
        }
        state = state.validated(validation, improved);
        return OptionalDouble.of(validation);
    }

    /// Puts the best weights in the model's place.
    void takeBest() {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            parameters.values().setInPlace(best);
        }
    }

    /// The trained parameters by name.
    Map<String, NativeTensor> trained() {
        return parameters.parameters();
    }

    /// The model keeps what was trained: full training changed its weights, an adapter is unloaded.
    @Override
    public void close() {
        adam.close();
        best.close();
        switch (options.method()) {
            case TrainingMethod.Full _ -> {} // the parameters are the model's weights now
            case TrainingMethod.Lora _ -> {
                model.adapters().unload(ADAPTER);
                parameters.close();
            }
        }
    }
}
