package lorica.choice;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.coefficient.TransferMatrix;
import lorica.distribution.Representation;
import lorica.storage.Checksum;

/// How well each adapter of a bank serves each of its datasets, kept with the bank as one blob an
/// adapter, by the datasets' checksums: an entry that is added costs one column and one number in
/// each other. Little-endian:
///
/// ```
/// examples 4 | n 4 | n × (key of the dataset 32 | loss 8)
/// ```
public final class TransferIndex {
    /// Raised when the bytes, the examples drawn or the loss change.
    private static final BlobName LOSSES = new BlobName("transfer", 1);

    private static final int KEY_BYTES = 32;

    private TransferIndex() {}

    /// What is kept of one adapter.
    ///
    /// @param examples the most examples of a dataset that a loss is the mean of
    /// @param losses by the key of the dataset; finite, at least 0
    public record Column(int examples, Map<Checksum, Double> losses) {
        public Column {
            losses = Map.copyOf(losses);
            if (examples < 1) {
                throw new IllegalArgumentException(
                        "transfer: expected at least 1 example, found " + examples);
            }
            for (double loss : losses.values()) {
                if (!(loss >= 0) || loss == Double.POSITIVE_INFINITY) {
                    throw new IllegalArgumentException(
                            "transfer: expected finite losses of at least 0, found " + loss);
                }
            }
        }
    }

    /// What is compared by default on a bank that keeps losses.
    public static Representation compared() {
        return Representation.parse("input=1,output=2,output-bigrams=2");
    }

    /// The entries that transfer is measured of: those with a dataset.
    public static List<BankEntry> entries(Bank bank) {
        return bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
    }

    /// The losses of all of a bank's entries with a dataset; empty where one is missing, or where
    /// they are of different numbers of examples.
    public static Optional<TransferMatrix> find(Bank bank) throws IOException {
        List<BankEntry> entries = entries(bank);
        List<Checksum> datasets =
                entries.stream().map(entry -> bank.key(entry.dataset().orElseThrow())).toList();
        double[][] losses = new double[entries.size()][entries.size()];
        int examples = 0;
        for (int j = 0; j < entries.size(); j++) {
            Optional<Column> column = column(bank, entries.get(j));
            if (column.isEmpty() || (j > 0 && column.get().examples() != examples)) {
                return Optional.empty();
            }
            examples = column.get().examples();
            for (int i = 0; i < losses.length; i++) {
                Double loss = column.get().losses().get(datasets.get(i));
                if (loss == null) {
                    return Optional.empty();
                }
                losses[i][j] = loss;
            }
        }
        return Optional.of(
                new TransferMatrix(entries.stream().map(BankEntry::id).toList(), losses));
    }

    /// What is kept of an entry's adapter, if anything.
    public static Optional<Column> column(Bank bank, BankEntry entry) throws IOException {
        BlobStore blobs = bank.blobs();
        Checksum key = bank.key(entry.adapter());
        Optional<byte[]> kept = blobs.get(key, LOSSES);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(kept.get()));
        } catch (IllegalArgumentException e) {
            blobs.reject(key, LOSSES, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Keeps what was measured of an entry's adapter, in place of what is there.
    public static void keep(Bank bank, BankEntry entry, Column column) throws IOException {
        bank.blobs().put(bank.key(entry.adapter()), LOSSES, encode(column));
    }

    static byte[] encode(Column column) {
        ByteBuffer out =
                ByteBuffer.allocate(
                                Math.addExact(
                                        8,
                                        Math.multiplyExact(column.losses().size(), KEY_BYTES + 8)))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(column.examples())
                        .putInt(column.losses().size());
        column.losses().entrySet().stream()
                .sorted(Map.Entry.comparingByKey((a, b) -> a.hex().compareTo(b.hex())))
                .forEach(loss -> out.put(loss.getKey().bytes()).putDouble(loss.getValue()));
        return out.array();
    }

    /// @throws IllegalArgumentException if the bytes are no column
    static Column decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int examples = in.getInt();
            int count = in.getInt();
            if (count < 0 || (long) count * (KEY_BYTES + 8) != in.remaining()) {
                throw new IllegalArgumentException(
                        "transfer: expected %d bytes of losses, found room for %d of them"
                                .formatted(in.remaining(), count));
            }
            Map<Checksum, Double> losses = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                byte[] key = new byte[KEY_BYTES];
                in.get(key);
                losses.put(Checksum.fromBytes(key), in.getDouble());
            }
            return new Column(examples, losses);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "transfer: expected more than %d bytes".formatted(encoded.length), e);
        }
    }
}
