package lorica.hub.pull;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.adapter.PeftDirectory;
import lorica.bank.AdapterShape;
import lorica.hub.repository.HubClient;
import lorica.hub.repository.PinnedFile;
import lorica.storage.WholeDirectory;

/// The shape of an adapter whose weights are on the hub: a safetensors file tells it in its first
/// kilobytes.
///
/// @param config the adapter's configuration, in the cache
record RemoteAdapter(HubClient client, Path config, PinnedFile weights) {
    private static final int FIRST_BYTES = 1 << 16;

    /// Far more than any adapter's header.
    private static final long MOST_BYTES = 1 << 26;

    /// Reads header and configuration as those of a whole adapter: a file of the full length whose
    /// data is a hole.
    ///
    /// @throws PullException if it is no adapter that can be mixed
    AdapterShape shape() throws IOException {
        byte[] beginning = header();
        Path folder = Files.createTempDirectory("lorica-adapter");
        try {
            Files.copy(config, folder.resolve(PeftDirectory.CONFIG));
            try (RandomAccessFile file =
                    new RandomAccessFile(folder.resolve(PeftDirectory.WEIGHTS).toFile(), "rw")) {
                file.write(beginning);
                file.setLength(weights.file().bytes());
            }
            try (Arena arena = Arena.ofConfined()) {
                return AdapterShape.of(PeftDirectory.read(folder, arena));
            } catch (RuntimeException e) {
                throw new PullException(
                        weights.repository().toString(),
                        "a LoRA adapter that can be mixed (leave it out of the --list)",
                        String.valueOf(e.getMessage())
                                .replace(
                                        folder.toString() + folder.getFileSystem().getSeparator(),
                                        ""));
            }
        } finally {
            WholeDirectory.delete(folder);
        }
    }

    private byte[] header() throws IOException {
        byte[] first = client.beginning(weights, FIRST_BYTES);
        if (first.length < Long.BYTES) {
            return first;
        }
        long length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getLong();
        long whole = Long.BYTES + length;
        if (length < 0 || whole <= first.length) {
            return first;
        }
        if (whole > Math.min(MOST_BYTES, weights.file().bytes())) {
            throw new PullException(
                    weights.toString(),
                    "a safetensors header of at most %,d bytes".formatted(MOST_BYTES),
                    Long.toUnsignedString(length));
        }
        return client.beginning(weights, (int) whole);
    }
}
