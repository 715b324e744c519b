package lorica.hub.pull;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import lorica.adapter.PeftDirectory;
import lorica.bank.AdapterReference;
import lorica.bank.AdapterShape;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.FileReference;
import lorica.bank.HubOrigin;
import lorica.dataset.Dataset;
import lorica.dataset.Reading;
import lorica.hub.repository.Downloads;
import lorica.hub.repository.HubClient;
import lorica.hub.repository.RepositoryInfo;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// Carries a plan out: downloads what ranking needs, and makes the entries of a bank of it.
///
/// @param parallel files and repositories at a time
public record Pull(HubClient client, PullPlan plan, int parallel, Progress progress) {
    /// Downloads what is not in the cache.
    ///
    /// @return what came
    public Downloads.Amount download() throws IOException {
        Downloads.Amount came = new Downloads(client, parallel).all(plan.first(), progress);
        if (plan.base().isPresent()) {
            client.keepRef(plan.base().get().info());
        }
        for (PullPlan.Entry entry : plan.entries()) {
            client.keepRef(entry.adapter());
            client.keepRef(entry.dataset());
        }
        return came;
    }

    /// What a new bank is made from: the base model's files of the plan.
    ///
    /// @throws PullException if the plan has none
    public BankCreation creation() {
        PullPlan.Base base =
                plan.base()
                        .orElseThrow(
                                () -> new PullException("bank", "a base model (--base)", "none"));
        RepositoryInfo info = base.info();
        Path snapshot = client.snapshot(info.repository(), info.commit());
        BankCreation plain = BankCreation.of(snapshot.toString());
        return new BankCreation(
                plain.base(),
                Optional.of(info.repository().name()),
                plain.tokenizer(),
                plain.text(),
                plain.beginning(),
                plain.template(),
                plain.vocabulary());
    }

    /// Adds the plan's entries to a bank: adapters by reference to the cache, datasets too or, as
    /// always where they are Parquet, as copies of their examples.
    ///
    /// @param reading opens Parquet
    public Bank addTo(Path bank, Reading reading) throws IOException {
        AtomicLong done = new AtomicLong();
        try (BankWriter writer = BankWriter.open(bank)) {
            List<BankEntry> entries =
                    Parallel.map(
                            plan.entries(),
                            parallel,
                            entry -> {
                                BankEntry added = stated(writer, entry, reading);
                                progress.at(
                                        "adding", done.incrementAndGet(), plan.entries().size());
                                return added;
                            });
            return writer.addStated(entries, AddOptions.OtherBase.REFUSE);
        }
    }

    private BankEntry stated(BankWriter writer, PullPlan.Entry entry, Reading reading)
            throws IOException {
        Path adapter = client.snapshot(entry.adapter().repository(), entry.adapter().commit());
        Path weights = adapter.resolve(PeftDirectory.WEIGHTS);
        Path config = adapter.resolve(PeftDirectory.CONFIG);
        boolean here = Files.isRegularFile(weights);
        Dataset dataset = new Dataset(client.pathOf(entry.train()), reading);
        return new BankEntry(
                entry.pair().id(),
                new AdapterReference(
                        adapter,
                        here
                                ? FileReference.of(weights, weights)
                                : FileReference.stated(
                                        weights,
                                        entry.weights().file().bytes(),
                                        new Checksum(entry.weights().file().etag())),
                        FileReference.of(config, config),
                        here
                                ? shape(adapter)
                                : new RemoteAdapter(client, config, entry.weights()).shape()),
                Optional.of(writer.referTo(entry.pair().id(), dataset)),
                notes(entry),
                Optional.of(
                        new HubOrigin(pin(entry.adapter()), Optional.of(pin(entry.dataset())))));
    }

    private static AdapterShape shape(Path adapter) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return AdapterShape.of(PeftDirectory.read(adapter, arena));
        }
    }

    private static HubOrigin.Pin pin(RepositoryInfo info) {
        return new HubOrigin.Pin(info.repository().name(), info.commit());
    }

    /// The licence of an entry is that of its adapter and that of its dataset.
    private static EntryNotes notes(PullPlan.Entry entry) {
        Optional<String> ofAdapter = entry.adapter().licence();
        Optional<String> ofDataset = entry.dataset().licence();
        Optional<String> licence =
                ofAdapter.isPresent() && ofDataset.isPresent() && !ofAdapter.equals(ofDataset)
                        ? Optional.of(ofAdapter.get() + " AND " + ofDataset.get())
                        : ofAdapter.or(() -> ofDataset);
        return new EntryNotes(
                licence, Optional.empty(), Optional.of(entry.dataset().repository().toString()));
    }
}
