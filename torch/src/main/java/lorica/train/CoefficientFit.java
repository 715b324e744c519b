package lorica.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import lorica.storage.Progress;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;

/// Learns how much of each adapter a mixture takes, from a few examples, with the adapters and the
/// model frozen: gradient descent on the coefficients of an [AdapterPool] alone.
///
/// ```
/// c ← argmin  mean −log p(target) + ½·λ·‖c − start‖²
/// ```
///
/// Every example gives gradients; few steps at a falling rate (a cosine) and λ stand against
/// overfitting. Batches are dealt from a seeded shuffle, so the same examples give the same
/// coefficients. Where the loss on the examples ends above the start's, the start is kept.
public final class CoefficientFit {
    private static final String PARAMETER = "coefficients";
    private static final Schedule SCHEDULE = new Schedule.Cosine(0);

    private final AdapterPool pool;
    private final Options options;
    private final Progress progress;

    /// What has a coefficient of its own.
    public enum Sharing {
        /// An adapter.
        ONE_AN_ADAPTER,
        /// A row of an adapter's A with its column of B, in every module.
        EACH_DIRECTION
    }

    /// What coefficients may be.
    public enum Space {
        /// Any numbers, by Adam.
        FREE,
        /// No negative ones, sum 1, one an adapter, by exponentiated gradient:
        /// `w ← w·exp(−η·g/max∣g∣)`, divided by its sum. What starts at 0 stays there.
        SIMPLEX
    }

