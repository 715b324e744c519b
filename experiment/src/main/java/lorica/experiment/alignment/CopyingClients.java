package lorica.experiment.alignment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lorica.adapter.LoraConfig.Scaling;
import lorica.align.Blocks;
import lorica.align.Updates;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfig;
import lorica.model.ModelConfig.Architecture;
import lorica.model.RopeScaling;
import lorica.storage.Checksum;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.train.Optimisation;
import lorica.train.Schedule;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;
import lorica.train.TrainingOptions;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import lorica.train.TrainingSession;
import lorica.train.method.FullFineTuning;
import lorica.train.method.Lora;
import lorica.train.method.LowRank;
import lorica.train.method.TrainingMethod;

/// A small Transformer that copies, and clients that teach it to copy with a shift and with swaps
/// of their own.
///
/// ```
/// row      x₁ … x₈ | y₁ … y₈,   yᵢ = xᵢ (base),   yᵢ = πₖ(xᵢ) + 1 mod 16 (client k)
/// πₖ       swaps the symbols 2j and 2j + 1 where bit j of k is set, j = 0, 1, 2
/// model    Llama, hidden 48, 2 layers, 4 heads, 17 ids; client: LoRA of rank 8
/// ```
///
/// What clients share: the shift, for most symbols, and the directions in which swaps change what
/// is written; what is their own: which of the three they make. Few sequences show every symbol a
/// few times, so that a client's own update is noisy.
final class CopyingClients implements LearningClients {
    private static final int SYMBOLS = 16;
    private static final int SEPARATOR = SYMBOLS;
    private static final int LENGTH = 8;
    private static final int HIDDEN = 48;
    private static final int SWAPS = 3;
    private static final int BATCH = 32;
    private static final int TEST = 64;
    private static final int SEEN = 4096;

    private final CopyingOptions options;
    private final CausalLanguageModel model;
    private final Map<String, NativeTensor> base = new LinkedHashMap<>();

    CopyingClients(CopyingOptions options) {
        this.options = options;
        ModelConfig config =
                new ModelConfig(
                        Architecture.LLAMA,
                        new ModelConfig.Sizes(HIDDEN, 2 * HIDDEN, 2, 4, 4, HIDDEN / 4, SYMBOLS + 1),
                        2 * LENGTH + 1,
                        1e-5,
                        10_000,
                        new RopeScaling.Plain(),
                        OptionalInt.empty(),
                        false,
                        OptionalInt.empty(),
                        List.of(SEPARATOR),
                        0.08);
        model = CausalLanguageModel.random(config, new SplittableRandom(options.seed()));
        try (CausalLanguageModel learning =
                CausalLanguageModel.random(config, new SplittableRandom(options.seed()))) {
            List<TokenizedExample> rows =
                    rows(SEEN, random(-1), IntStream.range(0, SYMBOLS).toArray());
            try (TrainingSession session =
                    session(learning, rows, new FullFineTuning(), options.pretraining(), 3e-3)) {
                finish(session);
            }
            learning.weights().forEach(this::take);
        }
        for (String name : model.linearModules().keySet()) {
            if (options.targets().stream().anyMatch(end -> name.endsWith("." + end))) {
                base.put(name, weight(name).copy());
            }
        }
    }

    /// Puts learned weights in the model's place, without their gradients.
    private void take(String name, NativeTensor learned) {
        NativeTensor own = model.weights().get(name);
        if (own != null) {
            try (NativeScope _ = NativeScope.withoutGradients()) {
                own.setInPlace(learned.detached());
            }
        }
    }

    private NativeTensor weight(String module) {
        NativeTensor weight = model.weights().get(module + ".weight");
        if (weight == null) {
            throw new IllegalStateException(
                    "%s: expected a weight of it among %s, found none"
                            .formatted(module, model.weights().keySet()));
        }
        return weight;
    }

    private SplittableRandom random(int stream) {
        return new SplittableRandom(options.seed() * 1000 + stream);
    }

