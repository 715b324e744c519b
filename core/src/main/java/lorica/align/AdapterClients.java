package lorica.align;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.kernel.ProductKernel;
import lorica.kernel.RowKernel;
import lorica.mixture.DeltaMixture;
import lorica.mixture.MixedFactors;
import lorica.mixture.MixturePlan;
import lorica.mixture.Source;
import lorica.tensor.Dtype;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;

/// Clients that sent LoRA adapters: their updates `ΔW = s·B·A` are aligned, in the joint column and
/// row spaces of their factors; no `[out, in]` is formed.
///
/// A refined update has a higher rank than the adapter: it is truncated to the largest rank of the
/// clients ([DeltaMixture]).
final class AdapterClients implements Clients {
    private static final ValueLayout.OfFloat F32 =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final List<String> names;
    private final List<LoraAdapter> adapters;
    private final SortedMap<String, RangeFinder> ranges = new TreeMap<>();

    private AdapterClients(List<String> names, List<LoraAdapter> adapters) {
        this.names = names;
        this.adapters = adapters;
    }

    static AdapterClients open(List<String> names, List<Path> folders, Arena arena)
            throws IOException {
        List<LoraAdapter> adapters = new ArrayList<>();
        for (Path folder : folders) {
            LoraAdapter adapter = PeftDirectory.read(folder, arena);
            LoraAdapter first = adapters.isEmpty() ? adapter : adapters.getFirst();
            if (!adapter.modules().keySet().equals(first.modules().keySet())) {
                throw new AlignmentException(
                        folder,
                        "the %d modules of the first client".formatted(first.modules().size()),
                        adapter.modules().size() + " others");
            }
            for (LoraFactors factors : adapter.modules().values()) {
                LoraFactors match = module(first, factors.module());
                if (match.in() != factors.in() || match.out() != factors.out()) {
                    throw new AlignmentException(
                            folder + ": " + factors.module(),
                            "in %d, out %d as of the first client"
                                    .formatted(match.in(), match.out()),
                            "in %d, out %d".formatted(factors.in(), factors.out()));
                }
            }
            adapters.add(adapter);
        }
        return new AdapterClients(names, adapters);
    }

    static LoraFactors module(LoraAdapter adapter, String name) {
        LoraFactors factors = adapter.modules().get(name);
        if (factors == null) {
            throw new AlignmentException(adapter.directory(), "module " + name, "none");
        }
        return factors;
    }

    @Override
    public List<String> names() {
        return names;
    }

    @Override
    public boolean finite(int client) {
        return adapters.get(client).modules().values().stream()
                .allMatch(factors -> finite(factors.a()) && finite(factors.b()));
    }

    static boolean finite(Tensor tensor) {
        float[] values = tensor.toFloats();
        return RowKernel.firstNonFinite(values, 0, values.length) < 0;
    }

    @Override
    public Updates updates(List<Integer> clients) {
        SortedMap<String, Blocks> modules = new TreeMap<>();
        for (String module : adapters.getFirst().modules().keySet()) {
            List<double[]> columns = new ArrayList<>();
            List<double[]> rows = new ArrayList<>();
            for (int client : clients) {
                LoraFactors factors = module(adapters.get(client), module);
                columns.add(FactorGeometry.columns(factors));
                rows.add(factors.a().toDoubles());
            }
            LoraFactors first = module(adapters.getFirst(), module);
            RangeFinder left = RangeFinder.of(first.out(), columns);
            RangeFinder right = RangeFinder.of(first.in(), rows);
            List<double[]> blocks = new ArrayList<>();
            for (int c = 0; c < clients.size(); c++) {
                double[] b = left.reduced(columns.get(c));
                double[] a = right.reduced(rows.get(c));
                int height = left.range().rank();
                int width = right.range().rank();
                int rank = b.length / height;
                double[] block = new double[Math.multiplyExact(height, width)];
                ProductKernel.combine(
                        block, 0, height, width, a, width, b, 0, height, rank, height);
                blocks.add(block);
            }
            ranges.put(
                    module,
                    new RangeFinder(
                            left.range(), 1 - (1 - left.discarded()) * (1 - right.discarded())));
            modules.put(module, new Blocks(left.range().rank(), blocks));
        }
        return new Updates(clients.stream().map(names::get).toList(), modules);
    }

    @Override
    public SortedMap<String, Double> discarded() {
        SortedMap<String, Double> discarded = new TreeMap<>();
        ranges.forEach((module, range) -> discarded.put(module, range.discarded()));
        return discarded;
    }

    /// The mixture of `P·Bₖ·Aₖ` with weight 1 and every benign `(I − P)·Bⱼ·Aⱼ` with weight 1/n.
    @Override
    public void write(Alignment alignment, List<Integer> members, int client, Path folder)
            throws IOException {
        List<Source> sources = new ArrayList<>();
        double benign = alignment.scores().stream().filter(score -> !score.contaminated()).count();
        sources.add(
                new Source(
                        names.get(client), 1, changed(alignment, adapters.get(client), Part.OWN)));
        for (int m = 0; m < members.size(); m++) {
            if (!alignment.scores().get(m).contaminated()) {
                LoraAdapter rest = changed(alignment, adapters.get(members.get(m)), Part.COMMON);
                sources.add(new Source(names.get(members.get(m)), 1 / benign, rest));
            }
        }
        DeltaMixture mixture = DeltaMixture.atSourceRank();
        MixturePlan plan = mixture.plan(sources);
        SortedMap<String, LoraFactors> written = new TreeMap<>();
        Path place = adapters.get(client).directory();
        for (String module : adapters.get(client).modules().keySet()) {
            MixedFactors mixed = mixture.mix(plan, module).factors();
            written.put(
                    module,
                    new LoraFactors(
                            module,
                            tensor(place, module, mixed.a(), mixed.rank(), mixed.in()),
                            tensor(place, module, mixed.b(), mixed.out(), mixed.rank()),
                            plan.config().scalingOf(module)));
        }
        PeftDirectory.write(new LoraAdapter(place, plan.config(), written), folder);
    }

    private enum Part {
        OWN,
        COMMON
    }

    private LoraAdapter changed(Alignment alignment, LoraAdapter adapter, Part part) {
        SortedMap<String, LoraFactors> changed = new TreeMap<>();
        for (Map.Entry<String, LoraFactors> module : adapter.modules().entrySet()) {
            LoraFactors factors = module.getValue();
            Subspace inner = alignment.subspace(module.getKey());
            Subspace shared =
                    ranges.getOrDefault(module.getKey(), new RangeFinder(inner, 0)).lifted(inner);
            double[] b = RangeFinder.transposed(factors.b().toDoubles(), factors.out());
            double[] kept = part == Part.OWN ? shared.project(b) : shared.reject(b);
            double[] rows = RangeFinder.transposed(kept, factors.rank());
            float[] floats = new float[rows.length];
            for (int i = 0; i < rows.length; i++) {
                floats[i] = (float) rows[i];
            }
            changed.put(
                    module.getKey(),
                    new LoraFactors(
                            module.getKey(),
                            factors.a(),
                            tensor(
                                    adapter.directory(),
                                    module.getKey(),
                                    floats,
                                    factors.out(),
                                    factors.rank()),
                            factors.scaling()));
        }
        return new LoraAdapter(adapter.directory(), adapter.config(), changed);
    }

    private static Tensor tensor(Path place, String name, float[] values, int rows, int columns) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[values.length * Float.BYTES]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(F32, (long) i * Float.BYTES, values[i]);
        }
        return new Tensor(place, name, Dtype.F32, Shape.of(rows, columns), bytes);
    }
}
