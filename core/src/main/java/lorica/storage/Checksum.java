package lorica.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256 digest as 64 lower-case hexadecimal digits.
public record Checksum(String hex) {
    public Checksum {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "checksum: expected 64 lower-case hexadecimal digits, found '%s'"
                            .formatted(hex));
        }
    }

    /// The digest of a file's bytes, streamed.
    public static Checksum ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return of(digest);
    }

    /// Something that writes bytes.
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// The digest of what is written, which is kept nowhere.
    public static Checksum ofWritten(Content content) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            content.writeTo(out);
        }
        return of(digest);
    }

    public static Checksum ofBytes(byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes);
        return of(digest);
    }

    /// The digest of the bytes that remain in a buffer, which stays where it is.
    public static Checksum ofBytes(ByteBuffer bytes) {
        MessageDigest digest = sha256();
        digest.update(bytes.duplicate());
        return of(digest);
    }

    /// The digest's 32 bytes.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    public static Checksum fromBytes(byte[] digest) {
        return new Checksum(HexFormat.of().formatHex(digest));
    }

    /// The digest of several strings; each is preceded by its length, so that no two lists collide.
    public static Checksum ofStrings(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(UTF_8);
            digest.update((bytes.length + ":").getBytes(UTF_8));
            digest.update(bytes);
        }
        return of(digest);
    }

    private static Checksum of(MessageDigest digest) {
        return new Checksum(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
