package lorica.testing;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file's channel that asks [DiskWatch] before it writes or forces.
final class WatchedChannel extends FileChannel {
    private final Path path;
    private final FileChannel real;

    WatchedChannel(Path path, FileChannel real) {
        this.path = path;
        this.real = real;
    }

    /// What an action on the room that is left returns.
    private interface Write {
        int run() throws IOException;
    }

    private int within(ByteBuffer bytes, Write write) throws IOException {
        long fitting = DiskWatch.take(path, bytes.remaining());
        int limit = bytes.limit();
        bytes.limit(bytes.position() + (int) fitting);
        try {
            return write.run();
        } finally {
            bytes.limit(limit);
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return within(bytes, () -> real.write(bytes));
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        return within(bytes, () -> real.write(bytes, position));
    }

    @Override
    public long write(ByteBuffer[] bytes, int first, int count) throws IOException {
        long written = 0;
        for (int i = first; i < first + count; i++) {
            written += write(bytes[i]);
        }
        return written;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        DiskWatch.around("force", path, () -> real.force(metadata));
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return real.read(bytes);
    }

    @Override
    public long read(ByteBuffer[] bytes, int first, int count) throws IOException {
        return real.read(bytes, first, count);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
        return real.read(bytes, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        real.truncate(size);
        return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
            throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
            throws IOException {
        return real.transferFrom(source, position, DiskWatch.take(path, count));
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
        return real.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
        return real.map(mode, offset, size, arena);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
