package lorica.hub.repository;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;

/// The right to write one blob of the cache, held by one process or thread at a time.
///
/// The same lock that Python's tools take on the same file: `flock` on Unix, which Java's own
/// locks (POSIX's) do not exclude; the first byte on Windows, as Java locks it. The operating
/// system gives it back when its holder ends, however it ends; the file stays. Where a file system
/// has no such locks, none is held: two then download the same, and each checks what it got.
/// Source: huggingface_hub, `WeakFileLock`; filelock, `_unix.py` and `_windows.py`.
final class CacheLock implements AutoCloseable {
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");
    private static final boolean MAC = System.getProperty("os.name").startsWith("Mac");
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Held held;

    private CacheLock(Held held) {
        this.held = held;
    }

    /// What gives the lock back.
    private interface Held {
        void release() throws IOException;
    }

    /// Waits until nobody else holds the lock, and takes it.
    static CacheLock take(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            // it stays from one use to the next
        }
        return new CacheLock(WINDOWS ? ofChannel(file) : Flock.take(file));
    }

    private static Held ofChannel(Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            while (!locked(channel)) {
                pause(file);
            }
            return channel::close;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @SuppressWarnings("resource") // the channel gives its lock back
    private static boolean locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(0, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process
        }
    }

    private static void pause(Path file) throws InterruptedIOException {
        try {
            Thread.sleep(LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(file + ": interrupted while waiting for the lock");
        }
    }

    @Override
    public void close() throws IOException {
        held.release();
    }

    /// The C library's `flock`.
    @SuppressWarnings("restricted") // the launcher allows native access
    private static final class Flock {
        private static final int READ_WRITE = 2;
        private static final int EXCLUSIVE_AT_ONCE = 2 | 4;

        /// EAGAIN, and EACCES on some file systems.
        private static final Set<Integer> HELD_BY_ANOTHER = Set.of(MAC ? 35 : 11, 13);

        private static final int INTERRUPTED = 4;

        private static final Linker LINKER = Linker.nativeLinker();
        private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
        private static final StructLayout STATE = Linker.Option.captureStateLayout();
        private static final VarHandle ERRNO_VALUE =
                STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

        private static final MethodHandle OPEN =
                function(
                        "open",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                        ERRNO,
                        Linker.Option.firstVariadicArg(2));
        private static final MethodHandle FLOCK =
                function(
                        "flock",
                        FunctionDescriptor.of(
                                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                        ERRNO);
        private static final MethodHandle CLOSE =
                function(
                        "close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

        private Flock() {}

        private static MethodHandle function(
                String name, FunctionDescriptor shape, Linker.Option... options) {
            return LINKER.downcallHandle(
                    LINKER.defaultLookup().find(name).orElseThrow(), shape, options);
        }

        static Held take(Path file) throws IOException {
            int descriptor = open(file);
            while (true) {
                int error = tryLock(descriptor);
                if (error == 0) {
                    return () -> close(descriptor);
                }
                if (!HELD_BY_ANOTHER.contains(error) && error != INTERRUPTED) {
                    close(descriptor);
                    return () -> {}; // a file system without locks
                }
                try {
                    pause(file);
                } catch (InterruptedIOException e) {
                    close(descriptor);
                    throw e;
                }
            }
        }

        private static int open(Path file) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(STATE);
                int descriptor =
                        (int)
                                OPEN.invokeExact(
                                        state, arena.allocateFrom(file.toString()), READ_WRITE);
                if (descriptor < 0) {
                    throw new IOException(
                            "%s: expected to open it for locking, found error %d"
                                    .formatted(file, (int) ERRNO_VALUE.get(state, 0L)));
                }
                return descriptor;
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }

        /// @return 0, or the number of the error
        private static int tryLock(int descriptor) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = arena.allocate(STATE);
                int result = (int) FLOCK.invokeExact(state, descriptor, EXCLUSIVE_AT_ONCE);
                return result == 0 ? 0 : (int) ERRNO_VALUE.get(state, 0L);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }

        private static void close(int descriptor) throws IOException {
            try {
                int ignored = (int) CLOSE.invokeExact(descriptor);
            } catch (Throwable e) {
                throw rethrown(e);
            }
        }

        private static IOException rethrown(Throwable e) {
            switch (e) {
                case IOException failure -> {
                    return failure;
                }
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                default -> throw new IllegalStateException(e);
            }
        }
    }
}
