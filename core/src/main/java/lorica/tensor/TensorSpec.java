package lorica.tensor;

/// What a safetensors header says of one tensor before its data is written.
public record TensorSpec(String name, Dtype dtype, Shape shape) {
    /// Bytes of the data.
    ///
    /// @throws ArithmeticException if the size overflows a `long`
    public long bytes() {
        return Math.multiplyExact(shape.size(), dtype.bytes());
    }
}
