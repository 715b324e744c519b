package lorica.mixture;

import java.util.List;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.tensor.Tensor;

/// A and B averaged separately, as the paper's code does: `Â = Σ wⱼAⱼ`, `B̂ = Σ wⱼBⱼ`, so `ΔŴ =
/// s·B̂Â`.
///
/// That is not `Σ wⱼ s BⱼAⱼ`, and it means something only among adapters whose A started from the
/// same random numbers. Accumulated in `double` in the order of the sources, then rounded to F32.
/// Source: Lora without GPUs, eq. 33.
public record FactorMixture() implements Mixture {
    @Override
    public String name() {
        return "factors";
    }

    @Override
    public LoraConfig config(List<Source> sources) {
        Source first = sources.getFirst();
        for (Source source : sources) {
            for (LoraFactors factors : first.adapter().modules().values()) {
                LoraFactors other = source.adapter().modules().get(factors.module());
                if (other == null
                        || !other.a().shape().equals(factors.a().shape())
                        || !other.b().shape().equals(factors.b().shape())
                        || other.scaling() != factors.scaling()) {
                    throw new MixtureException(
                            "factor-wise mixture of '%s' and '%s', module %s"
                                    .formatted(first.entry(), source.entry(), factors.module()),
                            describe(factors),
                            other == null ? "no such module" : describe(other));
                }
            }
            if (source.adapter().modules().size() != first.adapter().modules().size()) {
                throw new MixtureException(
                        "factor-wise mixture of '%s' and '%s'"
                                .formatted(first.entry(), source.entry()),
                        first.adapter().modules().size() + " modules",
                        source.adapter().modules().size() + " modules");
            }
        }
        return first.adapter().config();
    }

    private static String describe(LoraFactors factors) {
        return "A %s, B %s, scaling %s"
                .formatted(factors.a().shape(), factors.b().shape(), factors.scaling());
    }

    @Override
    public MixedFactors mix(String module, List<Source> sources) {
        LoraFactors shape = factors(sources.getFirst(), module);
        double[] a = new double[Math.multiplyExact(shape.rank(), shape.in())];
        double[] b = new double[Math.multiplyExact(shape.out(), shape.rank())];
        for (Source source : sources) {
            LoraFactors factors = factors(source, module);
            add(a, source.weight(), factors.a());
            add(b, source.weight(), factors.b());
        }
        return new MixedFactors(
                module, shape.rank(), shape.in(), shape.out(), narrow(a), narrow(b));
    }

    private static LoraFactors factors(Source source, String module) {
        LoraFactors factors = source.adapter().modules().get(module);
        if (factors == null) {
            throw new MixtureException("'" + source.entry() + "'", "module " + module, "none");
        }
        return factors;
    }

    private static void add(double[] sum, double weight, Tensor tensor) {
        double[] values = tensor.toDoubles();
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(weight, values[i], sum[i]);
        }
    }

    private static float[] narrow(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            narrow[i] = (float) values[i];
        }
        return narrow;
    }
}
