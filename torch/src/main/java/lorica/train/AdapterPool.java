package lorica.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.model.AdapterFactors;
import lorica.model.CausalLanguageModel;
import lorica.model.DenseUpdate;
import lorica.model.LoadedAdapters;
import lorica.model.ModuleUpdate;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// Frozen adapters on a frozen model, any mixture of which can act on it:
///
/// ```
/// y = W·x + Σₖ c[m, k]·sₖ·Bₖ·(Aₖ·x)   in module m
/// ```
///
/// A coefficient may also be of one direction, a row of `Aₖ` with its column of `Bₖ`. Factors
/// stand side by side, `a [R, in]`, `b [out, R]` with R = Σ rₖ; where that costs more than the
/// map itself, their product is formed once a pass. Held in the model's precision.
public final class AdapterPool implements AutoCloseable {
    private static final String NAME = "adapter pool";

    private final CausalLanguageModel model;
    private final List<LoraAdapter> adapters;
    private final SequencedMap<String, Stacked> modules = new LinkedHashMap<>();
    private final TrainingLoss loss;

    /// One module's factors.
    ///
    /// @param b with each adapter's scaling in it
    /// @param owner `[R]`: the adapter that a row of `a` is of
    private record Stacked(
            NativeTensor a, NativeTensor b, NativeTensor owner, Precision precision) {
        /// The update of one coefficient a direction, `[1, R]`.
        ModuleUpdate weighted(NativeTensor coefficients) {
            NativeTensor scaled = b.times(coefficients.to(precision));
            long rank = a.extent(0);
            long in = a.extent(1);
            long out = b.extent(0);
            return rank * (in + out) > in * out
                    ? new DenseUpdate(scaled.product(a))
                    : new AdapterFactors(a.detached(), scaled, 1, 0);
        }

        void close() {
            a.close();
            b.close();
            owner.close();
        }
    }

    /// @throws lorica.adapter.AdapterException if the model lacks a module or has another shape
    public AdapterPool(CausalLanguageModel model, List<LoraAdapter> adapters) {
        if (adapters.isEmpty()) {
            throw new IllegalArgumentException("adapter pool: expected an adapter, found none");
        }
        this.model = model;
        this.adapters = List.copyOf(adapters);
        this.loss = new TrainingLoss(model);
        TreeSet<String> names = new TreeSet<>();
        adapters.forEach(adapter -> names.addAll(adapter.modules().keySet()));
        names.forEach(name -> modules.put(name, stacked(name)));
    }

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
        return new Stacked(
                held(a, rank, in),
                held(b, out, rank),
                NativeTensor.of(owner, rank),
                model.precision());
    }

    private NativeTensor held(float[] values, long... shape) {
        NativeTensor whole = NativeTensor.of(values, shape);
        NativeTensor converted = whole.to(model.precision());
        if (converted != whole) {
            whole.close();
        }
        return converted;
    }

    CausalLanguageModel model() {
        return model;
    }

    TrainingLoss loss() {
        return loss;
    }

    /// Number of adapters, K.
    public int size() {
        return adapters.size();
    }

    /// Every module of any adapter, as adapters name them, sorted.
    public List<String> modules() {
        return List.copyOf(modules.keySet());
    }

    /// The largest number of directions that an adapter has in a module.
    int rank() {
        return adapters.stream()
                .flatMap(adapter -> adapter.modules().values().stream())
                .mapToInt(LoraFactors::rank)
                .max()
                .orElseThrow();
    }

    /// Whose the directions of a module are, adapter by adapter.
    int[] owners(String module) {
        long[] owners = Optional.ofNullable(modules.get(module)).orElseThrow().owner().toLongs();
        return Arrays.stream(owners).mapToInt(Math::toIntExact).toArray();
    }

    /// Mean −log p of the examples' targets under a mixture, by forward passes.
    ///
    /// @param weights one an adapter, any numbers
    /// @param batch examples a pass
    public double loss(List<TokenizedExample> rows, double[] weights, int batch) {
        float[] values = new float[weights.length];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) weights[k];
        }
        try (NativeScope _ = NativeScope.withoutGradients()) {
            return loss(
                    rows,
                    NativeTensor.of(values, 1, values.length),
                    CoefficientFit.Sharing.ONE_AN_ADAPTER,
                    batch);
        }
    }

    /// The same of coefficients as [#put] takes them, in a scope without gradients.
    double loss(
            List<TokenizedExample> rows,
            NativeTensor coefficients,
            CoefficientFit.Sharing sharing,
            int batch) {
        put(coefficients, sharing);
        try {
            return loss.mean(rows, batch);
        } finally {
            remove();
        }
    }

    /// Lets a mixture act on the model, inside a scope.
    ///
    /// @param coefficients `[1, K]`, or of the directions, `[1, Σ R]`, modules in their order
    void put(NativeTensor coefficients, CoefficientFit.Sharing sharing) {
        SequencedMap<String, ModuleUpdate> updates = new LinkedHashMap<>();
        long at = 0;
        for (var module : modules.entrySet()) {
            Stacked stacked = module.getValue();
            long directions = stacked.a().extent(0);
            NativeTensor ofDirections =
                    switch (sharing) {
                        case ONE_AN_ADAPTER -> coefficients.selected(1, stacked.owner());
                        case EACH_DIRECTION -> coefficients.narrowed(1, at, directions);
                    };
            updates.put(LoadedAdapters.moduleName(module.getKey()), stacked.weighted(ofDirections));
            at += directions;
        }
        model.adapters().put(NAME, updates);
        model.adapters().activate(NAME);
    }

    /// Ends what [#put] began.
    void remove() {
        model.adapters().unload(NAME);
    }

    @Override
    public void close() {
        modules.values().forEach(Stacked::close);
    }
}
