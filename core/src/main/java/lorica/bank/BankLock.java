package lorica.bank;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import lorica.storage.DiskError;

/// The right to write a bank, held by one process at a time.
///
/// The operating system gives it back when the holder ends, however it ends. The file stays; its
/// text names the last holder. Readers take no lock.
final class BankLock implements AutoCloseable {
    static final String NAME = "writer.lock";

    /// Beyond any text, so that the holder's name can be read where locks are mandatory.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private static final int MAX_TEXT_BYTES = 200;

    private final FileChannel channel;

    private BankLock(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock.
    ///
    /// @throws BankException if another writer holds it, naming it
    static BankLock take(Path bank) throws IOException {
        Path file = bank.resolve(NAME);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (tryLock(channel).isEmpty()) {
                throw new BankException(
                        file,
                        "writing",
                        "one writer at a time (wait until it has ended)",
                        holder(channel));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text().getBytes(UTF_8)), 0);
            return new BankLock(channel);
        } catch (IOException e) {
            channel.close();
            throw DiskError.naming(file, e);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(LOCKED_BYTE, 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // another thread of this process
        }
    }

    private static String text() {
        ProcessHandle process = ProcessHandle.current();
        return "process %d since %s"
                .formatted(process.pid(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(MAX_TEXT_BYTES);
        channel.read(text, 0);
        String holder = new String(text.array(), 0, text.position(), UTF_8).strip();
        return holder.isEmpty() ? "another writer" : holder;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
