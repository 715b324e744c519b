package lorica.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.model.CausalLanguageModel;
import lorica.torch.Libtorch;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;
import lorica.train.method.AdapterMethod;
import lorica.train.method.FullFineTuning;

/// A training while it goes on: the parameters, the optimizer, the best weights so far.
///
/// Everything random is a function of the seed and the step, so a state of weights, moments and
/// step number is a whole state.
final class Training implements AutoCloseable {
    static final String ADAPTER = "training";

    private final TrainingData data;
    private final TrainingOptions options;
    private final Batches batches;
    private final TrainingLoss loss;
    private final Adapted adapted;
    private final ParameterVector parameters;
    private final Adam adam;
    private final NativeTensor best;
    private TrainingState state = TrainingState.start();
    private long tokens;

    Training(CausalLanguageModel model, TrainingData data, TrainingOptions options) {
        this(model, data, options, Optional.empty());
    }

    /// @param start the adapter to start from
    Training(
            CausalLanguageModel model,
            TrainingData data,
            TrainingOptions options,
            Optional<LoraAdapter> start) {
        if (model.precision() != Precision.F32) {
            throw new TrainingException(
                    model.origin(), "precision", "F32 for training", model.precision().toString());
        }
        this.data = data;
        this.options = options;
        batches = new Batches(data.trainRows(), options.batching(), options.seed());
        loss = new TrainingLoss(model);
        adapted =
                switch (options.method()) {
                    case FullFineTuning _ -> new AdaptedWeights(model, start);
                    case AdapterMethod method ->
                            new AdaptedModules(model, method, options.steps(), start);
                };
        parameters = adapted.parameters();
        adam = new Adam(options.optimisation(), parameters);
        best = data.validRows().isEmpty() ? parameters.values() : parameters.values().copy();
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

    /// The weights with the lowest validation loss; without validation, the parameters themselves.
    NativeTensor best() {
        return best;
    }

    long tokens() {
        return tokens;
    }

    /// The links before the one that is trained, by their final parameters.
    List<NativeTensor> finishedLinks() {
        return adapted.finished();
    }

    /// Goes through one more link of a stored state.
    void repeatLink(NativeTensor values) {
        parameters.values().setInPlace(values);
        adapted.advance();
    }

    /// Goes on from a state whose tensors have been put in place.
    void resume(TrainingState from) {
        adapted.refresh();
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
        if (adapted.linkOf(step) > adapted.link()) {
            adapted.advance();
            adam.restart();
        }
        List<List<TokenizedExample>> micro = batches.of(step);
        int targets = micro.stream().mapToInt(TrainingLoss::targets).sum();
        Libtorch.seed(new SplittableRandom(options.seed() * 0x9E3779B97F4A7C15L + step).nextLong());
        double mean = 0;
        for (List<TokenizedExample> batch : micro) {
            try (NativeScope _ = NativeScope.open()) {
                mean += loss.backward(batch, 1.0 / targets) / targets;
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
        Optimisation optimisation = options.optimisation();
        adam.step(
                optimisation.learningRate() * optimisation.schedule().factor(step, options.steps()),
                adapted.age(step));
        adapted.refresh();
        state = state.advanced();
        return mean;
    }

    /// Takes the validation loss where it is due and remembers the weights if they are the best.
    OptionalDouble validate() {
        boolean due =
                state.step() % options.validation().every() == 0 || state.step() == options.steps();
        if (data.validRows().isEmpty()) {
            if (finished()) {
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
        adapted.settle(adapted.linkOf(Math.max(0, state.bestStep() - 1)), best);
    }

    /// How the model was made ready.
    Adapted adapted() {
        return adapted;
    }

    /// The trained parameters by name.
    Map<String, NativeTensor> trained() {
        return parameters.parameters();
    }

    /// The model keeps what full training changed; every other method leaves it as it was.
    @Override
    public void close() {
        adam.close();
        if (best != parameters.values()) {
            best.close();
        }
        adapted.close();
    }
}
