package lorica.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.bank.AddOptions;
import lorica.bank.BankCreation;
import lorica.bank.BankWriter;
import lorica.bank.Beginning;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.dataset.TrainingText;
import lorica.storage.Parallel;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// A small bank from files inside the program: real datasets of twelve tasks in four families, and
/// in place of trained adapters seeded random numbers.
///
/// It shows the mechanism; as its adapters were trained on nothing, no adapter made from it can do
/// anything. To be replaced by the embedded bank with trained adapters.
final class StandInBank {
    static final String BASE = "lorica/demo-stand-in";

    /// A dataset of a task that the bank does not have.
    static final String DATASET = "months.jsonl";

    private static final List<String> TASKS =
            List.of(
                    "arithmetic-add",
                    "arithmetic-multiply",
                    "arithmetic-subtract",
                    "calendar-day-before",
                    "calendar-next-day",
                    "calendar-next-month",
                    "kinds-animal-plant",
                    "kinds-animal-tool",
                    "kinds-plant-tool",
                    "letters-backwards",
                    "letters-capitals",
                    "letters-first");
    private static final int RANK = 4;
    private static final int WIDTH = 32;
    private static final int LAYERS = 2;
    private static final List<String> KINDS = List.of("q_proj", "v_proj");

    private StandInBank() {}

    /// Writes the bank and the new dataset, whole or not at all; replaces what stands there.
    ///
    /// @param out will hold `bank/` and [#DATASET]
    static void write(Path out) throws IOException {
        try (WholeDirectory whole = WholeDirectory.stage(out, WholeDirectory.Existing.REPLACE)) {
            Path material = Files.createDirectory(whole.staging().resolve("material"));
            Path bank = whole.staging().resolve("bank");
            Path tokenizer = copy("tokenizer.json", material.resolve("tokenizer.json"));
            new BankCreation(
                            BASE,
                            Optional.empty(),
                            Optional.of(tokenizer),
                            new TrainingText(" ", "\n"),
                            new Beginning.Token("<s>"),
                            Optional.empty(),
                            OptionalInt.empty())
                    .create(bank);
            List<NewEntry> entries = new ArrayList<>();
            for (int i = 0; i < TASKS.size(); i++) {
                entries.add(entry(TASKS.get(i), i, material));
            }
            try (BankWriter writer = BankWriter.open(bank)) {
                writer.add(
                        entries,
                        new AddOptions(
                                AddOptions.Keeping.COPY,
                                AddOptions.OtherBase.REFUSE,
                                Parallel.defaultThreads()),
                        Progress.SILENT);
            }
            WholeDirectory.delete(material);
            copy("outside-month-before.jsonl", whole.staging().resolve(DATASET));
            whole.commit();
        }
    }

    private static NewEntry entry(String task, int seed, Path material) throws IOException {
        Path folder = Files.createDirectory(material.resolve(task));
        Path dataset = copy(task + ".jsonl", folder.resolve("train.jsonl"));
        Path adapter = Files.createDirectory(folder.resolve("adapter"));
        writeAdapter(adapter, seed);
        EntryNotes notes =
                new EntryNotes(
                        Optional.of("apache-2.0"),
                        Optional.of(task.substring(0, task.indexOf('-'))),
                        Optional.of("Lorica's own; the adapter is random numbers"));
        return new NewEntry(task, adapter, Optional.of(dataset), notes);
    }

    private static Path copy(String resource, Path file) throws IOException {
        try (InputStream in = StandInBank.class.getResourceAsStream("standin/" + resource)) {
            if (in == null) {
                throw new NoSuchFileException(
                        resource, null, "expected it inside Lorica's jar; build again");
            }
            Files.copy(in, file);
        }
        return file;
    }

    /// One initialisation of A for all, as in a bank that was trained from one seed.
    private static void writeAdapter(Path directory, int seed) throws IOException {
        PeftDirectory.writeConfig(
                directory, LoraConfig.of(BASE, RANK, 8, new TargetModules.Listed(KINDS)));
        Random a = new Random(0);
        Random b = new Random(1000 + seed);
        List<TensorSpec> specs = new ArrayList<>();
        for (String module : modules()) {
            specs.addAll(PeftDirectory.specs(module, Dtype.F32, RANK, WIDTH, WIDTH));
        }
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (String module : modules()) {
                writer.write(PeftDirectory.keyA(module), numbers(a));
                writer.write(PeftDirectory.keyB(module), numbers(b));
            }
        }
    }

    private static List<String> modules() {
        List<String> modules = new ArrayList<>();
        for (int layer = 0; layer < LAYERS; layer++) {
            for (String kind : KINDS) {
                modules.add("base_model.model.model.layers.%d.self_attn.%s".formatted(layer, kind));
            }
        }
        return modules;
    }

    private static float[] numbers(Random random) {
        float[] numbers = new float[RANK * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (0.02 * random.nextGaussian());
        }
        return numbers;
    }
}
