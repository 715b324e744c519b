package lorica.hub.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// Many files at once, with one total progress in bytes.
///
/// @param parallel how many come at a time
public record Downloads(HubClient client, int parallel) {
    public Downloads {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel: expected at least 1, found " + parallel);
        }
    }

    /// What came over the network, or would.
    public record Amount(long files, long bytes) {
        public static Amount nothing() {
            return new Amount(0, 0);
        }

        public Amount plus(Amount other) {
            return new Amount(files + other.files, bytes + other.bytes);
        }
    }

    /// Those of the files that the cache does not hold, each once.
    public List<PinnedFile> missing(List<PinnedFile> wanted) throws IOException {
        List<PinnedFile> missing = new ArrayList<>();
        for (PinnedFile file : wanted.stream().distinct().toList()) {
            if (!client.has(file)) {
                missing.add(file);
            }
        }
        return missing;
    }

    public static Amount amount(List<PinnedFile> files) {
        return new Amount(
                files.size(), files.stream().mapToLong(file -> file.file().bytes()).sum());
    }

    /// Downloads all files that are not there. The first failure ends the others; what came stays.
    ///
    /// @return what was not there before
    public Amount all(List<PinnedFile> wanted, Progress progress) throws IOException {
        Amount missing = amount(missing(wanted));
        long total = amount(wanted).bytes();
        AtomicLong there = new AtomicLong();
        Parallel.map(
                wanted,
                parallel,
                file ->
                        client.download(
                                file,
                                more ->
                                        progress.at(
                                                "downloading bytes",
                                                there.addAndGet(more),
                                                total)));
        return missing;
    }
}
