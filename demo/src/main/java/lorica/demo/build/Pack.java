package lorica.demo.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import lorica.storage.WholeDirectory;

/// File trees as a few zip files `demo-1.zip`, `demo-2.zip`, …, none larger than a limit.
///
/// Files are taken in the order of their paths and never cut; same trees, same bytes (entries carry
/// one fixed time). Refused: a file that alone exceeds the limit, and on unpacking an entry that
/// points outside the target.
public final class Pack {
    /// The embedded demo's limit: 4 MB less a little.
    public static final long LARGEST = 3_900_000;

    private static final int ENTRY_OVERHEAD = 512;

    private final long largest;

    public Pack(long largest) {
        this.largest = largest;
    }

    /// A folder and the name that it has in the pack.
    public record Tree(String name, Path folder) {}

    private record Item(String name, byte[] content, long packed) {}

    /// Packs trees into a new folder.
    public void write(List<Tree> trees, Path folder) throws IOException {
        List<Item> items = new ArrayList<>();
        for (Tree tree : trees) {
            items.addAll(items(tree));
        }
        try (WholeDirectory whole = WholeDirectory.stage(folder, WholeDirectory.Existing.REFUSE)) {
            int volume = 1;
            int next = 0;
            while (next < items.size()) {
                long size = 0;
                int from = next;
                while (next < items.size() && size + items.get(next).packed() <= largest) {
                    size += items.get(next).packed();
                    next++;
                }
                byte[] zip = zip(items.subList(from, next));
                Files.write(whole.staging().resolve("demo-" + volume + ".zip"), zip);
                volume++;
            }
            whole.commit();
        }
    }

    private List<Item> items(Tree tree) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(tree.folder())) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        List<Item> items = new ArrayList<>();
        for (Path file : files) {
            String inside = tree.folder().relativize(file).toString().replace('\\', '/');
            String name = tree.name() + "/" + inside;
            Item item = new Item(name, Files.readAllBytes(file), 0);
            long packed = zip(List.of(item)).length + (long) ENTRY_OVERHEAD;
            if (packed > largest) {
                throw new IllegalArgumentException(
                        file
                                + ": packs to "
                                + packed
                                + " bytes, the limit is "
                                + largest
                                + "; store it in smaller files (a model as several safetensors)");
            }
            items.add(new Item(name, item.content(), packed));
        }
        return items;
    }

    private static byte[] zip(List<Item> items) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(9);
            for (Item item : items) {
                ZipEntry entry = new ZipEntry(item.name());
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                entry.setSize(item.content().length);
                CRC32 checksum = new CRC32();
                checksum.update(item.content());
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(item.content());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    /// Unpacks one zip of a pack into a folder.
    public static void unpack(InputStream zip, Path target) throws IOException {
        Path root = target.toAbsolutePath().normalize();
        try (ZipInputStream in = new ZipInputStream(zip)) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = root.resolve(entry.getName()).normalize();
                if (!file.startsWith(root) || entry.isDirectory()) {
                    throw new IOException(
                            "pack entry '"
                                    + entry.getName()
                                    + "': expected a file below the target, found "
                                    + file);
                }
                Files.createDirectories(file.resolveSibling(""));
                Files.write(file, in.readAllBytes());
            }
        }
    }
}
