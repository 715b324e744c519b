package lorica.hub.repository;

import java.util.regex.Pattern;

/// A repository of the hub.
///
/// @param name `owner/name`
public record Repository(Kind kind, String name) {
    /// As the hub allows them; so none leads out of a folder.
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,95}");

    /// What a repository holds.
    public enum Kind {
        MODEL("models", ""),
        DATASET("datasets", "datasets/");

        private final String plural;
        private final String prefix;

        Kind(String plural, String prefix) {
            this.plural = plural;
            this.prefix = prefix;
        }
    }

    public Repository {
        String[] parts = name.split("/", -1);
        if (parts.length != 2
                || !PART.matcher(parts[0]).matches()
                || !PART.matcher(parts[1]).matches()
                || name.contains("..")
                || name.contains("--")) {
            throw new IllegalArgumentException(
                    "repository: expected a name of the hub such as org/name, found '%s'"
                            .formatted(name));
        }
    }

    public static Repository model(String name) {
        return new Repository(Kind.MODEL, name);
    }

    public static Repository dataset(String name) {
        return new Repository(Kind.DATASET, name);
    }

    /// What stands behind the owner's name.
    public String shortName() {
        return name.substring(name.indexOf('/') + 1);
    }

    /// The folder in the cache: `models--owner--name`.
    String folder() {
        return kind.plural + "--" + name.replace("/", "--");
    }

    /// Below the hub's address, for files.
    String path() {
        return kind.prefix + name;
    }

    /// Below the hub's address, for JSON.
    String apiPath() {
        return "api/" + kind.plural + "/" + name;
    }

    static String listPath(Kind kind) {
        return "api/" + kind.plural;
    }

    @Override
    public String toString() {
        return path();
    }
}
