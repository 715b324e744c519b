package lorica.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lorica.storage.Progress;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;

/// Learns how much of each adapter a mixture takes, from a few examples, with the adapters and the
/// model frozen: gradient descent on the coefficients of an [AdapterPool] alone.
///
/// One coefficient an adapter, or one an adapter and module: a dozen to a few hundred numbers. A
/// quarter of eight or more examples is held out and chooses the step that is kept, the start among
/// them; with fewer, the examples themselves do. The rate falls with a cosine; batches are dealt
/// from a seeded shuffle, so the same examples give the same coefficients.
public final class CoefficientFit {
    private static final String PARAMETER = "coefficients";
    private static final int HELD_OUT_FROM = 8;
    private static final int HELD_OUT_SHARE = 4;
    private static final Schedule SCHEDULE = new Schedule.Cosine(0);

    private final AdapterPool pool;
    private final Options options;
    private final Progress progress;

    /// What coefficients are shared by.
    public enum Sharing {
        /// One coefficient an adapter.
        ALL_MODULES,
        /// One an adapter and module.
        EACH_MODULE
    }

    /// What coefficients may be.
    public enum Space {
        /// Any numbers, by Adam.
        FREE,
        /// No negative ones, sum 1 (in every module), by exponentiated gradient:
        /// `w ← w·exp(−η·g/max∣g∣)`, divided by its sum. What starts at 0 stays there.
        SIMPLEX
    }

    /// @param steps of gradient descent, at least 1
    /// @param learningRate the first step's: Adam's, in units of coefficients, or η
    /// @param batch examples a step, and a forward pass
    /// @param judgedEvery steps between two looks at the held-out examples; the last step is judged
    ///     too
    /// @param seed of the batches
    public record Options(
            int steps,
            double learningRate,
            Sharing sharing,
            Space space,
            int batch,
            int judgedEvery,
            long seed) {
        public Options {
            if (steps < 1 || batch < 1 || judgedEvery < 1) {
                throw new IllegalArgumentException(
                        "coefficient fit: expected at least 1 step, 1 example a batch and 1 step between judgements, found %d, %d and %d"
                                .formatted(steps, batch, judgedEvery));
            }
            if (!(learningRate > 0) || Double.isInfinite(learningRate)) {
                throw new IllegalArgumentException(
                        "learning rate: expected more than 0, found " + learningRate);
            }
        }

        /// 40 steps of 16 examples from 0.08, one coefficient an adapter.
        public static Options shared() {
            return new Options(40, 0.08, Sharing.ALL_MODULES, Space.FREE, 16, 5, 0);
        }

        /// 80 steps of 16 examples from 0.03, one coefficient an adapter and module.
        public static Options layerWise() {
            return new Options(80, 0.03, Sharing.EACH_MODULE, Space.FREE, 16, 5, 0);
        }

        /// 50 steps of 16 examples on the simplex from η = 0.5, one coefficient an adapter: towards
        /// proposition 2's optimum, where many examples are at hand.
        public static Options hull() {
            return new Options(50, 0.5, Sharing.ALL_MODULES, Space.SIMPLEX, 16, 10, 0);
        }

        public Options withSteps(int next) {
            return new Options(next, learningRate, sharing, space, batch, judgedEvery, seed);
        }
    }

