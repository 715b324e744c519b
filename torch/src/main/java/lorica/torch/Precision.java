package lorica.torch;

import lorica.tensor.Dtype;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// What mathematics is done in. Sums inside one operation are in F32 for both.
public enum Precision {
    F32(ScalarType.Float, Dtype.F32),
    BF16(ScalarType.BFloat16, Dtype.BF16);

    private final ScalarType scalarType;
    private final Dtype dtype;

    Precision(ScalarType scalarType, Dtype dtype) {
        this.scalarType = scalarType;
        this.dtype = dtype;
    }

    /// The storage type of the same width.
    public Dtype dtype() {
        return dtype;
    }

    ScalarType scalarType() {
        return scalarType;
    }
}
