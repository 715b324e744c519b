package lorica.bank;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import lorica.storage.Checksum;
import lorica.storage.WholeFile;

/// What other rooms computed of a dataset, as opaque bytes by (dataset key, name, version).
///
/// One file a blob, `blobs/<first two digits of the key>/<key>.<name>.v<version>`, replaced whole,
/// so that readers and writers never meet. A blob can always be computed again: it is not forced
/// to the disk, and a damaged one is set aside, listed in [#damaged] and reported as absent.
/// Serves any number of threads.
public final class BlobStore {
    private static final String FOLDER = "blobs";

    private final Path folder;
    private final ConcurrentLinkedQueue<DamagedBlob> damaged = new ConcurrentLinkedQueue<>();

    BlobStore(Path bank) {
        this.folder = bank.resolve(FOLDER);
    }

    /// The blob, or empty where there is none that can be trusted.
    public Optional<byte[]> get(Checksum key, BlobName name) throws IOException {
        Path file = file(key, name);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(BlobFile.payload(key, name, bytes));
        } catch (BlobFile.Damage damage) {
            setAside(file, String.valueOf(damage.getMessage()));
            return Optional.empty();
        }
    }

    /// Keeps a blob, in place of the one that is there.
    public void put(Checksum key, BlobName name, byte[] payload) throws IOException {
        Path file = file(key, name);
        byte[] bytes = BlobFile.render(key, name, payload);
        Path shelf = file.resolveSibling("");
        if (!Files.isDirectory(shelf)) {
            Files.createDirectories(shelf);
        }
        WholeFile.write(file, bytes, WholeFile.Durability.UNFORCED);
    }

    /// Says that a blob's checksum was right and its payload was not; it is set aside.
    public void reject(Checksum key, BlobName name, String fault) {
        setAside(file(key, name), fault);
    }

    /// What was set aside since this store was opened.
    public List<DamagedBlob> damaged() {
        return List.copyOf(damaged);
    }

    /// Whether anything is kept under a key.
    public boolean holds(Checksum key) throws IOException {
        return !files(key).isEmpty();
    }

    /// Forgets what is kept under a key, what was set aside included.
    void delete(Checksum key) throws IOException {
        Path shelf = shelf(key);
        if (!Files.isDirectory(shelf)) {
            return;
        }
        try (var listing = Files.newDirectoryStream(shelf, key.hex() + ".*")) {
            for (Path file : listing) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// How thoroughly [#fault] looks.
    enum Depth {
        HEADER,
        CONTENT
    }

    /// What is wrong with a file among [#files]; nothing is set aside.
    Optional<String> fault(Checksum key, Path file, Depth depth) throws IOException {
        try {
            byte[] start;
            try (InputStream in = Files.newInputStream(file)) {
                start = in.readNBytes(BlobFile.MAX_HEADER_BYTES);
            }
            BlobFile.Header header = BlobFile.header(start, Files.size(file));
            if (!file.equals(file(key, header.name())) || !header.key().equals(key)) {
                return Optional.of("expected the blob that its name says, found another");
            }
            if (depth == Depth.CONTENT) {
                BlobFile.payload(key, header.name(), Files.readAllBytes(file));
            }
            return Optional.empty();
        } catch (BlobFile.Damage damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    /// The files under a key that are blobs by their names.
    List<Path> files(Checksum key) throws IOException {
        Path shelf = shelf(key);
        if (!Files.isDirectory(shelf)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (var listing = Files.newDirectoryStream(shelf, key.hex() + ".*.v*")) {
            listing.forEach(files::add);
        }
        files.removeIf(file -> file.toString().endsWith(".damaged"));
        return files;
    }

    Path file(Checksum key, BlobName name) {
        return shelf(key).resolve(key.hex() + name.suffix());
    }

    private Path shelf(Checksum key) {
        return folder.resolve(key.hex().substring(0, 2));
    }

    private void setAside(Path file, String fault) {
        damaged.add(new DamagedBlob(file, fault));
        try {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".damaged"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // The bank cannot be written, or another reader was quicker: it is not trusted anyway.
        }
    }
}