    /// What was learned.
    ///
    /// @param coefficients by module as the adapters name it, one an adapter
    /// @param before loss on what chose the step, at the start
    /// @param after the same of the coefficients that were kept
    /// @param kept the step after which they were, 0 for the start
    /// @param steps made
    /// @param learnedFrom examples that gave gradients
    /// @param heldOut examples that chose the step; 0 where there were too few
    public record Result(
            SequencedMap<String, double[]> coefficients,
            double before,
            double after,
            int kept,
            int steps,
            int learnedFrom,
            int heldOut) {}

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
        Split split = Split.of(examples);
        Optimisation optimisation = Optimisation.of(options.learningRate(), SCHEDULE);
        try (ParameterVector coefficients = initial(start);
                Adam adam = new Adam(optimisation, coefficients)) {
            double before = judged(coefficients, split.judges());
            double best = before;
            float[] kept = coefficients.values().toFloats();
            int keptAt = 0;
            int made = 0;
            Batches batches =
                    new Batches(
                            split.learned(),
                            new Batching(options.batch(), 1, RowOrder.BUCKETED),
                            options.seed());
            while (made < options.steps() && !limit.passed()) {
                descend(coefficients, batches.of(made).getFirst());
                double rate = options.learningRate() * SCHEDULE.factor(made, options.steps());
                switch (options.space()) {
                    case FREE -> adam.step(rate, made);
                    case SIMPLEX -> exponentiate(coefficients, rate);
                }
                made++;
                progress.at("learning coefficients", made, options.steps());
                if (made % options.judgedEvery() == 0 || made == options.steps()) {
                    double now = judged(coefficients, split.judges());
                    if (now < best) {
                        best = now;
                        keptAt = made;
                        kept = coefficients.values().toFloats();
                    }
                }
            }
            return new Result(
                    byModule(kept),
                    before,
                    best,
                    keptAt,
                    made,
                    split.learned().size(),
                    split.heldOut().size());
        }
    }

    /// Examples that give gradients, and those that judge; the same where there are too few.
    private record Split(List<TokenizedExample> learned, List<TokenizedExample> heldOut) {
        static Split of(List<TokenizedExample> examples) {
            List<TokenizedExample> learned = new ArrayList<>();
            List<TokenizedExample> heldOut = new ArrayList<>();
            for (int i = 0; i < examples.size(); i++) {
                boolean held =
                        examples.size() >= HELD_OUT_FROM
                                && i % HELD_OUT_SHARE == HELD_OUT_SHARE - 1;
                (held ? heldOut : learned).add(examples.get(i));
            }
            return new Split(learned, heldOut);
        }

        List<TokenizedExample> judges() {
            return heldOut.isEmpty() ? learned : heldOut;
        }
    }

    private ParameterVector initial(double[] start) {
        int rows = options.sharing() == Sharing.EACH_MODULE ? pool.modules().size() : 1;
        float[] initial = new float[rows * start.length];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = (float) start[i % start.length];
        }
        try (NativeTensor first = NativeTensor.of(initial, rows, start.length)) {
            return new ParameterVector(Map.of(PARAMETER, first));
        }
    }

    private void descend(ParameterVector coefficients, List<TokenizedExample> batch) {
        try (NativeScope _ = NativeScope.open()) {
            pool.put(coefficients.parameter(PARAMETER));
            pool.loss().sum(batch).times(1.0 / TrainingLoss.targets(batch)).backward();
            pool.remove();
        }
    }

    private void exponentiate(ParameterVector coefficients, double rate) {
        float[] values = coefficients.values().toFloats();
        float[] gradient = coefficients.gradients().toFloats();
        int k = pool.size();
        for (int row = 0; row < values.length; row += k) {
            double largest = 0;
            for (int i = row; i < row + k; i++) {
                largest = Math.max(largest, Math.abs(gradient[i]));
            }
            double total = 0;
            for (int i = row; i < row + k && largest > 0; i++) {
                values[i] *= (float) Math.exp(-rate * gradient[i] / largest);
                total += values[i];
            }
            for (int i = row; i < row + k && total > 0; i++) {
                values[i] /= (float) total;
            }
        }
        try (NativeScope _ = NativeScope.withoutGradients()) {
            coefficients.values().setInPlace(NativeTensor.of(values, values.length));
            coefficients.gradients().fillInPlace(0);
        }
    }

    private double judged(ParameterVector coefficients, List<TokenizedExample> rows) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            double mean = pool.loss(rows, coefficients.parameter(PARAMETER), options.batch());
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
        SequencedMap<String, double[]> byModule = new LinkedHashMap<>();
        int row = 0;
        for (String name : pool.modules()) {
            double[] ofModule = new double[pool.size()];
            for (int k = 0; k < ofModule.length; k++) {
                ofModule[k] = values[row * ofModule.length + k];
            }
            byModule.put(name, ofModule);
            row += options.sharing() == Sharing.EACH_MODULE ? 1 : 0;
        }
        return byModule;
    }
}
