package lorica.train;

import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.model.LoadedAdapters;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// Learns how much of each adapter a mixture takes, from a few examples, with the adapters and the
/// model frozen:
///
/// ```
/// y = W·x + Σₖ c[m, k]·sₖ·Bₖ·(Aₖ·x)   in module m,   c ← Adam on the examples' loss
/// ```
///
/// One coefficient an adapter, or one an adapter and module: a dozen to a few hundred numbers, so
/// that a few dozen examples do not overfit as they would the adapters themselves. A quarter of
/// eight or more examples is held out and chooses the step that is kept, the start among them; with
/// fewer, the last step is. Starts from given coefficients; nothing is random.
public final class CoefficientFit implements AutoCloseable {
    private static final String NAME = "coefficient fit";
    private static final String PARAMETER = "coefficients";
    private static final int HELD_OUT_FROM = 8;
    private static final int HELD_OUT_SHARE = 4;

    private final CausalLanguageModel model;
    private final List<LoraAdapter> adapters;
    private final Options options;
    private final SequencedMap<String, Stacked> modules;
    private final ParameterVector coefficients;
    private final TrainingLoss loss;

    /// What coefficients are shared by.
    public enum Sharing {
        /// One coefficient an adapter.
        ALL_MODULES,
        /// One an adapter and module.
        EACH_MODULE
    }

    /// @param steps of gradient descent, at least 1
    /// @param learningRate of Adam, in units of coefficients
    /// @param batch examples a forward pass
    /// @param budget the fit stops after the first step that ends beyond it; empty for none
    public record Options(
            int steps, double learningRate, Sharing sharing, int batch, Optional<Duration> budget) {
        public Options {
            if (steps < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "coefficient fit: expected at least 1 step and 1 example a pass, found %d and %d"
                                .formatted(steps, batch));
            }
        }

