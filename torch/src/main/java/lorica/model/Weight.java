package lorica.model;

import lorica.torch.NativeTensor;

/// A named weight of the model, whose tensor may be exchanged for another of the same shape.
final class Weight {
    private final String name;
    private NativeTensor value;

    Weight(String name, NativeTensor value) {
        this.name = name;
        this.value = value;
    }

    String name() {
        return name;
    }

    NativeTensor value() {
        return value;
    }

    /// Closes the old tensor.
    void replace(NativeTensor next) {
        exchange(next).close();
    }

    /// Gives the old tensor back.
    NativeTensor exchange(NativeTensor next) {
        if (!next.shape().equals(value.shape())) {
            throw new IllegalArgumentException(
                    "%s: expected shape %s, found %s".formatted(name, value.shape(), next.shape()));
        }
        NativeTensor old = value;
        value = next;
        return old;
    }
}
