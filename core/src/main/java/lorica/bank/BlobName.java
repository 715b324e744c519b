package lorica.bank;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// What a blob is of its dataset, and which version of the room's codec wrote it.
///
/// @param name for instance `counts.whole`
/// @param version raised when the codec or the meaning changes: older blobs are then ignored
public record BlobName(String name, int version) {
    private static final int MAX_BYTES = 120;

    public BlobName {
        if (name.isBlank() || version < 0 || slug(name).length() > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "blob name: expected 1 to %d characters and a version >= 0, found '%s', %d"
                            .formatted(MAX_BYTES, name, version));
        }
    }

    /// The end of the blob's file name.
    String suffix() {
        return "." + slug(name) + ".v" + version;
    }

    private static String slug(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A");
    }
}
