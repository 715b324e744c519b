package lorica.experiment.transfer;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.choice.TransferIndex;
import lorica.dataset.Dataset;
import lorica.experiment.fewexamples.ExampleSample;
import lorica.model.CausalLanguageModel;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.token.Tokenizer;
import lorica.train.AdapterPool;
import lorica.train.TextPolicy;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;

/// Measures every adapter of a bank on examples of every dataset, and keeps the losses with the
/// bank; what is kept is not measured again.
///
/// Examples are drawn with seed 0 from the training split; those that do not fit the model's
/// context are left out. One adapter after another: an interrupted walk goes on at the one where it
/// stopped.
public final class TransferLosses {
    private static final int BATCH = 32;

    private final Bank bank;
    private final Path base;
    private final int examples;
    private final Progress progress;

    /// @param base the base model's directory
    /// @param examples the most examples of a dataset, at least 1
    public TransferLosses(Bank bank, Path base, int examples, Progress progress) {
        if (examples < 1) {
            throw new IllegalArgumentException("examples: expected at least 1, found " + examples);
        }
        this.bank = bank;
        this.base = base;
        this.examples = examples;
        this.progress = progress;
    }

    /// What was measured now, and what was kept before.
    public record Measured(long now, long before) {}

    /// @throws IllegalArgumentException if fewer than three entries have a dataset
    public Measured measure() throws IOException {
        List<BankEntry> entries = TransferIndex.entries(bank);
        if (entries.size() < 3) {
            throw new IllegalArgumentException(
                    "%s: transfer: expected at least three entries with a dataset, to leave each out, found %d"
                            .formatted(bank.directory(), entries.size()));
        }
        List<Map<Checksum, Double>> known = new ArrayList<>();
        TreeSet<Integer> missing = new TreeSet<>();
        long pairs = (long) entries.size() * entries.size();
        long before = 0;
        for (BankEntry entry : entries) {
            Map<Checksum, Double> losses = kept(entry);
            losses.keySet().retainAll(keys(entries));
            before += losses.size();
            if (losses.size() < keys(entries).size()) {
                missing.add(known.size());
            }
            known.add(losses);
        }
        if (!missing.isEmpty()) {
            measure(entries, known, missing);
        }
        return new Measured(pairs - before, before);
    }

    private Map<Checksum, Double> kept(BankEntry entry) throws IOException {
        return new HashMap<>(
                TransferIndex.column(bank, entry)
                        .filter(column -> column.examples() == examples)
                        .map(TransferIndex.Column::losses)
                        .orElse(Map.of()));
    }

    private Set<Checksum> keys(List<BankEntry> entries) {
        return Set.copyOf(entries.stream().map(this::key).toList());
    }

    private Checksum key(BankEntry entry) {
        return bank.key(entry.dataset().orElseThrow());
    }

    private void measure(
            List<BankEntry> entries, List<Map<Checksum, Double>> known, Set<Integer> missing)
            throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer());
                CausalLanguageModel model = CausalLanguageModel.open(base, Optional.empty())) {
            List<List<TokenizedExample>> samples = new ArrayList<>();
            for (BankEntry entry : entries) {
                samples.add(sample(entry, tokenizer, model));
            }
            int done = 0;
            for (int j : missing) {
                progress.at("transfer", done++, missing.size());
                Map<Checksum, Double> losses = known.get(j);
                try (Arena arena = Arena.ofShared();
                        AdapterPool alone =
                                new AdapterPool(
                                        model,
                                        List.of(
                                                PeftDirectory.read(
                                                        bank.checkedAdapter(entries.get(j)),
                                                        arena)))) {
                    for (int i = 0; i < entries.size(); i++) {
                        Checksum dataset = key(entries.get(i));
                        if (!losses.containsKey(dataset)) {
                            losses.put(
                                    dataset, alone.loss(samples.get(i), new double[] {1}, BATCH));
                        }
                    }
                }
                TransferIndex.keep(
                        bank, entries.get(j), new TransferIndex.Column(examples, losses));
            }
        }
    }

    private List<TokenizedExample> sample(
            BankEntry entry, Tokenizer tokenizer, CausalLanguageModel model) throws IOException {
        Path file = bank.checkedDataset(entry);
        return TrainingData.tokenized(
                file,
                ExampleSample.of(Dataset.of(file), examples, 0),
                tokenizer,
                model.config(),
                TextPolicy.of(bank.header().text(), bank.header().beginning())
                        .withOverlong(TextPolicy.Overlong.DROP));
    }
}
