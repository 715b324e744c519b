package lorica.hub.pull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.adapter.PeftDirectory;
import lorica.bank.AdapterReference;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.bank.FileReference;
import lorica.bank.HubOrigin;
import lorica.dataset.Dataset;
import lorica.dataset.Reading;
import lorica.hub.repository.Downloads;
import lorica.hub.repository.HubClient;
import lorica.hub.repository.HubFile;
import lorica.hub.repository.HubSettings;
import lorica.hub.repository.PinnedFile;
import lorica.hub.repository.Repository;
import lorica.hub.repository.RepositoryInfo;
import lorica.storage.Progress;

/// Brings what a bank knows to be on the hub and does not find in the cache that it refers to.
///
/// @param settings the cache is the bank's, whatever they say
public record HubFetch(HubSettings settings, int parallel, Progress progress) {
    /// Brings adapters.
    ///
    /// @return how many, and their bytes
    /// @throws PullException if an entry's folder is not where the cache keeps its repository
    public Downloads.Amount adapters(Bank bank, List<BankEntry> entries) throws IOException {
        Map<Path, List<BankEntry>> byCache = new LinkedHashMap<>();
        for (BankEntry entry : entries) {
            if (entry.hub().isPresent() && !missing(bank, entry).isEmpty()) {
                byCache.computeIfAbsent(cache(bank, entry), any -> new ArrayList<>()).add(entry);
            }
        }
        Downloads.Amount came = Downloads.Amount.nothing();
        for (Map.Entry<Path, List<BankEntry>> one : byCache.entrySet()) {
            try (HubClient client = HubClient.open(settings.withCache(one.getKey()))) {
                List<PinnedFile> wanted = new ArrayList<>();
                for (BankEntry entry : one.getValue()) {
                    wanted.addAll(files(client, bank, entry));
                }
                Downloads.Amount amount = new Downloads(client, parallel).all(wanted, progress);
                came = came.plus(new Downloads.Amount(one.getValue().size(), amount.bytes()));
            }
        }
        return came;
    }

    /// What [#adapters] would bring, as far as the bank tells.
    public static Downloads.Amount expected(Bank bank, List<BankEntry> entries) {
        long adapters = 0;
        long bytes = 0;
        for (BankEntry entry : entries) {
            List<FileReference> missing =
                    entry.hub().isPresent() ? missing(bank, entry) : List.of();
            adapters += missing.isEmpty() ? 0 : 1;
            bytes += missing.stream().mapToLong(FileReference::bytes).sum();
        }
        return new Downloads.Amount(adapters, bytes);
    }

    private static List<FileReference> missing(Bank bank, BankEntry entry) {
        AdapterReference adapter = entry.adapter();
        return List.of(adapter.config(), adapter.weights()).stream()
                .filter(file -> !Files.exists(bank.resolve(file.path())))
                .toList();
    }

    /// The cache that an entry's folder `models--owner--name/snapshots/commit` is in.
    private static Path cache(Bank bank, BankEntry entry) {
        Path folder = bank.resolve(entry.adapter().directory()).toAbsolutePath().normalize();
        if (folder.getNameCount() < 4) {
            throw elsewhere(folder, entry);
        }
        return folder.resolve("../../..").normalize();
    }

    private static PullException elsewhere(Path folder, BankEntry entry) {
        return new PullException(
                folder.toString(),
                "the place of %s in a hub's cache (make the bank again)"
                        .formatted(entry.hub().orElseThrow().adapter().repository()),
                "another");
    }

    private static List<PinnedFile> files(HubClient client, Bank bank, BankEntry entry)
            throws IOException {
        HubOrigin.Pin pin = entry.hub().orElseThrow().adapter();
        Repository repository = Repository.model(pin.repository());
        Path folder = bank.resolve(entry.adapter().directory()).toAbsolutePath().normalize();
        if (!client.snapshot(repository, pin.commit()).equals(folder)) {
            throw elsewhere(folder, entry);
        }
        FileReference weights = entry.adapter().weights();
        List<PinnedFile> files = new ArrayList<>();
        if (!Files.exists(folder.resolve(PeftDirectory.CONFIG))) {
            RepositoryInfo info = client.info(repository, pin.commit());
            files.add(
                    new PinnedFile(
                            repository,
                            pin.commit(),
                            found(info, info.file(PeftDirectory.CONFIG), PeftDirectory.CONFIG)));
        }
        files.add(
                new PinnedFile(
                        repository,
                        pin.commit(),
                        new HubFile(
                                PeftDirectory.WEIGHTS, weights.bytes(), weights.checksum().hex())));
        return files;
    }

    private static HubFile found(RepositoryInfo info, Optional<HubFile> file, String name) {
        return file.orElseThrow(
                () -> new PullException(info.repository().toString(), name, "no such file"));
    }

    /// Brings datasets.
    ///
    /// @return what came over the network
    /// @throws PullException if a dataset turns out to be another than the bank knows
    public Downloads.Amount datasets(BankWriter writer, Reading reading) throws IOException {
        Downloads.Amount came = Downloads.Amount.nothing();
        for (BankEntry entry : writer.bank().entries()) {
            Optional<HubOrigin.Pin> pin = entry.hub().flatMap(HubOrigin::dataset);
            if (pin.isPresent()
                    && entry.dataset().isPresent()
                    && !Files.exists(writer.bank().resolve(entry.dataset().get().path()))) {
                came = came.plus(dataset(writer, entry, pin.get(), reading));
            }
        }
        return came;
    }

    private Downloads.Amount dataset(
            BankWriter writer, BankEntry entry, HubOrigin.Pin pin, Reading reading)
            throws IOException {
        HubSettings ofBank = settings.withCache(cache(writer.bank(), entry));
        try (HubClient client = HubClient.open(ofBank)) {
            RepositoryInfo info = client.info(Repository.dataset(pin.repository()), pin.commit());
            PinnedFile train = info.pinned(found(info, PullPlan.train(info), "one training split"));
            Downloads.Amount came = new Downloads(client, parallel).all(List.of(train), progress);
            requireSame(
                    entry, writer.referTo(entry.id(), new Dataset(client.pathOf(train), reading)));
            return came;
        }
    }

    private static void requireSame(BankEntry entry, FileReference found) {
        FileReference known = entry.dataset().orElseThrow();
        if (!found.checksum().equals(known.checksum())) {
            throw new PullException(
                    "entry '" + entry.id() + "'",
                    "the dataset with SHA-256 %s (was the bank made with other options?)"
                            .formatted(known.checksum()),
                    "SHA-256 " + found.checksum());
        }
    }
}
