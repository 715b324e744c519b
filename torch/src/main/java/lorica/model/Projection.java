package lorica.model;

import java.util.ArrayList;
import java.util.List;
import lorica.torch.NativeTensor;

/// One linear map of the model, `W [out, in]`, and the adapters that now act on it.
final class Projection {
    private final Weight weight;
    private final List<Active> active = new ArrayList<>();

    private record Active(AdapterFactors factors, double strength) {}

    Projection(Weight weight) {
        this.weight = weight;
    }

    NativeTensor apply(NativeTensor x) {
        NativeTensor y = x.linear(weight.value());
        for (Active adapter : active) {
            y = adapter.factors().addedTo(y, x, adapter.strength());
        }
        return y;
    }

    void activate(AdapterFactors factors, double strength) {
        active.add(new Active(factors, strength));
    }

    void deactivateAll() {
        active.clear();
    }

    /// W ← W + scaling·B·A, rounded to the precision of W.
    void merge(AdapterFactors factors) {
        NativeTensor merged = weight.value().copy();
        NativeTensor delta = factors.b().product(factors.a());
        merged.addInPlace(factors.scaling(), delta);
        weight.replace(merged);
    }

    Weight weight() {
        return weight;
    }
}
