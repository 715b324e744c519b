package lorica.spark;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.storage.WholeDirectory;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.Tensor;

/// What one task needs of a bank, fetched into a temporary folder of its machine, which goes when
/// the task ends.
final class Partition implements AutoCloseable {
    private static final int HEADER_LENGTH = 8;
    private static final String BANK = "bank.json";
    private static final String TOKENIZER = "tokenizer.json";

    private final Folder remote;
    private final Path folder;
    private final Arena arena = Arena.ofShared();
    private final Bank bank;

    private Partition(Folder remote, Path folder, Bank bank) {
        this.remote = remote;
        this.folder = folder;
        this.bank = bank;
    }

    /// Fetches `bank.json` alone.
    static Partition open(Folder remote) throws IOException {
        Path folder = Files.createTempDirectory("lorica-spark");
        remote.fetch(BANK, folder.resolve(BANK));
        return new Partition(remote, folder, Bank.open(folder));
    }

    /// The bank as its header and list of entries say.
    Bank bank() {
        return bank;
    }

    /// The entries that have a dataset, in the bank's order.
    List<BankEntry> usable() {
        return bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
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
    /// @param wanted numbers of modules, in the order of their sorted names
    List<LoraAdapter> adapters(Set<Integer> wanted) throws IOException {
        List<LoraAdapter> adapters = new ArrayList<>();
        for (BankEntry entry : usable()) {
            adapters.add(part(entry, wanted));
        }
        return adapters;
    }

    /// What `FactorMixtures` takes for the configuration of a mixture: the first entry's.
    LoraConfig config() throws IOException {
        return part(usable().getFirst(), Set.of()).config();
    }

    private LoraAdapter part(BankEntry entry, Set<Integer> wanted) throws IOException {
        Path directory = inside(entry, entry.adapter().directory());
        Path local = Files.createDirectories(folder.resolve(directory));
        Path config = directory.resolve(PeftDirectory.CONFIG);
        if (!Files.exists(folder.resolve(config))) {
            remote.fetch(config.toString(), folder.resolve(config));
        }
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
                if (wanted.contains(number++)) {
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

    /// A folder for what the task makes.
    Path scratch(String name) throws IOException {
        return Files.createDirectories(folder.resolve("scratch").resolve(name));
    }

    @Override
    public void close() throws IOException {
        arena.close();
        WholeDirectory.delete(folder);
    }
}
