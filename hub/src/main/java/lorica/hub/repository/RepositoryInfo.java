package lorica.hub.repository;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What the hub says of a repository's main branch.
///
/// @param commit 40 hexadecimal digits
/// @param licence as its card states it
public record RepositoryInfo(
        Repository repository, String commit, List<HubFile> files, Optional<String> licence) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    private static final String LICENCE_TAG = "license:";

    public RepositoryInfo {
        checkCommit(commit);
        files = List.copyOf(files);
    }

    static void checkCommit(String commit) {
        if (!COMMIT.matcher(commit).matches()) {
            throw new IllegalArgumentException(
                    "commit: expected 40 hexadecimal digits, found '%s'".formatted(commit));
        }
    }

    /// @throws IllegalArgumentException if it is no such document, or a file's name leads elsewhere
    static RepositoryInfo of(Repository repository, JsonNode json) {
        List<HubFile> files = new ArrayList<>();
        for (JsonNode sibling : json.path("siblings")) {
            JsonNode large = sibling.path("lfs");
            files.add(
                    new HubFile(
                            sibling.path("rfilename").asString(""),
                            sibling.path("size").asLong(-1),
                            large.isObject()
                                    ? large.path("sha256").asString("")
                                    : sibling.path("blobId").asString("")));
        }
        return new RepositoryInfo(repository, json.path("sha").asString(""), files, licence(json));
    }

    private static Optional<String> licence(JsonNode json) {
        JsonNode stated = json.path("cardData").path("license");
        if (stated.isString()) {
            return Optional.of(stated.stringValue());
        }
        for (JsonNode tag : json.path("tags")) {
            if (tag.asString("").startsWith(LICENCE_TAG)) {
                return Optional.of(tag.stringValue().substring(LICENCE_TAG.length()));
            }
        }
        return Optional.empty();
    }

    /// The file of this path.
    public Optional<HubFile> file(String path) {
        return files.stream().filter(file -> file.path().equals(path)).findFirst();
    }

    public PinnedFile pinned(HubFile file) {
        return new PinnedFile(repository, commit, file);
    }
}
