package lorica.generate;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.JensenShannon;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import lorica.storage.Progress;

/// When a dataset is like none of a bank: its nearest entry is farther than 95 % of the bank's own
/// datasets have their nearest other one.
///
/// ```
/// threshold = the ⌈0.95·N⌉-th smallest of minⱼ≠ᵢ ρ(Dᵢ, Dⱼ),   ρ = Jensen-Shannon of the inputs
/// ```
///
/// So at most 5 % of the bank's own datasets would be called far, each left out in turn. ρ is the
/// same whatever the weights are from: what a text is about shows in the inputs, while a bank's
/// outputs lie so far apart that noise is no farther.
///
/// @param threshold in nats
/// @param entries N
public record Remoteness(double threshold, int entries) {
    private static final Distance DISTANCE = new JensenShannon();
    private static final Representation ON = Representation.of(Part.INPUT);
    private static final double QUANTILE = 0.95;

    /// More pairs than this bank has are not measured only for a warning.
    private static final int LARGEST = 1000;

    private static final int SMALLEST = 3;
    private static final int VERSION = 1;

    public Remoteness {
        if (!(threshold >= 0) || Double.isInfinite(threshold) || entries < SMALLEST) {
            throw new IllegalArgumentException(
                    "remoteness: expected a threshold of at least 0 and %d entries, found %s and %d"
                            .formatted(SMALLEST, threshold, entries));
        }
    }

    /// What datasets are measured by.
    public static Distance distance() {
        return DISTANCE;
    }

    /// What of the datasets is measured.
    public static Representation on() {
        return ON;
    }

    /// Calibrates on the distances of a bank's datasets to each other.
    public static Remoteness of(DistanceMatrix matrix) {
        int n = matrix.entries().size();
        double[] nearest = new double[n];
        for (int i = 0; i < n; i++) {
            nearest[i] = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    nearest[i] = Math.min(nearest[i], matrix.values()[i][j]);
                }
            }
        }
        Arrays.sort(nearest);
        return new Remoteness(nearest[(int) Math.ceil(QUANTILE * n) - 1], n);
    }

    /// A bank's, read where it is kept for exactly these datasets, else measured and kept. Empty
    /// for fewer than three entries with a dataset, and for more than a thousand.
    public static Optional<Remoteness> open(Bank bank, int threads, Progress progress)
            throws IOException {
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            int usable = index.usable().size();
            if (usable < SMALLEST || usable > LARGEST) {
                return Optional.empty();
            }
            BlobStore blobs = bank.blobs();
            Checksum key = key(bank, index.usable());
            BlobName name =
                    new BlobName("far.%s.%s".formatted(DISTANCE.name(), ON.label()), VERSION);
            Optional<byte[]> kept = blobs.get(key, name);
            if (kept.isPresent()) {
                try {
                    return Optional.of(decode(kept.get()));
                } catch (IllegalArgumentException e) {
                    blobs.reject(key, name, String.valueOf(e.getMessage()));
                }
            }
            Remoteness measured = of(index.matrix(DISTANCE, ON));
            try {
                blobs.put(key, name, measured.encode());
            } catch (IOException e) {
                return Optional.of(measured); // a bank that cannot be written serves all the same
            }
            return Optional.of(measured);
        }
    }

    private static Checksum key(Bank bank, List<BankEntry> usable) {
        List<String> parts = new ArrayList<>(List.of("far"));
        usable.forEach(entry -> parts.add(bank.key(entry.dataset().orElseThrow()).hex()));
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }

    private byte[] encode() {
        return ByteBuffer.allocate(Double.BYTES + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(threshold)
                .putInt(entries)
                .array();
    }

    private static Remoteness decode(byte[] bytes) {
        if (bytes.length != Double.BYTES + Integer.BYTES) {
            throw new IllegalArgumentException(
                    "remoteness: expected %d bytes, found %d"
                            .formatted(Double.BYTES + Integer.BYTES, bytes.length));
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        return new Remoteness(buffer.getDouble(), buffer.getInt());
    }
}
