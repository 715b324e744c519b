package lorica.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.storage.Checksum;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One commit of a repository of a [TestHub].
public record HubFiles(SortedMap<String, Content> files, Optional<String> licence) {
    /// What the hub keeps in its large-file store.
    private static final List<String> LARGE = List.of(".safetensors", ".parquet", ".bin");

    /// A file's bytes.
    ///
    /// @param etag SHA-256 of a large file; of another the SHA-1 that Git gives it
    public record Content(byte[] bytes, boolean large, String etag) {}

    public static HubFiles empty() {
        return new HubFiles(new TreeMap<>(), Optional.empty());
    }

    /// The files below a folder, without a licence.
    public static HubFiles of(Path folder) throws IOException {
        HubFiles files = empty();
        try (var all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                files = files.with(name, Files.readAllBytes(file));
            }
        }
        return files;
    }

    public HubFiles with(String path, String text) {
        return with(path, text.getBytes(UTF_8));
    }

    public HubFiles with(String path, byte[] bytes) {
        boolean large = LARGE.stream().anyMatch(path::endsWith);
        String etag = large ? Checksum.ofBytes(bytes).hex() : git(bytes);
        TreeMap<String, Content> more = new TreeMap<>(files);
        more.put(path, new Content(bytes, large, etag));
        return new HubFiles(more, licence);
    }

    public HubFiles withLicence(String name) {
        return new HubFiles(files, Optional.of(name));
    }

    private static String git(byte[] bytes) {
        return sha1(("blob " + bytes.length + "\0").getBytes(UTF_8), bytes);
    }

    private static String sha1(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// 40 hexadecimal digits that depend on names and contents.
    public String commit() {
        StringBuilder all = new StringBuilder();
        files.forEach((path, content) -> all.append(path).append(content.etag()));
        return sha1(all.toString().getBytes(UTF_8));
    }

    Optional<Content> content(String path) {
        return Optional.ofNullable(files.get(path));
    }

    Optional<Content> stored(String sha) {
        return files.values().stream()
                .filter(content -> content.large() && content.etag().equals(sha))
                .findFirst();
    }

    /// The hub's JSON about this commit.
    String info(String name) {
        ObjectNode info = JsonMapper.shared().createObjectNode();
        info.put("id", name.replaceFirst("^datasets/", ""));
        info.put("sha", commit());
        licence.ifPresent(
                licence -> {
                    info.putObject("cardData").put("license", licence);
                    info.putArray("tags").add("license:" + licence);
                });
        ArrayNode siblings = info.putArray("siblings");
        for (Map.Entry<String, Content> file : files.entrySet()) {
            Content content = file.getValue();
            ObjectNode sibling =
                    siblings.addObject()
                            .put("rfilename", file.getKey())
                            .put("size", content.bytes().length)
                            .put("blobId", git(content.bytes()));
            if (content.large()) {
                sibling.putObject("lfs")
                        .put("sha256", content.etag())
                        .put("size", content.bytes().length)
                        .put("pointerSize", 130);
            }
        }
        return info.toString();
    }
}
