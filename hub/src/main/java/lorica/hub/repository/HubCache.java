package lorica.hub.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lorica.storage.WholeFile;

/// The cache that Hugging Face's tools share.
///
/// ```
/// models--owner--name/blobs/<etag>                    the bytes; <etag>.incomplete while they come
/// models--owner--name/snapshots/<commit>/<path>       a relative link to the blob, or a copy
/// models--owner--name/refs/main                       the commit
/// .locks/models--owner--name/<etag>.lock              who is writing the blob
/// ```
///
/// Source: huggingface_hub, "Understand caching".
record HubCache(Path root) {
    private static final String TAG =
            """
            Signature: 8a477f597d28d172789f06886806bc55
            # This file is a cache directory tag created by huggingface_hub.
            # For information about cache directory tags, see:
            #	https://bford.info/cachedir/
            """;

    private Path folder(Repository repository) {
        return root.resolve(repository.folder());
    }

    /// Where a commit's files lie.
    Path snapshot(Repository repository, String commit) {
        return folder(repository).resolve("snapshots").resolve(commit);
    }

    Path pointer(PinnedFile wanted) {
        Path pointer = snapshot(wanted.repository(), wanted.commit());
        for (String part : wanted.file().path().split("/")) {
            pointer = pointer.resolve(part);
        }
        return pointer;
    }

    Path blob(PinnedFile wanted) {
        return folder(wanted.repository()).resolve("blobs").resolve(wanted.file().etag());
    }

    Path incomplete(PinnedFile wanted) {
        return blob(wanted).resolveSibling(wanted.file().etag() + ".incomplete");
    }

    Path lock(PinnedFile wanted) {
        return root.resolve(".locks")
                .resolve(wanted.repository().folder())
                .resolve(wanted.file().etag() + ".lock");
    }

    /// Whether a file is there, under its commit or as a blob that another commit has too.
    boolean has(PinnedFile wanted) throws IOException {
        return isWhole(pointer(wanted), wanted) || isWhole(blob(wanted), wanted);
    }

    static boolean isWhole(Path file, PinnedFile wanted) throws IOException {
        return Files.isRegularFile(file) && Files.size(file) == wanted.file().bytes();
    }

    /// Remembers which commit a branch was at.
    void keepRef(Repository repository, String branch, String commit) throws IOException {
        Path ref = folder(repository).resolve("refs").resolve(branch);
        if (Files.isRegularFile(ref) && Files.readString(ref).equals(commit)) {
            return;
        }
        Files.createDirectories(ref.resolveSibling(""));
        WholeFile.write(ref, commit);
    }

    /// Makes the folders that a file needs.
    void prepare(PinnedFile wanted) throws IOException {
        Files.createDirectories(blob(wanted).resolveSibling(""));
        Files.createDirectories(pointer(wanted).resolveSibling(""));
        Path tag = root.resolve("CACHEDIR.TAG");
        if (!Files.exists(tag)) {
            WholeFile.write(tag, TAG);
        }
    }

    /// Gives what came its place; the caller has checked it and holds the lock.
    void keep(PinnedFile wanted) throws IOException {
        try (FileChannel channel = FileChannel.open(incomplete(wanted), StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                incomplete(wanted),
                blob(wanted),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        link(wanted);
    }

    /// Points from the commit to the blob, relatively, so that the cache may be moved; where the
    /// system has no links, the file is copied.
    void link(PinnedFile wanted) throws IOException {
        Path pointer = pointer(wanted);
        Path blob = blob(wanted);
        if (isWhole(pointer, wanted)) {
            return;
        }
        Files.deleteIfExists(pointer);
        try {
            Files.createSymbolicLink(pointer, pointer.resolveSibling("").relativize(blob));
        } catch (FileAlreadyExistsException e) {
            if (!isWhole(pointer, wanted)) {
                throw e;
            }
        } catch (UnsupportedOperationException | FileSystemException e) {
            copy(blob, pointer);
        }
    }

    static void copy(Path blob, Path pointer) throws IOException {
        Path temporary = Files.createTempFile(pointer.resolveSibling(""), ".", ".incomplete");
        try {
            Files.copy(blob, temporary, StandardCopyOption.REPLACE_EXISTING);
            Files.move(
                    temporary,
                    pointer,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// The digest that a blob with this content is named by.
    static String etag(Path file, HubFile stated) throws IOException {
        MessageDigest digest = digest(stated);
        if (!stated.sha256()) {
            digest.update(("blob " + Files.size(file) + "\0").getBytes(UTF_8));
        }
        byte[] buffer = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest(HubFile stated) {
        try {
            return MessageDigest.getInstance(stated.sha256() ? "SHA-256" : "SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1 and SHA-256", e);
        }
    }
}
