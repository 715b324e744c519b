package lorica.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.global.torch;

/// The native library itself: loading, threads, the seed of its random numbers.
///
/// Loading unpacks the library from the jar into a cache in the user's home on first use
/// (445 MB) and takes about a second afterwards; nothing is fetched.
public final class Libtorch {
    private Libtorch() {}

    /// Loads the library, once.
    ///
    /// @throws IllegalStateException if this platform's natives are missing or cannot be loaded
    public static void require() {
        Loaded.touch();
    }

    /// Threads that one operation may use. The count of OpenMP worker threads is fixed when the
    /// process starts; the launcher sets their waiting to passive.
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads: expected at least 1, found " + threads);
        }
        require();
        torch.set_num_threads(threads);
        openblas_nolapack.blas_set_num_threads(threads);
    }

    /// Threads that one operation uses now.
    public static int threads() {
        require();
        return torch.get_num_threads();
    }

    /// Seeds the library's own random numbers, which dropout draws from.
    public static void seed(long seed) {
        require();
        torch.manual_seed(seed);
    }

    /// True where operations record what their gradients need.
    public static boolean recordsGradients() {
        return GradMode.is_enabled();
    }

    /// Resident memory of this process, in bytes, mapped files included; without them where the
    /// system does not tell.
    public static long residentBytes() {
        require();
        return status("VmRSS:").orElseGet(Pointer::physicalBytes);
    }

    /// The largest resident memory that this process had, in bytes; what it has now where the
    /// system does not tell.
    public static long peakResidentBytes() {
        return status("VmHWM:").orElseGet(Libtorch::residentBytes);
    }

    /// A line of Linux's account of this process.
    private static OptionalLong status(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith(name)) {
                    return OptionalLong.of(1024 * Long.parseLong(line.replaceAll("[^0-9]", "")));
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // no such file: not Linux
        }
        return OptionalLong.empty();
    }

    /// Makes [#peakResidentBytes] begin anew from what is resident now; nothing where the system
    /// does not offer that.
    public static void restartPeak() {
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            return; // not Linux, or not allowed: the peak stays that of the whole process
        }
    }

    private static final class Loaded {
        static {
            // The binding's own limits count mapped weights as memory in use and would refuse a
            // model larger than the Java heap.
            System.setProperty("org.bytedeco.javacpp.maxBytes", "0");
            System.setProperty("org.bytedeco.javacpp.maxPhysicalBytes", "0");
            try {
                Loader.load(torch.class);
            } catch (LinkageError e) {
                throw new IllegalStateException(
                        "libtorch: expected its natives for %s %s on the class path, found: %s; build with -Djavacpp.platform=<this platform>"
                                .formatted(
                                        System.getProperty("os.name"),
                                        System.getProperty("os.arch"),
                                        e.getMessage()),
                        e);
            }
        }

        private static void touch() {}
    }
}
