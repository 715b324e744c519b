package lorica.mixture;

/// The extents of a module's factors: `A [rank, in]`, `B [out, rank]`.
public record ModuleShape(int rank, int in, int out) {
    @Override
    public String toString() {
        return "A [%d, %d], B [%d, %d]".formatted(rank, in, out, rank);
    }
}
