package lorica.mixture;

/// Adapters that cannot be mixed as asked.
public final class MixtureException extends RuntimeException {
    public MixtureException(String what, String expected, String found) {
        super("%s: expected %s, found %s".formatted(what, expected, found));
    }
}
