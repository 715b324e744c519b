package lorica.adapter;

import lorica.tensor.Tensor;

/// The two factors of one module's update: `ΔW = scaling·B·A`, `A [r, in]`, `B [out, r]`.
public record LoraFactors(String module, Tensor a, Tensor b, double scaling) {
    public LoraFactors {
        if (a.shape().rank() != 2
                || b.shape().rank() != 2
                || a.shape().extent(0) != b.shape().extent(1)
                || !isWidth(a.shape().extent(0))
                || !isWidth(a.shape().extent(1))
                || !isWidth(b.shape().extent(0))) {
            throw new AdapterException(
                    a.file(),
                    module,
                    "A [r, in] and B [out, r], at least 1 of each",
                    "A %s and B %s".formatted(a.shape(), b.shape()));
        }
    }

    private static boolean isWidth(long extent) {
        return extent >= 1 && extent <= Integer.MAX_VALUE;
    }

    public int rank() {
        return Math.toIntExact(a.shape().extent(0));
    }

    public int in() {
        return Math.toIntExact(a.shape().extent(1));
    }

    public int out() {
        return Math.toIntExact(b.shape().extent(0));
    }
}