    /// @param steps of gradient descent, at least 1
    /// @param learningRate the first step's: Adam's, in units of coefficients, or η
    /// @param pull λ, how strongly coefficients are held where they start
    /// @param batch examples a step, and a forward pass
    /// @param seed of the batches
    public record Options(
            int steps,
            double learningRate,
            double pull,
            Sharing sharing,
            Space space,
            int batch,
            long seed) {
        public Options {
            if (steps < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "coefficient fit: expected at least 1 step and 1 example a batch, found %d and %d"
                                .formatted(steps, batch));
            }
            if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
                throw new IllegalArgumentException(
                        "learning rate: expected more than 0, found " + learningRate);
            }
            if (!(pull >= 0) || Double.isInfinite(pull)) {
                throw new IllegalArgumentException("pull: expected at least 0, found " + pull);
            }
            if (space == Space.SIMPLEX && sharing != Sharing.ONE_AN_ADAPTER) {
                throw new IllegalArgumentException(
                        "coefficient fit: expected one coefficient an adapter on the simplex, found "
                                + sharing);
            }
        }

        /// 40 steps of 16 examples from 0.08, one coefficient an adapter.
        public static Options adapters() {
            return new Options(40, 0.08, 0, Sharing.ONE_AN_ADAPTER, Space.FREE, 16, 0);
        }

        /// 120 steps of 16 examples from 0.02, λ = 0.01, one coefficient a direction.
        public static Options directions() {
            return new Options(120, 0.02, 0.01, Sharing.EACH_DIRECTION, Space.FREE, 16, 0);
        }

        /// 50 steps of 16 examples on the simplex from η = 0.5: towards proposition 2's optimum,
        /// where many examples are at hand.
        public static Options hull() {
            return new Options(50, 0.5, 0, Sharing.ONE_AN_ADAPTER, Space.SIMPLEX, 16, 0);
        }

        public Options withSteps(int next) {
            return new Options(next, learningRate, pull, sharing, space, batch, seed);
        }
    }

    /// What was learned.
    ///
    /// @param coefficients by module as the adapters name it: one an adapter, or adapter by adapter
    ///     one a direction, as many as the largest rank, 0 where it has fewer
    /// @param before mean loss of the examples at the start
    /// @param after the same of the coefficients that were kept
    /// @param steps made
    public record Result(
            SequencedMap<String, double[]> coefficients, double before, double after, int steps) {}

    public CoefficientFit(AdapterPool pool, Options options, Progress progress) {
        this.pool = pool;
        this.options = options;
        this.progress = progress;
    }

    /// Fits to examples.
    ///
    /// @param start one coefficient an adapter
    /// @param limit no step begins after it
    public Result fit(List<TokenizedExample> examples, double[] start, TimeLimit limit) {
        if (start.length != pool.size()) {
            throw new IllegalArgumentException(
                    "coefficient fit: expected a start for each adapter, found %d and %d"
                            .formatted(pool.size(), start.length));
        }
        float[] initial = initial(start);
        Optimisation optimisation = Optimisation.of(options.learningRate(), SCHEDULE);
        try (NativeTensor origin = NativeTensor.of(initial, 1, initial.length);
                ParameterVector coefficients = new ParameterVector(Map.of(PARAMETER, origin));
                Adam adam = new Adam(optimisation, coefficients)) {
            double before = judged(coefficients, examples);
            int made = 0;
            Batches batches =
                    new Batches(
                            examples,
                            new Batching(options.batch(), 1, RowOrder.BUCKETED),
                            options.seed());
            while (made < options.steps() && !limit.passed()) {
                descend(coefficients, origin, batches.of(made).getFirst());
                double rate = options.learningRate() * SCHEDULE.factor(made, options.steps());
                switch (options.space()) {
                    case FREE -> adam.step(rate, made);
                    case SIMPLEX -> exponentiate(coefficients, rate);
                }
                made++;
                progress.at("learning coefficients", made, options.steps());
            }
            double after = judged(coefficients, examples);
            return after < before
                    ? new Result(byModule(coefficients.values().toFloats()), before, after, made)
                    : new Result(byModule(initial), before, before, made);
        }
    }

    private float[] initial(double[] start) {
        return switch (options.sharing()) {
            case ONE_AN_ADAPTER -> floats(Arrays.stream(start));
            case EACH_DIRECTION ->
                    floats(
                            pool.modules().stream()
                                    .flatMapToInt(module -> Arrays.stream(pool.owners(module)))
                                    .mapToDouble(owner -> start[owner]));
        };
    }

    private static float[] floats(DoubleStream values) {
        double[] wide = values.toArray();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }

    private void descend(
            ParameterVector coefficients, NativeTensor origin, List<TokenizedExample> batch) {
        try (NativeScope _ = NativeScope.open()) {
            pool.put(coefficients.parameter(PARAMETER), options.sharing());
            pool.loss().sum(batch).times(1.0 / TrainingLoss.targets(batch)).backward();
            pool.remove();
        }
        if (options.pull() > 0) {
            try (NativeScope _ = NativeScope.withoutGradients()) {
                coefficients.gradients().addInPlace(options.pull(), coefficients.values());
                coefficients
                        .gradients()
                        .addInPlace(-options.pull(), origin.reshaped(origin.size()));
            }
        }
    }

    private void exponentiate(ParameterVector coefficients, double rate) {
        float[] values = coefficients.values().toFloats();
        float[] gradient = coefficients.gradients().toFloats();
        double largest = 0;
        for (float one : gradient) {
            largest = Math.max(largest, Math.abs(one));
        }
        double total = 0;
        for (int i = 0; i < values.length && largest > 0; i++) {
            values[i] *= (float) Math.exp(-rate * gradient[i] / largest);
            total += values[i];
        }
        for (int i = 0; i < values.length && total > 0; i++) {
            values[i] /= (float) total;
        }
        try (NativeScope _ = NativeScope.withoutGradients()) {
            coefficients.values().setInPlace(NativeTensor.of(values, values.length));
            coefficients.gradients().fillInPlace(0);
        }
    }

    private double judged(ParameterVector coefficients, List<TokenizedExample> rows) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            double mean =
                    pool.loss(
                            rows,
                            coefficients.parameter(PARAMETER),
                            options.sharing(),
                            options.batch());
            if (!Double.isFinite(mean)) {
                throw new TrainingException(
                        pool.model().origin(),
                        "loss of the examples",
                        "a number; lower the learning rate %s, or look for NaN in the base model"
                                .formatted(options.learningRate()),
                        String.valueOf(mean));
            }
            return mean;
        }
    }

    private SequencedMap<String, double[]> byModule(float[] values) {
        int width =
                switch (options.sharing()) {
                    case ONE_AN_ADAPTER -> 1;
                    case EACH_DIRECTION -> pool.rank();
                };
        SequencedMap<String, double[]> byModule = new LinkedHashMap<>();
        int at = 0;
        for (String name : pool.modules()) {
            double[] ofModule = new double[pool.size() * width];
            switch (options.sharing()) {
                case ONE_AN_ADAPTER -> {
                    for (int k = 0; k < ofModule.length; k++) {
                        ofModule[k] = values[k];
                    }
                }
                case EACH_DIRECTION -> {
                    int[] next = new int[pool.size()];
                    for (int owner : pool.owners(name)) {
                        ofModule[owner * width + next[owner]++] = values[at++];
                    }
                }
            }
            byModule.put(name, ofModule);
        }
        return byModule;
    }
}
