package lorica.train;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import lorica.adapter.LoraAdapter;
import lorica.model.CausalLanguageModel;
import lorica.torch.NativeTensor;

/// A training in memory, step by step, for who looks at the model between the steps or after them.
///
/// Nothing is written. The model computes with what is trained until the session is closed; then it
/// has its own weights again, except in full fine-tuning. Source of everything it does: [Trainer].
public final class TrainingSession implements AutoCloseable {
    private final Training training;
    private final TrainingLoss loss;
    private final int batch;

    private TrainingSession(Training training, TrainingLoss loss, int batch) {
        this.training = training;
        this.loss = loss;
        this.batch = batch;
    }

    /// @param start the adapter to start from
    public static TrainingSession open(
            CausalLanguageModel model,
            TrainingData data,
            TrainingOptions options,
            Optional<LoraAdapter> start) {
        return new TrainingSession(
                new Training(model, data, options, start),
                new TrainingLoss(model),
                options.batching().size());
    }

    /// One update, and the validation that is due; the mean loss of the step's target tokens.
    public double step() {
        double mean = training.step();
        training.validate();
        return mean;
    }

    /// True when every step is done, or validation no longer improves.
    public boolean finished() {
        return training.finished();
    }

    /// Puts the best weights so far in the model's place: those of the lowest validation loss, or
    /// the last ones without validation. Ends the training.
    public void takeBest() {
        training.takeBest();
    }

    /// Mean cross-entropy of the target tokens of these rows now, nats, no dropout.
    public double meanLoss(List<TokenizedExample> rows) {
        return loss.mean(rows, batch);
    }

    /// The same of a model as it is.
    ///
    /// @param batch rows in memory together
    public static double meanLoss(
            CausalLanguageModel model, List<TokenizedExample> rows, int batch) {
        return new TrainingLoss(model).mean(rows, batch);
    }

    /// Updates done.
    public int steps() {
        return training.state().step();
    }

    /// Updates after which the best weights were reached.
    public int bestStep() {
        return training.state().bestStep();
    }

    /// The lowest validation loss; none without validation.
    public OptionalDouble bestValidationLoss() {
        return training.state().bestLoss();
    }

    public long trainedParameters() {
        return training.parameters().size();
    }

    /// The linear maps that the method changes, in the order of the model.
    public List<String> modules() {
        return switch (training.adapted()) {
            case AdaptedModules modules -> modules.modules();
            case AdaptedWeights weights -> weights.modules();
        };
    }

    /// A copy of W of one of [#modules] with its update, `[out, in]`.
    public NativeTensor weight(String module) {
        return switch (training.adapted()) {
            case AdaptedModules modules -> modules.weight(module);
            case AdaptedWeights weights -> weights.weight(module);
        };
    }

    @Override
    public void close() {
        training.close();
    }
}
