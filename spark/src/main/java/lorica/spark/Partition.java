package lorica.spark;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.Tensor;

/// What one task needs of a bank, fetched into a temporary folder of its machine, which goes when
/// the task ends.
final class Partition implements AutoCloseable {
    private static final int HEADER_LENGTH = 8;
    private static final String SAME_MODULES =
            " (tasks share the modules among them by number: keep other adapters in another bank)";
    private static final String BANK = "bank.json";
    private static final String TOKENIZER = "tokenizer.json";

    private final Folder remote;
    private final Scratch scratch;
    private final Path folder;
    private final Arena arena = Arena.ofShared();
    private final Bank bank;

    private Partition(Folder remote, Scratch scratch, Bank bank) {
        this.remote = remote;
        this.scratch = scratch;
        this.folder = scratch.folder();
        this.bank = bank;
    }

    /// Fetches `bank.json` alone.
    static Partition open(Folder remote) throws IOException {
        Scratch scratch = Scratch.open();
        Path folder = scratch.folder();
        remote.fetch(BANK, folder.resolve(BANK));
        return new Partition(remote, scratch, Bank.open(folder));
    }

    /// The entries that have a dataset, in the bank's order.
    List<BankEntry> usable() {
        List<BankEntry> usable =
                bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
        if (usable.size() < 2) {
            throw new BankException(
                    Path.of(BANK), "entries", "at least 2 with a dataset", usable.size() + "");
        }
        return usable;
    }

    /// How many modules every adapter has, as recorded.
    int modules() {
        BankEntry first = usable().getFirst();
        for (BankEntry entry : usable()) {
            int found = entry.adapter().shape().modules();
            if (found != first.adapter().shape().modules()) {
                throw new BankException(
                        entry.adapter().directory(),
                        "entry '" + entry.id() + "'",
                        first.adapter().shape().modules() + " modules" + SAME_MODULES,
                        found + " modules");
            }
        }
        return first.adapter().shape().modules();
    }

    /// A bank of some entries, with their datasets and the tokenizer: all that distances need.
    Bank withDatasets(List<BankEntry> entries) throws IOException {
        remote.fetch(TOKENIZER, folder.resolve(TOKENIZER));
        for (BankEntry entry : entries) {
            Path file = entry.dataset().orElseThrow().path();
            Path local = folder.resolve(inside(entry, file));
            if (!Files.exists(local)) {
                remote.fetch(file.toString(), local);
            }
        }
        return new Bank(folder, bank.header(), entries, bank.checksum());
    }

    /// The adapters of all usable entries, each with some of its modules: of a weights file the
    /// header is fetched and the bytes of those modules, nothing else.
    ///
    /// @param modules their numbers in the order of the sorted names, ascending
    List<LoraAdapter> adapters(int[] modules) throws IOException {
        List<LoraAdapter> adapters = new ArrayList<>();
        for (BankEntry entry : usable()) {
            LoraAdapter adapter = part(entry, modules);
            adapters.add(adapter);
            Set<String> expected = adapters.getFirst().modules().keySet();
            if (!adapter.modules().keySet().equals(expected)) {
                throw new BankException(
                        entry.adapter().directory(),
                        "entry '" + entry.id() + "'",
                        "the modules of the first entry, here " + expected + SAME_MODULES,
                        String.valueOf(adapter.modules().keySet()));
            }
        }
        return adapters;
    }

    /// The configuration file of every mixture, as `FactorMixtures` takes it: the first entry's.
    byte[] config() throws IOException {
        LoraAdapter first = part(usable().getFirst(), new int[0]);
        Path written = Files.createDirectory(folder.resolve("mixture"));
        PeftDirectory.writeConfig(written, first.config());
        return Files.readAllBytes(written.resolve(PeftDirectory.CONFIG));
    }

    private LoraAdapter part(BankEntry entry, int[] wanted) throws IOException {
        Path directory = inside(entry, entry.adapter().directory());
        Path local = folder.resolve(directory);
        remote.fetch(
                directory.resolve(PeftDirectory.CONFIG).toString(),
                local.resolve(PeftDirectory.CONFIG));
        Path weights = directory.resolve(PeftDirectory.WEIGHTS);
        long size = remote.size(weights.toString());
        if (size != entry.adapter().weights().bytes()) {
            throw new BankException(
                    weights,
                    "size",
                    "%,d bytes as recorded".formatted(entry.adapter().weights().bytes()),
                    "%,d bytes".formatted(size));
        }
        Path file = folder.resolve(weights);
        try (Folder.Ranges ranges = remote.new Ranges(weights.toString(), file)) {
            ranges.copy(0, HEADER_LENGTH);
            long data = HEADER_LENGTH + headerBytes(file);
            ranges.copy(HEADER_LENGTH, data);
            ranges.copy(size - 1, size); // the rest of the file is a hole until it is needed
            Map<String, Long> begins = new HashMap<>();
            SafetensorsFile whole = SafetensorsFile.map(file, arena);
            for (Tensor tensor : whole.tensors().values()) {
                begins.put(tensor.name(), data);
                data += tensor.bytes().byteSize();
            }
            LoraAdapter adapter = PeftDirectory.read(local, arena);
            TreeMap<String, LoraFactors> modules = new TreeMap<>();
            int number = 0;
            for (LoraFactors factors : adapter.modules().values()) {
                if (Arrays.binarySearch(wanted, number++) >= 0) {
                    for (Tensor tensor : List.of(factors.a(), factors.b())) {
                        long begin = begins.getOrDefault(tensor.name(), 0L);
                        ranges.copy(begin, begin + tensor.bytes().byteSize());
                    }
                    modules.put(factors.module(), factors);
                }
            }
            return new LoraAdapter(local, adapter.config(), modules);
        }
    }

    private static long headerBytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            byte[] length = in.readNBytes(HEADER_LENGTH);
            long bytes = 0;
            for (int i = HEADER_LENGTH - 1; i >= 0; i--) {
                bytes = (bytes << 8) | (length[i] & 0xFF);
            }
            return bytes;
        }
    }

    /// Paths outside the bank are those of another machine.
    private Path inside(BankEntry entry, Path path) {
        if (path.isAbsolute() || path.normalize().startsWith("..")) {
            throw new BankException(
                    path,
                    "entry '" + entry.id() + "'",
                    "files inside the bank (add its entries with `lorica bank add --copy`)",
                    "a reference to another place");
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        arena.close();
        scratch.close();
    }
}
