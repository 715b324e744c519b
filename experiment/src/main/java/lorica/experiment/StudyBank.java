package lorica.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.choice.TransferIndex;
import lorica.coefficient.TransferMatrix;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.TokenCounts;
import lorica.generate.BankIndex;
import lorica.generate.Remoteness;
import lorica.gram.BankGram;
import lorica.gram.GramIndex;
import lorica.storage.Checksum;
import lorica.storage.Progress;

/// A bank as a study sees it: entries with their test splits, and their token counts.
///
/// @param directory the bank
/// @param checksum of its `bank.json`
/// @param base the base model as the bank names it
/// @param text how prompts and answers are joined
/// @param beginning the BOS id put before every prompt, or empty
/// @param tasks the bank's usable entries, in its order
/// @param counts token counts of their training splits, by part, in the same order; at least of
///     both
/// @param gram inner products of their adapters, in the same order
/// @param transfer how well each adapter serves each dataset, where the bank keeps it
public record StudyBank(
        Path directory,
        Checksum checksum,
        String base,
        Path tokenizer,
        TrainingText text,
        OptionalInt beginning,
        List<StudyTask> tasks,
        Map<Part, List<TokenCounts>> counts,
        BankGram gram,
        Optional<TransferMatrix> transfer) {
    /// The file beside an entry's training split that its test rows are read from.
    public static final String TEST_SPLIT = "test.jsonl";

    public StudyBank {
        tasks = List.copyOf(tasks);
        counts = Collections.unmodifiableMap(new EnumMap<>(counts));
        for (List<TokenCounts> ofPart : counts.values()) {
            if (tasks.size() != ofPart.size()) {
                throw new IllegalArgumentException(
                        "study: expected token counts of all %d entries, found %d"
                                .formatted(tasks.size(), ofPart.size()));
            }
        }
        List<String> ids = tasks.stream().map(StudyTask::id).toList();
        if (!gram.updates().entries().equals(ids)) {
            throw new IllegalArgumentException(
                    "study: expected inner products of all %d entries in their order, found those of %d"
                            .formatted(tasks.size(), gram.updates().entries().size()));
        }
        if (transfer.isPresent() && !transfer.get().entries().equals(ids)) {
            throw new IllegalArgumentException(
                    "study: expected losses of all %d entries in their order, found those of %d"
                            .formatted(ids.size(), transfer.get().entries().size()));
        }
        if (tasks.size() < 2) {
            throw new StudyException(
                    directory,
                    "entries with a dataset",
                    "at least two, one to leave out and one to generate from",
                    String.valueOf(tasks.size()));
        }
        if (tasks.stream().allMatch(task -> task.test().isEmpty())) {
            throw new StudyException(
                    directory,
                    "test splits",
                    "a file %s beside the training split of at least one entry"
                            .formatted(TEST_SPLIT),
                    "none");
        }
    }

    /// How much of a bank is read.
    ///
    /// @param rows the most test rows of an entry
    /// @param parts which parts of the datasets are counted, beside those of [Remoteness]
    /// @param entries the tasks; empty for every entry with a test split. The others are sources.
    public record Extent(int rows, Set<Part> parts, Set<String> entries) {
        public Extent {
            parts = Set.copyOf(parts);
            entries = Set.copyOf(entries);
        }

        private int rowsOf(String entry) {
            return entries.isEmpty() || entries.contains(entry) ? rows : 0;
        }
    }

    /// Reads a bank, the first test rows of each entry, and its index.
    ///
    /// @throws lorica.dataset.DatasetException if a test split is there and empty
    /// @throws lorica.bank.BankException if there is no such entry
    public static StudyBank read(Bank bank, Extent extent, Progress progress, int threads)
            throws IOException {
        extent.entries().forEach(bank::entry);
        List<StudyTask> tasks = new ArrayList<>();
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            Map<Part, List<TokenCounts>> counts = new EnumMap<>(Part.class);
            Set<Part> parts = EnumSet.copyOf(Remoteness.on().parts());
            parts.addAll(extent.parts());
            index.expect(
                    parts.stream()
                            .map(part -> DatasetView.part(DatasetView.whole(), part))
                            .toList());
            for (Part part : parts) {
                counts.put(part, index.counts(DatasetView.part(DatasetView.whole(), part)));
            }
            for (BankEntry entry : index.usable()) {
                tasks.add(task(bank, entry, extent.rowsOf(entry.id())));
            }
            return new StudyBank(
                    bank.directory(),
                    bank.checksum(),
                    bank.header().base().label(),
                    bank.checkedTokenizer(),
                    bank.header().text(),
                    bank.header().beginning(),
                    tasks,
                    counts,
                    GramIndex.all(bank, threads, progress)
                            .among(tasks.stream().map(StudyTask::id).toList()),
                    TransferIndex.find(bank));
        }
    }

    private static StudyTask task(Bank bank, BankEntry entry, int limit) throws IOException {
        Path training = bank.resolve(entry.dataset().orElseThrow().path());
        Path test = training.resolveSibling(TEST_SPLIT);
        List<Example> examples = Files.exists(test) ? ExampleReader.readAll(test) : List.of();
        return new StudyTask(
                entry.id(),
                entry.notes().family(),
                bank.checkedAdapter(entry),
                Checksum.ofStrings(
                        entry.adapter().weights().checksum().hex(),
                        entry.adapter().config().checksum().hex()),
                examples.subList(0, Math.min(limit, examples.size())));
    }

    /// The token counts of one part.
    ///
    /// @throws IllegalArgumentException if it was not counted
    public List<TokenCounts> counts(Part part) {
        List<TokenCounts> ofPart = counts.get(part);
        if (ofPart == null) {
            throw new IllegalArgumentException(
                    "study: expected token counts of %s, found those of %s"
                            .formatted(part.label(), counts.keySet()));
        }
        return ofPart;
    }

    /// Places of the entries that have test rows.
    List<Integer> tested() {
        List<Integer> tested = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (!tasks.get(i).test().isEmpty()) {
                tested.add(i);
            }
        }
        return tested;
    }

    /// Whether leaving out a family differs from leaving out one entry.
    public boolean hasFamilies() {
        return tasks.stream()
                .anyMatch(
                        task ->
                                tasks.stream()
                                        .anyMatch(
                                                other ->
                                                        Scope.LEAVE_ONE_OUT.admits(task, other)
                                                                && !Scope.LEAVE_FAMILY_OUT.admits(
                                                                        task, other)));
    }
}
