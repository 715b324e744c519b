package lorica.export;

/// A value of a GGUF file's metadata: the kinds that an adapter needs.
sealed interface GgufValue {
    /// A string, in UTF-8.
    record Text(String value) implements GgufValue {}

    /// An unsigned number of 32 bits.
    record Count(int value) implements GgufValue {}

    /// A number in F32.
    record Real(float value) implements GgufValue {}
}
