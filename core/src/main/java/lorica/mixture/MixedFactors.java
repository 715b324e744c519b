package lorica.mixture;

/// The factors of one module of a mixture, row-major: `A [rank, in]`, `B [out, rank]`. Treat as
/// read-only.
public record MixedFactors(String module, int rank, int in, int out, float[] a, float[] b) {
    public MixedFactors {
        if (a.length != Math.multiplyExact(rank, in) || b.length != Math.multiplyExact(out, rank)) {
            throw new IllegalArgumentException(
                    "%s: expected A [%d, %d] and B [%d, %d], found %d and %d elements"
                            .formatted(module, rank, in, out, rank, a.length, b.length));
        }
    }
}
