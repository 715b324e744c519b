package lorica.bank;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.storage.Checksum;
import lorica.storage.Leftovers;
import lorica.storage.WholeFile;

/// What other rooms computed of a dataset or an adapter, as opaque bytes by (key, name, version).
///
/// One file a blob, `blobs/<first two digits of the key>/<key>.<name>.v<version>`, replaced whole,
/// so that readers and writers never meet. A blob can always be computed again: it is not forced
/// to the disk, and a damaged one is set aside, listed in [#damaged] and reported as absent.
/// Serves any number of threads.
public final class BlobStore {
    private static final String FOLDER = "blobs";
    private static final Pattern FILE_NAME = Pattern.compile("([0-9a-f]{64})\\..+\\.v[0-9]+");

    /// Longer than any blob takes to write, so that nobody is at work on what is swept.
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final Set<Path> swept = ConcurrentHashMap.newKeySet();
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

    /// The blob as a codec reads it, or empty where there is none. For what is not computed again
    /// in passing: damage is refused and stays where it is.
    ///
    /// @param decode throws IllegalArgumentException for what it does not take
    /// @param wayOut what makes the blob again
    /// @throws BankException if it is damaged
    public <T> Optional<T> find(
            Checksum key, BlobName name, Function<byte[], T> decode, String wayOut)
            throws IOException {
        Path file = file(key, name);
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        String what = name.name();
        try {
            return Optional.of(decode.apply(BlobFile.payload(key, name, bytes)));
        } catch (BlobFile.Damage e) {
            throw new BankException(
                    file, what, "%s (%s)".formatted(e.expected(), wayOut), e.found());
        } catch (IllegalArgumentException e) {
            throw new BankException(
                    file,
                    what,
                    "a whole one (%s)".formatted(wayOut),
                    String.valueOf(e.getMessage()));
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
        if (swept.add(shelf)) {
            Leftovers.sweep(shelf, ABANDONED);
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

    /// What is wrong with a file among [#all]; nothing is set aside.
    Optional<BlobFile.Damage> fault(Checksum key, Path file, Depth depth) throws IOException {
        try {
            byte[] start;
            try (InputStream in = Files.newInputStream(file)) {
                start = in.readNBytes(BlobFile.MAX_HEADER_BYTES);
            }
            BlobFile.Header header = BlobFile.header(start, Files.size(file));
            if (!file.equals(file(key, header.name())) || !header.key().equals(key)) {
                return Optional.of(
                        new BlobFile.Damage("the blob that the file's name says", "another"));
            }
            if (depth == Depth.CONTENT) {
                BlobFile.payload(key, header.name(), Files.readAllBytes(file));
            }
            return Optional.empty();
        } catch (BlobFile.Damage damage) {
            return Optional.of(damage);
        }
    }

    /// Deletes what killed processes left unfinished; writers sweep the shelves that they use.
    void sweep() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var shelves = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path shelf : shelves) {
                Leftovers.sweep(shelf, ABANDONED);
            }
        }
    }

    /// The files that are blobs by their names, under their keys.
    Map<Checksum, List<Path>> all() throws IOException {
        Map<Checksum, List<Path>> all = new HashMap<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (var shelves = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path shelf : shelves) {
                try (var files = Files.newDirectoryStream(shelf)) {
                    for (Path file : files) {
                        key(file)
                                .ifPresent(
                                        key ->
                                                all.computeIfAbsent(key, any -> new ArrayList<>())
                                                        .add(file));
                    }
                }
            }
        }
        return all;
    }

    /// The names of what is kept under a key, with their versions, sorted.
    public List<String> names(Checksum key) throws IOException {
        Path shelf = shelf(key);
        if (!Files.isDirectory(shelf)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (var files = Files.newDirectoryStream(shelf, key.hex() + ".*")) {
            for (Path file : files) {
                if (key(file).isPresent()) {
                    names.add(file.getFileName().toString().substring(key.hex().length() + 1));
                }
            }
        }
        Collections.sort(names);
        return names;
    }

    private static Optional<Checksum> key(Path file) {
        Matcher matcher = FILE_NAME.matcher(file.getFileName().toString());
        return matcher.matches() ? Optional.of(new Checksum(matcher.group(1))) : Optional.empty();
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
