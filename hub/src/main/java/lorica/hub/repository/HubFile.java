package lorica.hub.repository;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A file of a repository, as the hub states it.
///
/// @param path with `/` between its parts
/// @param etag the name of its blob: SHA-256 where the file is in the hub's large-file store, else
///     the SHA-1 that Git gives it
public record HubFile(String path, long bytes, String etag) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
    private static final Pattern LEADS_ELSEWHERE = Pattern.compile("[\\p{Cntrl}\\\\:]");

    public HubFile {
        checkPath(path);
        if (bytes < 0 || !DIGEST.matcher(etag).matches()) {
            throw new IllegalArgumentException(
                    "file '%s': expected a size and a SHA-1 or SHA-256, found %d and '%s'"
                            .formatted(path, bytes, etag));
        }
    }

    /// Names come from strangers: none may lead out of its repository's folder, on any system.
    private static void checkPath(String path) {
        List<String> parts = Arrays.asList(path.split("/", -1));
        if (path.length() > 1000
                || LEADS_ELSEWHERE.matcher(path).find()
                || parts.contains("")
                || parts.contains(".")
                || parts.contains("..")) {
            throw new IllegalArgumentException(
                    "file name: expected one below its repository, found '%s'".formatted(path));
        }
    }

    /// Whether its blob is named by its SHA-256.
    public boolean sha256() {
        return etag.length() == 64;
    }

    /// What stands behind the last `/`.
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
