package lorica.mixture;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import lorica.adapter.LoraFactors;
import lorica.kernel.RowKernel;
import lorica.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/// A and B averaged separately, as the paper's code does:
///
/// ```
/// Â = Σ wⱼAⱼ,   B̂ = Σ wⱼBⱼ,   ΔŴ = s·B̂Â
/// ```
///
/// That is not `Σ wⱼ·s·BⱼAⱼ`, and it means something only among adapters whose A started from the
/// same random numbers ([InitialisationGroups]). All sources must have the same modules, shapes and
/// scaling. Accumulated in `double` by fused multiply-add in the order of the sources; many at once
/// by [FactorMixtures]. Source: Lora without GPUs, eq. 33.
public record FactorMixture() implements Mixture {
    @Override
    public String name() {
        return "factors";
    }

    @Override
    public MixturePlan plan(List<Source> sources) {
        SourceUnion union = SourceUnion.of(sources, name());
        Source first = union.sources().getFirst();
        for (Source source : union.sources()) {
            for (String module : union.stacked().keySet()) {
                LoraFactors expected = first.adapter().modules().get(module);
                LoraFactors found = source.adapter().modules().get(module);
                if (!same(expected, found)) {
                    throw new MixtureException(
                            "factors mixture of '%s' and '%s': module %s"
                                    .formatted(first.entry(), source.entry(), module),
                            "%s as in '%s' (delta and concat take sources that differ)"
                                    .formatted(describe(expected), first.entry()),
                            "%s in '%s'".formatted(describe(found), source.entry()));
                }
            }
        }
        TreeMap<String, ModuleShape> modules = new TreeMap<>();
        for (LoraFactors factors : first.adapter().modules().values()) {
            modules.put(
                    factors.module(), new ModuleShape(factors.rank(), factors.in(), factors.out()));
        }
        return new MixturePlan(this, union.sources(), first.adapter().config(), modules);
    }

    private static boolean same(@Nullable LoraFactors a, @Nullable LoraFactors b) {
        if (a == null || b == null) {
            return Objects.equals(a, b);
        }
        return a.a().shape().equals(b.a().shape())
                && a.b().shape().equals(b.b().shape())
                && Math.abs(a.scaling() - b.scaling()) <= 1e-12 * Math.abs(a.scaling());
    }

    private static String describe(@Nullable LoraFactors factors) {
        return factors == null
                ? "no such module"
                : "A %s, B %s, scaling %s"
                        .formatted(factors.a().shape(), factors.b().shape(), factors.scaling());
    }

    @Override
    public long workingBytes(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        long factors = (long) shape.rank() * (shape.in() + shape.out());
        return 2 * Double.BYTES * factors + Frobenius.workingBytes(StackedFactors.of(plan, module));
    }

    @Override
    public MixedModule mix(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        List<LoraFactors> factors = new ArrayList<>();
        for (Source source : plan.sources()) {
            factors.add(source.adapter().modules().get(module));
        }
        float[] a = sum(plan, factors.stream().map(LoraFactors::a).toList());
        float[] b = sum(plan, factors.stream().map(LoraFactors::b).toList());
        MixedFactors mixed = new MixedFactors(module, shape.rank(), shape.in(), shape.out(), a, b);
        return new MixedModule(mixed, report(plan, mixed));
    }

    /// How far the product of the averages is from the average of the products.
    private static ModuleReport report(MixturePlan plan, MixedFactors mixed) {
        double scaling = plan.config().scalingOf(mixed.module());
        StackedFactors sum = StackedFactors.read(plan, mixed.module());
        Frobenius before = Frobenius.of(sum);
        Frobenius error = Frobenius.of(sum.minus(mixed, scaling));
        return new ModuleReport(
                mixed.module(),
                sum.rank(),
                ModuleReport.Method.FACTORS,
                before.value(),
                Frobenius.of(StackedFactors.of(mixed, scaling)).value(),
                error.value(),
                Math.max(before.uncertainty(), error.uncertainty()),
                0);
    }

    private static float[] sum(MixturePlan plan, List<Tensor> ofSources) {
        double[] weights = plan.sources().stream().mapToDouble(Source::weight).toArray();
        double[] sum = new double[Math.toIntExact(ofSources.getFirst().shape().size())];
        Tensor.addScaled(weights, ofSources, 0, sum, sum.length);
        float[] narrow = new float[sum.length];
        for (int i = 0; i < sum.length; i++) {
            narrow[i] = (float) sum[i];
        }
        if (RowKernel.firstNonFinite(narrow, 0, narrow.length) >= 0) {
            ofSources.forEach(Tensor::toFiniteFloats); // says which element of which
        }
        return narrow;
    }
}
