package lorica.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lorica.adapter.PeftDirectory;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.token.Tokenizer;
import lorica.train.TrainingTask.Resumption;

/// Trains an adapter for every dataset of a folder and adds each to a bank as soon as it stands.
///
/// Run again after a kill, it goes on: entries of the bank are not trained again, and a training
/// cut short resumes from its checkpoint. Work in progress lies beside the bank, in
/// `<bank>.build`, which is deleted at the end. The bank holds copies of adapters and datasets.
public final class BankBuilder {
    private static final String TRAIN = "train.jsonl";

    private final Bank bank;
    private final CausalLanguageModel model;
    private final Tokenizer tokenizer;
    private final Map<String, EntryNotes> notes;

    /// @param bank made before, for this model
    /// @param notes by entry id, for those that have any
    public BankBuilder(
            Bank bank,
            CausalLanguageModel model,
            Tokenizer tokenizer,
            Map<String, EntryNotes> notes) {
        this.bank = bank;
        this.model = model;
        this.tokenizer = tokenizer;
        this.notes = Map.copyOf(notes);
    }

    /// Sees a bank grow.
    public interface Listener {
        /// A training begins; what it returns sees that training.
        TrainingListener begins(String id, int number, int total);

        /// An adapter stands in the bank.
        void added(String id, TrainingResult result);
    }

    /// The bank with an entry for every folder of `tasks` that holds a `train.jsonl`.
    public Bank build(Path tasks, TextPolicy policy, TrainingOptions options, Listener listener)
            throws IOException {
        List<String> ids = ids(tasks);
        Set<String> there =
                Bank.open(bank.directory()).entries().stream()
                        .map(BankEntry::id)
                        .collect(Collectors.toSet());
        Path work = work();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            if (there.contains(id)) {
                continue;
            }
            TrainingListener training = listener.begins(id, i + 1, ids.size());
            Path adapter = work.resolve(id);
            TrainingResult result = train(tasks.resolve(id), adapter, policy, options, training);
            add(id, adapter, tasks.resolve(id).resolve(TRAIN));
            WholeDirectory.delete(adapter);
            listener.added(id, result);
        }
        if (Files.exists(work)) {
            WholeDirectory.delete(work);
        }
        return Bank.open(bank.directory());
    }

    private Path work() {
        Path absolute = bank.directory().toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".build");
    }

    private static List<String> ids(Path tasks) throws IOException {
        List<String> ids = new ArrayList<>();
        try (var folders = Files.list(tasks)) {
            folders.filter(folder -> Files.exists(folder.resolve(TRAIN)))
                    .map(folder -> folder.getFileName().toString())
                    .sorted()
                    .forEach(ids::add);
        }
        if (ids.isEmpty()) {
            throw new TrainingException(tasks, "tasks", "folders that hold a " + TRAIN, "none");
        }
        return ids;
    }

    private TrainingResult train(
            Path task,
            Path adapter,
            TextPolicy policy,
            TrainingOptions options,
            TrainingListener listener)
            throws IOException {
        TrainingData data = TrainingData.read(task, tokenizer, model.config(), policy);
        // A finished adapter that a kill kept out of the bank is trained again: seconds, and the
        // same bytes.
        return Trainer.train(
                new TrainingTask(
                        model,
                        data,
                        bank.header().base().label(),
                        tokenizer.file(),
                        adapter,
                        Existing.REPLACE,
                        Resumption.CONTINUE),
                options,
                listener);
    }

    private void add(String id, Path adapter, Path dataset) throws IOException {
        PeftDirectory.readConfig(adapter);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            writer.add(
                    List.of(
                            new NewEntry(
                                    id,
                                    adapter,
                                    Optional.of(dataset),
                                    notes.getOrDefault(id, EntryNotes.none()))),
                    new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 1),
                    Progress.SILENT);
        }
    }
}
