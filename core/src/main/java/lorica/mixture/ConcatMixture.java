package lorica.mixture;

import java.util.List;

/// The exact weighted sum of the updates, kept whole by stacking the factors:
///
/// ```
/// A = [A₁; …; A_N],   B = [w₁s₁B₁ … w_Ns_NB_N],   scaling 1,   rank Σ rⱼ
/// ```
///
/// Sources may differ in rank, α, rsLoRA and in the modules they have. Modules of smaller stacked
/// rank are filled up with zeros, so that one rank holds everywhere. Only `wⱼsⱼBⱼ` is rounded.
public record ConcatMixture() implements Mixture {
    @Override
    public String name() {
        return "concat";
    }

    @Override
    public MixturePlan plan(List<Source> sources) {
        SourceUnion union = SourceUnion.of(sources, name());
        int rank = 1;
        for (ModuleShape shape : union.stacked().values()) {
            rank = Math.max(rank, shape.rank());
        }
        return union.plan(this, rank, 1);
    }

    @Override
    public long workingBytes(MixturePlan plan, String module) {
        return Frobenius.workingBytes(StackedFactors.of(plan, module));
    }

    @Override
    public MixedModule mix(MixturePlan plan, String module) {
        ModuleShape shape = plan.shape(module);
        StackedFactors stacked = StackedFactors.read(plan, module);
        int rank = shape.rank();
        float[] a = new float[Math.multiplyExact(rank, shape.in())];
        float[] b = new float[Math.multiplyExact(shape.out(), rank)];
        int k = 0;
        for (StackedFactors.Term term : stacked.terms()) {
            float[] rowsOfA = term.a();
            float[] rowsOfB = term.b();
            System.arraycopy(rowsOfA, 0, a, k * shape.in(), rowsOfA.length);
            for (int i = 0; i < term.rank(); i++, k++) {
                for (int t = 0; t < shape.out(); t++) {
                    b[t * rank + k] = (float) (term.coefficient() * rowsOfB[i * shape.out() + t]);
                }
            }
        }
        Frobenius norm = Frobenius.of(stacked);
        return new MixedModule(
                new MixedFactors(module, rank, shape.in(), shape.out(), a, b),
                new ModuleReport(
                        module,
                        stacked.rank(),
                        ModuleReport.Method.CONCATENATION,
                        norm.value(),
                        norm.value(),
                        0,
                        norm.uncertainty(),
                        0));
    }
}
