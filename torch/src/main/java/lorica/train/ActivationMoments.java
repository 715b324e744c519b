package lorica.train;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.gram.MomentIndex;
import lorica.gram.MomentSource;
import lorica.model.CausalLanguageModel;
import lorica.model.InputProbe;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.tensor.Shape;
import lorica.token.Tokenizer;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.SecondMoment;

/// Measures what the linear maps of a base model are given on a bank's own examples:
///
/// ```
/// C = mean over datasets of the mean over tokens of x·xᵀ
/// ```
///
/// of every map that an adapter of the bank changes, with no adapter at work, over all tokens of
/// input and output. Not centred. Widened to F64, then multiplied and added.
public final class ActivationMoments {
    private static final int BATCH = 16;
    private static final String PROBES = "input probes";

    private final Bank bank;
    private final CausalLanguageModel model;
    private final Options options;
    private final Progress progress;

    private ActivationMoments(
            Bank bank, CausalLanguageModel model, Options options, Progress progress) {
        this.bank = bank;
        this.model = model;
        this.options = options;
        this.progress = progress;
    }

    /// @param examples of each dataset, at most
    /// @param seed that chooses them
    public record Options(int examples, long seed) {
        public Options {
            if (examples < 1) {
                throw new IllegalArgumentException(
                        "moments: expected at least 1 example a dataset, found " + examples);
            }
        }

        /// 32 examples, seed 0.
        public static Options defaults() {
            return new Options(32, 0);
        }

        public Options withExamples(int next) {
            return new Options(next, seed);
        }
    }

    /// What the bank keeps, where it was measured on this model, these datasets and options; else
    /// what is measured now and kept.
    ///
    /// @param identity of the model's files
    /// @throws BankException if no entry has a dataset
    /// @throws lorica.adapter.AdapterException if an adapter does not fit the model
    public static MomentIndex open(
            Bank bank,
            CausalLanguageModel model,
            Checksum identity,
            Options options,
            Progress progress)
            throws IOException {
        List<BankEntry> entries =
                bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
        if (entries.isEmpty()) {
            throw new BankException(
                    bank.directory(),
                    "entries with a dataset",
                    "at least one, whose examples the base model reads",
                    "none among " + bank.entries().size());
        }
        MomentSource source =
                new MomentSource(
                        identity,
                        Checksum.ofStrings(
                                entries.stream()
                                        .map(entry -> bank.key(entry.dataset().orElseThrow()).hex())
                                        .toArray(String[]::new)),
                        options.examples(),
                        options.seed(),
                        inputs(bank, model));
        return MomentIndex.open(
                bank,
                source,
                () ->
                        new ActivationMoments(bank, model, options, progress)
                                .measure(source, entries));
    }

    /// By module that an adapter changes, the one under whose name its input is kept.
    private static SequencedMap<String, String> inputs(Bank bank, CausalLanguageModel model)
            throws IOException {
        SequencedMap<String, String> inputs = new TreeMap<>();
        for (BankEntry entry : bank.entries()) {
            try (Arena arena = Arena.ofConfined()) {
                LoraAdapter adapter = PeftDirectory.read(bank.checkedAdapter(entry), arena);
                for (LoraFactors factors : adapter.modules().values()) {
                    String module = model.adapters().requireModule(adapter, factors);
                    inputs.put(module, CausalLanguageModel.firstOfInput(module));
                }
            }
        }
        return inputs;
    }

    private MomentIndex.Measured measure(MomentSource source, List<BankEntry> entries)
            throws IOException {
        Map<String, SecondMoment> moments = new TreeMap<>();
        SequencedMap<String, Shape> shapes = model.linearModules();
        for (String input : new TreeSet<>(source.inputs().values())) {
            Shape shape = Optional.ofNullable(shapes.get(input)).orElseThrow();
            moments.put(input, new SecondMoment(Math.toIntExact(shape.extent(1))));
        }
        try (Tokenizer tokenizer = Tokenizer.open(bank.checkedTokenizer())) {
            long tokens = 0;
            for (int i = 0; i < entries.size(); i++) {
                progress.at("activations", i, entries.size());
                List<TokenizedExample> rows = rows(entries.get(i), tokenizer);
                long ofEntry = rows.stream().mapToLong(row -> row.ids().length - 1).sum();
                look(rows, moments, 1.0 / (ofEntry * entries.size()));
                tokens += ofEntry;
            }
            Map<String, double[]> values = new TreeMap<>();
            moments.forEach((input, moment) -> values.put(input, moment.values()));
            return new MomentIndex.Measured(values, tokens);
        } finally {
            moments.values().forEach(SecondMoment::close);
        }
    }

    /// A dataset's examples, short ones first; those over the context are left out.
    private List<TokenizedExample> rows(BankEntry entry, Tokenizer tokenizer) throws IOException {
        Path file = bank.checkedDataset(entry);
        List<Example> examples = new ArrayList<>(ExampleReader.readAll(Dataset.of(file)));
        Collections.shuffle(examples, new Random(options.seed()));
        List<TokenizedExample> rows =
                new ArrayList<>(
                        TrainingData.tokenized(
                                file,
                                examples.subList(0, Math.min(options.examples(), examples.size())),
                                tokenizer,
                                model.config(),
                                TextPolicy.of(bank.header().text(), bank.header().beginning())
                                        .withOverlong(TextPolicy.Overlong.DROP)));
        rows.sort(Comparator.comparingInt(row -> row.ids().length));
        return rows;
    }

    /// Every token but a text's last, which nothing is read from.
    private void look(
            List<TokenizedExample> rows, Map<String, SecondMoment> moments, double weight) {
        for (int from = 0; from < rows.size(); from += BATCH) {
            List<TokenizedExample> batch = rows.subList(from, Math.min(rows.size(), from + BATCH));
            int longest = batch.getLast().ids().length - 1;
            long[] ids = new long[batch.size() * longest];
            LongStream.Builder places = LongStream.builder();
            for (int row = 0; row < batch.size(); row++) {
                int[] tokens = batch.get(row).ids();
                for (int j = 0; j < tokens.length - 1; j++) {
                    ids[row * longest + j] = tokens[j];
                    places.add((long) row * longest + j);
                }
            }
            long[] seen = places.build().toArray();
            try (NativeScope _ = NativeScope.withoutGradients()) {
                NativeTensor at = NativeTensor.of(seen, seen.length);
                SequencedMap<String, InputProbe> probes = new LinkedHashMap<>();
                moments.forEach(
                        (input, moment) ->
                                probes.put(
                                        input,
                                        new InputProbe(
                                                x -> moment.add(x.selected(0, at), weight))));
                model.adapters().put(PROBES, probes);
                model.adapters().activate(PROBES);
                model.hidden(NativeTensor.of(ids, batch.size(), longest));
            } finally {
                model.adapters().unload(PROBES);
            }
        }
    }
}
