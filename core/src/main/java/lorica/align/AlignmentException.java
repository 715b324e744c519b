package lorica.align;

/// Updates that cannot be aligned as asked.
public final class AlignmentException extends RuntimeException {
    public AlignmentException(Object where, String expected, String found) {
        super("%s: expected %s, found %s".formatted(where, expected, found));
    }
}
