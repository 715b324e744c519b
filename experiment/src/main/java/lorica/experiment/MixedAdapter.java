package lorica.experiment;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.mixture.MixedFactors;
import lorica.mixture.MixturePlan;
import lorica.storage.Checksum;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;

/// A mixture held in memory as an adapter, F32, for as long as an arena lives.
///
/// @param checksum of the bytes of its factors
public record MixedAdapter(LoraAdapter adapter, Checksum checksum) {
    private static final Path NOWHERE = Path.of("mixture in memory");
    private static final ValueLayout.OfFloat F32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ALIGNMENT = 64;

    public static MixedAdapter of(MixturePlan plan, Arena arena) {
        TreeMap<String, LoraFactors> modules = new TreeMap<>();
        List<String> parts = new ArrayList<>();
        parts.add(plan.config().toString());
        for (String module : plan.modules().keySet()) {
            MixedFactors mixed = plan.mix(module).factors();
            Tensor a =
                    tensor(
                            PeftDirectory.keyA(module),
                            Shape.of(mixed.rank(), mixed.in()),
                            mixed.a(),
                            arena);
            Tensor b =
                    tensor(
                            PeftDirectory.keyB(module),
                            Shape.of(mixed.out(), mixed.rank()),
                            mixed.b(),
                            arena);
            modules.put(module, new LoraFactors(module, a, b, plan.config().scalingOf(module)));
            parts.add(module);
            parts.add(checksum(a).hex());
            parts.add(checksum(b).hex());
        }
        return new MixedAdapter(
                new LoraAdapter(NOWHERE, plan.config(), modules),
                Checksum.ofStrings(parts.toArray(String[]::new)));
    }

    private static Tensor tensor(String name, Shape shape, float[] values, Arena arena) {
        MemorySegment bytes = arena.allocate(4L * values.length, ALIGNMENT);
        for (int i = 0; i < values.length; i++) {
            bytes.set(F32, 4L * i, values[i]);
        }
        return new Tensor(NOWHERE, name, Dtype.F32, shape, bytes);
    }

    private static Checksum checksum(Tensor tensor) {
        return Checksum.ofBytes(tensor.bytes().toArray(ValueLayout.JAVA_BYTE));
    }
}
