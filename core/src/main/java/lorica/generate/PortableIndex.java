package lorica.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import lorica.adapter.PeftDirectory;
import lorica.bank.AdapterReference;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.bank.BankHeader;
import lorica.bank.BaseModel;
import lorica.bank.BlobName;
import lorica.bank.FileReference;
import lorica.bank.StatedBank;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.distribution.TokenCounts;
import lorica.distribution.TokenCountsCodec;
import lorica.storage.Checksum;

/// What others need of a bank to rank its entries for their datasets before they fetch any of them:
/// the entries, the tokenizer, and the token counts of every dataset, which every distance's
/// fingerprints are made from.
///
/// Only of banks whose entries are all on the hub. Folders are stated relative to the hub's cache;
/// nothing tells where they lay on the machine that wrote it. docs/formats.md describes the file.
///
/// @param bank entries with folders relative to the hub's cache, or to the bank
/// @param counts by the name of what was counted; in the order of the entries with a dataset
public record PortableIndex(StatedBank bank, SequencedMap<String, List<TokenCounts>> counts) {
    private static final Path OF_BANK = Path.of("datasets");

    public PortableIndex {
        counts = new LinkedHashMap<>(counts);
        for (BankEntry entry : bank.entries()) {
            if (entry.hub().isEmpty()) {
                throw new IllegalArgumentException(
                        "entry '%s': expected repositories on the hub, found none"
                                .formatted(entry.id()));
            }
            requireWithin(entry, entry.adapter().directory());
            entry.dataset().ifPresent(file -> requireWithin(entry, file.path()));
        }
    }

    private static void requireWithin(BankEntry entry, Path path) {
        if (path.isAbsolute() || path.normalize().startsWith("..")) {
            throw new IllegalArgumentException(
                    "entry '%s': expected a folder of the hub's cache, found %s"
                            .formatted(entry.id(), path));
        }
    }

    /// What distances on a representation need of a bank, and [Remoteness] beside them.
    ///
    /// @throws BankException if an entry is known only on this machine
    public static PortableIndex of(Bank bank, BankIndex index, Representation representation)
            throws IOException {
        List<BankEntry> portable = new ArrayList<>();
        for (BankEntry entry : bank.entries()) {
            portable.add(portable(bank, entry));
        }
        BankHeader header = bank.header();
        StatedBank stated = StatedBank.of(bank);
        BaseModel base =
                BaseModel.named(
                        header.base()
                                .name()
                                .orElseThrow(
                                        () ->
                                                local(
                                                        bank,
                                                        "base model",
                                                        "a name that others know")));
        for (Part part : representation.parts()) {
            if (!part.countsTokens()) {
                throw new IllegalArgumentException(
                        "portable index: expected both, input or output, found " + part.label());
            }
        }
        SequencedMap<String, List<TokenCounts>> counts = new LinkedHashMap<>();
        for (Representation needed : List.of(representation, Remoteness.on())) {
            index.expect(index.views(needed));
            for (DatasetView view : index.views(needed)) {
                counts.put(view.name(), index.counts(view));
            }
        }
        return new PortableIndex(
                new StatedBank(
                        new BankHeader(
                                base,
                                header.tokenizer(),
                                header.vocabulary(),
                                header.text(),
                                header.beginning(),
                                header.template()),
                        portable,
                        stated.tokenizer()),
                counts);
    }

    private static BankException local(Bank bank, String what, String expected) {
        return new BankException(
                bank.directory(),
                what,
                expected + " (a portable index is of banks that `lorica hub pull` made)",
                "what this machine alone knows");
    }

    private static BankEntry portable(Bank bank, BankEntry entry) {
        Path folder = bank.resolve(entry.adapter().directory()).toAbsolutePath().normalize();
        if (entry.hub().isEmpty() || folder.getNameCount() < 4) {
            throw local(bank, "entry '" + entry.id() + "'", "an adapter on the hub");
        }
        Path cache = folder.resolve("../../..").normalize();
        Optional<FileReference> dataset =
                entry.dataset().map(file -> stated(file, portable(bank, entry, cache, file)));
        return at(entry, cache.relativize(folder), dataset);
    }

    private static Path portable(Bank bank, BankEntry entry, Path cache, FileReference dataset) {
        if (!dataset.path().isAbsolute()) {
            return dataset.path();
        }
        if (!dataset.path().startsWith(cache)) {
            throw local(bank, "entry '" + entry.id() + "'", "a dataset on the hub");
        }
        return cache.relativize(dataset.path());
    }

    private static FileReference stated(FileReference file, Path path) {
        return FileReference.stated(path, file.bytes(), file.checksum());
    }

    /// The entry with its adapter in another folder.
    private static BankEntry at(BankEntry entry, Path folder, Optional<FileReference> dataset) {
        AdapterReference adapter = entry.adapter();
        return new BankEntry(
                entry.id(),
                new AdapterReference(
                        folder,
                        stated(adapter.weights(), folder.resolve(PeftDirectory.WEIGHTS)),
                        stated(adapter.config(), folder.resolve(PeftDirectory.CONFIG)),
                        adapter.shape()),
                dataset,
                entry.notes(),
                entry.hub());
    }

    /// Makes a bank that ranks at once, and fetches what receives weight.
    ///
    /// @param cache of the hub: where the adapters lie or will
    /// @throws java.nio.file.FileAlreadyExistsException if something stands in its place
    public Bank create(Path directory, Path cache) throws IOException {
        List<BankEntry> entries = new ArrayList<>();
        for (BankEntry entry : bank.entries()) {
            Path folder = cache.resolve(entry.adapter().directory());
            Optional<FileReference> dataset =
                    entry.dataset()
                            .map(
                                    file ->
                                            file.path().startsWith(OF_BANK)
                                                    ? file
                                                    : stated(file, cache.resolve(file.path())));
            entries.add(at(entry, folder, dataset));
        }
        return bank.withEntries(entries).create(directory, blobs());
    }

    private List<StatedBank.Blob> blobs() {
        Bank keys =
                new Bank(
                        Path.of(""),
                        bank.header(),
                        bank.entries(),
                        Checksum.ofBytes(bank.document()));
        List<BankEntry> usable =
                bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
        List<StatedBank.Blob> blobs = new ArrayList<>();
        for (Map.Entry<String, List<TokenCounts>> view : counts.entrySet()) {
            for (int i = 0; i < usable.size(); i++) {
                blobs.add(
                        new StatedBank.Blob(
                                keys.key(usable.get(i).dataset().orElseThrow()),
                                new BlobName("counts." + view.getKey(), TokenCountsCodec.VERSION),
                                TokenCountsCodec.encode(view.getValue().get(i))));
            }
        }
        return blobs;
    }
}