        /// 40 steps at 0.01, one coefficient an adapter and module, no time limit.
        public static Options defaults() {
            return new Options(40, 0.01, Sharing.EACH_MODULE, 64, Optional.empty());
        }
    }

    /// What was learned.
    ///
    /// @param coefficients by module as the adapters name it, one an adapter
    /// @param before loss on what chose the step, at the start
    /// @param after the same of the coefficients kept
    /// @param kept the step they are of, 0 for the start
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

    /// The adapters' factors of one module, stacked: `a [K·r, in]`, `b [out, K·r]` with `s` in it.
    private record Stacked(NativeTensor a, NativeTensor b, NativeTensor owner) {}

    /// @param start one coefficient an adapter
    public CoefficientFit(
            CausalLanguageModel model,
            List<LoraAdapter> adapters,
            double[] start,
            Options options) {
        if (adapters.isEmpty() || adapters.size() != start.length) {
            throw new IllegalArgumentException(
                    "coefficient fit: expected at least one adapter and a start for each, found %d and %d"
                            .formatted(adapters.size(), start.length));
        }
        this.model = model;
        this.adapters = List.copyOf(adapters);
        this.options = options;
        this.loss = new TrainingLoss(model);
        this.modules = new LinkedHashMap<>();
        TreeSet<String> names = new TreeSet<>();
        adapters.forEach(adapter -> names.addAll(adapter.modules().keySet()));
        names.forEach(name -> modules.put(name, stacked(name)));
        int rows = options.sharing() == Sharing.EACH_MODULE ? modules.size() : 1;
        float[] initial = new float[rows * start.length];
        for (int i = 0; i < initial.length; i++) {
            initial[i] = (float) start[i % start.length];
        }
        try (NativeTensor first = NativeTensor.of(initial, rows, start.length)) {
            this.coefficients = new ParameterVector(Map.of(PARAMETER, first));
        }
    }

    /// Held in the model's precision, outside any scope.
    private Stacked stacked(String name) {
        List<LoraFactors> parts = new ArrayList<>();
        List<Integer> owners = new ArrayList<>();
        int rank = 0;
        for (int k = 0; k < adapters.size(); k++) {
            LoraFactors factors = adapters.get(k).modules().get(name);
            if (factors != null) {
                parts.add(factors);
                owners.add(k);
                rank += factors.rank();
            }
        }
        int in = parts.getFirst().in();
        int out = parts.getFirst().out();
        float[] a = new float[Math.multiplyExact(rank, in)];
        float[] b = new float[Math.multiplyExact(out, rank)];
        long[] owner = new long[rank];
        int first = 0;
        for (int part = 0; part < parts.size(); part++) {
            LoraFactors factors = parts.get(part);
            model.adapters().requireModule(adapters.get(owners.get(part)), factors);
            float[] ofA = factors.a().toFiniteFloats();
            float[] ofB = factors.b().toFiniteFloats();
            System.arraycopy(ofA, 0, a, first * in, ofA.length);
            for (int o = 0; o < out; o++) {
                for (int r = 0; r < factors.rank(); r++) {
                    b[o * rank + first + r] =
                            (float) (factors.scaling() * ofB[o * factors.rank() + r]);
                }
            }
            Arrays.fill(owner, first, first + factors.rank(), owners.get(part));
            first += factors.rank();
        }
        return new Stacked(held(a, rank, in), held(b, out, rank), NativeTensor.of(owner, rank));
    }

    private NativeTensor held(float[] values, long... shape) {
        NativeTensor whole = NativeTensor.of(values, shape);
        NativeTensor converted = whole.to(model.precision());
        if (converted != whole) {
            whole.close();
        }
        return converted;
    }

    /// Fits to examples; may be called once.
    public Result fit(List<TokenizedExample> examples) {
        List<TokenizedExample> learned = new ArrayList<>();
        List<TokenizedExample> heldOut = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            boolean held =
                    examples.size() >= HELD_OUT_FROM && i % HELD_OUT_SHARE == HELD_OUT_SHARE - 1;
            (held ? heldOut : learned).add(examples.get(i));
        }
        List<TokenizedExample> judges = heldOut.isEmpty() ? learned : heldOut;
        long start = System.nanoTime();
        double before = judged(judges);
        double best = before;
        float[] kept = coefficients.values().toFloats();
        int keptAt = 0;
        int made = 0;
        Optimisation optimisation =
                Optimisation.of(options.learningRate(), new Schedule.Constant(0));
        try (Adam adam = new Adam(optimisation, coefficients)) {
            while (made < options.steps() && !late(start)) {
                descend(learned);
                adam.step(options.learningRate(), made);
                made++;
                double now = judged(judges);
                if (now < best) {
                    best = now;
                    keptAt = made;
                    kept = coefficients.values().toFloats();
                }
            }
        }
        return new Result(
                byModule(kept), before, best, keptAt, made, learned.size(), heldOut.size());
    }

    private boolean late(long start) {
        return options.budget()
                .filter(budget -> System.nanoTime() - start >= budget.toNanos())
                .isPresent();
    }

    private void descend(List<TokenizedExample> rows) {
        int targets = TrainingLoss.targets(rows);
        for (int from = 0; from < rows.size(); from += options.batch()) {
            List<TokenizedExample> batch =
                    rows.subList(from, Math.min(rows.size(), from + options.batch()));
            try (NativeScope _ = NativeScope.open()) {
                put();
                loss.sum(batch).times(1.0 / targets).backward();
                model.adapters().unload(NAME);
            }
        }
    }

    private double judged(List<TokenizedExample> rows) {
        try (NativeScope _ = NativeScope.withoutGradients()) {
            put();
            double mean = loss.mean(rows, options.batch());
            model.adapters().unload(NAME);
            if (!Double.isFinite(mean)) {
                throw new TrainingException(
                        model.origin(),
                        "loss of the examples",
                        "a number; lower the learning rate %s, or look for NaN in the base model"
                                .formatted(options.learningRate()),
                        String.valueOf(mean));
            }
            return mean;
        }
    }

    /// Lets the mixture of the coefficients as they are act on the model, inside a scope.
    private void put() {
        SequencedMap<String, AdapterFactors> factors = new LinkedHashMap<>();
        int row = 0;
        for (Map.Entry<String, Stacked> module : modules.entrySet()) {
            Stacked stacked = module.getValue();
            NativeTensor ofModule =
                    coefficients
                            .parameter(PARAMETER)
                            .narrowed(0, row, 1)
                            .selected(1, stacked.owner())
                            .to(model.precision());
            factors.put(
                    LoadedAdapters.moduleName(module.getKey()),
                    new AdapterFactors(stacked.a().detached(), stacked.b().times(ofModule), 1, 0));
            row += options.sharing() == Sharing.EACH_MODULE ? 1 : 0;
        }
        model.adapters().put(NAME, factors);
        model.adapters().activate(NAME);
    }

    private SequencedMap<String, double[]> byModule(float[] values) {
        SequencedMap<String, double[]> byModule = new LinkedHashMap<>();
        int row = 0;
        for (String name : modules.keySet()) {
            double[] ofModule = new double[adapters.size()];
            for (int k = 0; k < ofModule.length; k++) {
                ofModule[k] = values[row * ofModule.length + k];
            }
            byModule.put(name, ofModule);
            row += options.sharing() == Sharing.EACH_MODULE ? 1 : 0;
        }
        return byModule;
    }

    @Override
    public void close() {
        for (Stacked stacked : modules.values()) {
            stacked.a().close();
            stacked.b().close();
            stacked.owner().close();
        }
        coefficients.close();
    }
}
