package lorica.experiment.fewexamples;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.experiment.MixedAdapter;
import lorica.mixture.DeltaMixture;
import lorica.mixture.Source;
import lorica.tensor.Dtype;
import lorica.tensor.Tensor;

/// An adapter taken apart: in every module
///
/// ```
/// ΔW = Σᵢ σᵢ·uᵢ·vᵢᵀ
/// ```
///
/// Each direction is a row of A with its column of B, the strongest first; an update of smaller
/// rank is filled up with zeros.
public final class SingularDirections {
    private SingularDirections() {}

    /// The same adapter with its directions as factors.
    ///
    /// @param count directions a module, at least the adapter's rank
    static LoraAdapter of(LoraAdapter adapter, int count) {
        List<Source> alone = List.of(new Source(adapter.directory().toString(), 1, adapter));
        return MixedAdapter.of(DeltaMixture.ofRank(count).plan(alone), Arena.ofAuto()).adapter();
    }

    /// A term of weight 1 whose directions are multiplied.
    ///
    /// @param coefficients by module, one a direction
    public static Source scaled(
            String entry, LoraAdapter adapter, SortedMap<String, List<Double>> coefficients) {
        LoraAdapter apart = of(adapter, coefficients.firstEntry().getValue().size());
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        for (LoraFactors factors : apart.modules().values()) {
            List<Double> ofModule = coefficients.getOrDefault(factors.module(), List.of());
            modules.put(
                    factors.module(),
                    new LoraFactors(
                            factors.module(),
                            factors.a(),
                            scaled(factors.b(), ofModule),
                            factors.scaling()));
        }
        return new Source(entry, 1, new LoraAdapter(adapter.directory(), apart.config(), modules));
    }

    private static Tensor scaled(Tensor b, List<Double> coefficients) {
        float[] values = b.toFiniteFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] *= coefficients.get(i % coefficients.size()).floatValue();
        }
        MemorySegment bytes = Arena.ofAuto().allocate(4L * values.length, 4);
        MemorySegment.copy(values, 0, bytes, ValueLayout.JAVA_FLOAT, 0, values.length);
        return new Tensor(b.file(), b.name(), Dtype.F32, b.shape(), bytes);
    }
}