    /// What a client writes for every symbol.
    private static int[] alphabet(int client) {
        int[] written = new int[SYMBOLS];
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            int pair = symbol / 2;
            boolean swapped = pair < SWAPS && (client >> pair & 1) == 1;
            written[symbol] = Math.floorMod((swapped ? symbol ^ 1 : symbol) + 1, SYMBOLS);
        }
        return written;
    }

    private static List<TokenizedExample> rows(int count, SplittableRandom random, int[] alphabet) {
        List<TokenizedExample> rows = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            int[] ids = new int[2 * LENGTH + 1];
            ids[LENGTH] = SEPARATOR;
            for (int i = 0; i < LENGTH; i++) {
                ids[i] = random.nextInt(SYMBOLS);
                ids[LENGTH + 1 + i] = alphabet[ids[i]];
            }
            rows.add(new TokenizedExample(ids, LENGTH + 1));
        }
        return rows;
    }

    /// The same inputs with random outputs.
    private static List<TokenizedExample> noise(
            List<TokenizedExample> rows, SplittableRandom random) {
        List<TokenizedExample> noise = new ArrayList<>();
        for (TokenizedExample row : rows) {
            int[] ids = row.ids().clone();
            for (int i = LENGTH + 1; i < ids.length; i++) {
                ids[i] = random.nextInt(SYMBOLS);
            }
            noise.add(new TokenizedExample(ids, row.firstTarget()));
        }
        return noise;
    }

    private TrainingSession session(
            CausalLanguageModel trained,
            List<TokenizedExample> rows,
            TrainingMethod method,
            int steps,
            double learningRate) {
        TrainingData data =
                new TrainingData(
                        new TrainingData.Source(Path.of("copying"), Checksum.ofStrings("copying")),
                        rows,
                        Optional.empty(),
                        List.of());
        TrainingOptions training =
                TrainingOptions.defaults()
                        .withMethod(method)
                        .withOptimisation(Optimisation.of(learningRate, new Schedule.Cosine(10)))
                        .withSteps(steps)
                        .withBatching(new Batching(BATCH, 1, RowOrder.BUCKETED))
                        .withSeed(options.seed());
        return TrainingSession.open(trained, data, training, Optional.empty());
    }

    private static void finish(TrainingSession session) {
        while (!session.finished()) {
            session.step();
        }
    }

    /// A client's updates of the linear maps.
    private SortedMap<String, double[]> learn(List<TokenizedExample> rows) {
        Lora lora = new Lora(new LowRank(8, 16, Scaling.LORA, 0, options.targets(), 0));
        SortedMap<String, double[]> updates = new TreeMap<>();
        try (TrainingSession session = session(model, rows, lora, options.steps(), 5e-3)) {
            finish(session);
            base.forEach(
                    (module, before) -> {
                        try (NativeScope _ = NativeScope.withoutGradients()) {
                            updates.put(module, columns(session.weight(module), before));
                        }
                    });
        }
        return updates;
    }

    /// `W − W₀ [out, in]`, columns one after another.
    private static double[] columns(NativeTensor weight, NativeTensor base) {
        float[] rows = weight.plus(-1, base).toFloats();
        int out = Math.toIntExact(base.extent(0));
        int in = Math.toIntExact(base.extent(1));
        double[] columns = new double[rows.length];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < in; i++) {
                columns[i * out + o] = rows[o * in + i];
            }
        }
        return columns;
    }

    /// What every client sends that works honestly.
    @Override
    public Updates honest() {
        return updates(options.clients(), false);
    }

    /// What the contaminated ones send that learn noise; the others honest.
    @Override
    public Updates noisy(Updates honest) {
        Updates noisy = updates(options.contaminated(), true);
        SortedMap<String, Blocks> modules = new TreeMap<>();
        honest.modules()
                .forEach(
                        (name, blocks) -> {
                            List<double[]> all = new ArrayList<>(blocks.blocks());
                            List<double[]> replaced =
                                    noisy.modules().getOrDefault(name, blocks).blocks();
                            for (int k = 0; k < replaced.size(); k++) {
                                all.set(k, replaced.get(k));
                            }
                            modules.put(name, new Blocks(blocks.rows(), all));
                        });
        return new Updates(honest.clients(), modules);
    }

    private Updates updates(int count, boolean noise) {
        List<String> names = new ArrayList<>();
        SortedMap<String, List<double[]>> blocks = new TreeMap<>();
        for (int k = 0; k < count; k++) {
            List<TokenizedExample> rows = rows(options.sequences(), random(k), alphabet(k));
            List<TokenizedExample> learned = noise ? noise(rows, random(5000 + k)) : rows;
            learn(learned)
                    .forEach(
                            (module, columns) ->
                                    blocks.computeIfAbsent(module, name -> new ArrayList<>())
                                            .add(columns));
            names.add("client-%02d".formatted(k));
        }
        SortedMap<String, Blocks> modules = new TreeMap<>();
        blocks.forEach(
                (module, all) ->
                        modules.put(
                                module,
                                new Blocks(Math.toIntExact(weight(module).extent(0)), all)));
        return new Updates(names, modules);
    }

    /// The share of symbols that a client's own task gets right under an update.
    @Override
    public double score(int client, Map<String, double[]> update) {
        for (Map.Entry<String, NativeTensor> module : base.entrySet()) {
            double[] columns = update.getOrDefault(module.getKey(), new double[0]);
            int out = Math.toIntExact(module.getValue().extent(0));
            int in = Math.toIntExact(module.getValue().extent(1));
            float[] rows = new float[out * in];
            for (int i = 0; i < columns.length; i++) {
                rows[i % out * in + i / out] = (float) columns[i];
            }
            try (NativeScope _ = NativeScope.withoutGradients()) {
                NativeTensor weight = weight(module.getKey());
                weight.setInPlace(module.getValue().plus(NativeTensor.of(rows, out, in)));
            }
        }
        List<TokenizedExample> rows = rows(TEST, random(100_000 + client), alphabet(client));
        int length = 2 * LENGTH;
        long[] ids = new long[TEST * length];
        for (int row = 0; row < TEST; row++) {
            for (int i = 0; i < length; i++) {
                ids[row * length + i] = rows.get(row).ids()[i];
            }
        }
        int right = 0;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            long[] said = model.logits(model.hidden(NativeTensor.of(ids, TEST, length))).largest();
            for (int row = 0; row < TEST; row++) {
                for (int i = LENGTH; i < length; i++) {
                    right += said[row * length + i] == rows.get(row).ids()[i + 1] ? 1 : 0;
                }
            }
        }
        for (Map.Entry<String, NativeTensor> module : base.entrySet()) {
            weight(module.getKey()).setInPlace(module.getValue());
        }
        return (double) right / (TEST * LENGTH);
    }

    @Override
    public void close() {
        base.values().forEach(NativeTensor::close);
        model.close();
    }
}
