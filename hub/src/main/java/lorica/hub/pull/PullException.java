package lorica.hub.pull;

/// A list, or what it names, that no bank can be made of.
public final class PullException extends RuntimeException {
    public PullException(String where, String expected, String found) {
        super("%s: expected %s, found %s".formatted(where, expected, found));
    }
}
