package lorica.tensor;

/// How the elements of a tensor are stored; the names are those of the safetensors header.
///
/// All are little-endian. Mathematics is done on [#F32], [#F16] and [#BF16] only; the others are
/// known so that a file that holds them can be read and its tensors passed on.
public enum Dtype {
    BOOL(1),
    U8(1),
    I8(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    F64(8),
    I64(8),
    U64(8);

    private final int bytes;

    Dtype(int bytes) {
        this.bytes = bytes;
    }

    /// Bytes an element.
    public int bytes() {
        return bytes;
    }

    /// True for the storage types of weights: F32, F16, BF16.
    public boolean isWeight() {
        return this == F32 || this == F16 || this == BF16;
    }
}
