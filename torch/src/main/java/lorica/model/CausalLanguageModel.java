package lorica.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.storage.WholeFile;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;
import lorica.tensor.WeightShards;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Precision;

/// A causal language model: token ids in, hidden states and logits out, adapters on top.
///
/// Shapes: ids `[b, t]`, hidden `[b, t, h]`, logits `[…, V]`. Weights stored in the precision of
/// computation are mapped, not copied. One thread at a time.
public final class CausalLanguageModel implements AutoCloseable {
    private final Path origin;
    private final ModelConfig config;
    private final Precision precision;
    private final Arena arena;
    private final SequencedMap<String, Weight> weights = new LinkedHashMap<>();
    private final List<Block> blocks = new ArrayList<>();
    private final Map<String, Projection> projections = new LinkedHashMap<>();
    private final Angles angles;
    private final LoadedAdapters adapters;

    private CausalLanguageModel(
            Path origin,
            ModelConfig config,
            Precision precision,
            Arena arena,
            Map<String, NativeTensor> values) {
        this.origin = origin;
        this.config = config;
        this.precision = precision;
        this.arena = arena;
        values.forEach((name, value) -> weights.put(name, new Weight(name, value)));
        for (int layer = 0; layer < config.sizes().layers(); layer++) {
            Block block = new Block(config, layer, this::weight);
            blocks.add(block);
            projections.putAll(block.projections());
        }
        Angles exact = Angles.table(config);
        angles = new Angles(exact.cosine().to(precision), exact.sine().to(precision));
        adapters = new LoadedAdapters(projections);
    }

    /// Opens a model directory. Without a precision, F32 and BF16 weights are computed with as
    /// they are stored, F16 ones in F32.
    ///
    /// @throws ModelException if it is no model that Lorica can compute exactly
    public static CausalLanguageModel open(Path directory, Optional<Precision> precision)
            throws IOException {
        ModelConfig config = ModelConfigFile.read(directory.resolve(ModelConfigFile.NAME));
        Arena arena = Arena.ofShared();
        try {
            SequencedMap<String, Tensor> stored = ModelFiles.map(directory, config, arena);
            Precision chosen =
                    precision.orElse(
                            stored.firstEntry().getValue().dtype() == Dtype.BF16
                                    ? Precision.BF16
                                    : Precision.F32);
            Map<String, NativeTensor> values = new LinkedHashMap<>();
            stored.forEach((name, tensor) -> values.put(name, load(tensor, chosen)));
            return new CausalLanguageModel(directory, config, chosen, arena, values);
        } catch (RuntimeException | IOException e) {
            arena.close();
            throw e;
        }
    }

    private static NativeTensor load(Tensor stored, Precision precision) {
        NativeTensor mapped = NativeTensor.mapped(stored);
        boolean aligned = stored.bytes().address() % stored.dtype().bytes() == 0;
        if (stored.dtype() == precision.dtype() && aligned) {
            return mapped;
        }
        try (mapped) {
            NativeTensor converted = mapped.to(precision);
            return converted == mapped ? mapped.copy() : converted;
        }
    }

    /// A model of random weights: matrices from N(0, `initialDeviation`²), norms 1, in F32.
    public static CausalLanguageModel random(ModelConfig config, RandomGenerator random) {
        Map<String, NativeTensor> values = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> weight : Layout.shapes(config).entrySet()) {
            long[] extents =
                    weight.getValue().extents().stream().mapToLong(Long::longValue).toArray();
            values.put(
                    weight.getKey(),
                    extents.length == 1
                            ? NativeTensor.filled(1, Precision.F32, extents)
                            : NativeTensor.normal(random, config.initialDeviation(), extents));
        }
        return new CausalLanguageModel(
                Path.of(""), config, Precision.F32, Arena.ofShared(), values);
    }

    public ModelConfig config() {
        return config;
    }

    public Precision precision() {
        return precision;
    }

    /// The directory it was opened from; empty for a random one.
    public Path origin() {
        return origin;
    }

    /// Hidden states after the last norm, of whole sequences padded on the right.
    public NativeTensor hidden(NativeTensor ids) {
        Optional<NativeTensor> mask = windowMask(Math.toIntExact(ids.extent(1)));
        return forward(
                ids,
                angles.first(Math.toIntExact(ids.extent(1))),
                layer -> (query, key, value) -> whole(query, key, value, mask));
    }

    /// Hidden states of prompts padded on the right; their keys and values go into the cache.
    public NativeTensor hidden(NativeTensor ids, KeyValueCache cache) {
        Optional<NativeTensor> mask = windowMask(Math.toIntExact(ids.extent(1)));
        return forward(
                ids,
                angles.first(Math.toIntExact(ids.extent(1))),
                layer ->
                        (query, key, value) -> {
                            cache.storePrompts(layer, key, value);
                            return whole(query, key, value, mask);
                        });
    }

    /// Hidden states `[b, 1, h]` of one more token a row, `ids [b, 1]`; the cache grows by it.
    public NativeTensor nextHidden(NativeTensor ids, KeyValueCache cache) {
        Optional<NativeTensor> mask = cache.mask();
        NativeTensor hidden =
                forward(
                        ids,
                        angles.at(cache.nextPositions()),
                        layer ->
                                (query, key, value) -> {
                                    cache.storeNext(layer, key, value);
                                    return grouped(
                                            query, cache.keys(layer), cache.values(layer), mask);
                                });
        cache.advance();
        return hidden;
    }

    /// Logits `[…, V]` of hidden states `[…, h]`.
    public NativeTensor logits(NativeTensor hidden) {
        return hidden.linear(head());
    }

    /// The matrix `[V, h]` that makes logits of hidden states.
    public NativeTensor head() {
        return weight(config.tiedHead() ? Layout.EMBEDDING : Layout.HEAD).value();
    }

    /// An empty cache for prompts of these lengths and at most `newTokens` tokens after each.
    public KeyValueCache cache(int[] lengths, int newTokens) {
        return new KeyValueCache(config, precision, lengths, newTokens);
    }

    private interface Attentions {
        Block.Attention of(int layer);
    }

    private NativeTensor forward(NativeTensor ids, Angles turned, Attentions attentions) {
        NativeTensor x = weight(Layout.EMBEDDING).value().embedding(ids);
        for (int layer = 0; layer < blocks.size(); layer++) {
            try (NativeScope scope = NativeScope.inner()) {
                x = scope.keep(blocks.get(layer).forward(x, turned, attentions.of(layer)));
            }
        }
        return x.rmsNorm(weight(Layout.NORM).value(), config.normEpsilon());
    }

    private static NativeTensor whole(
            NativeTensor query, NativeTensor key, NativeTensor value, Optional<NativeTensor> mask) {
        return mask.isPresent()
                ? query.attention(key, value, mask)
                : query.causalAttention(key, value);
    }

    /// One query position: the heads that share a key become its query places, which needs no copy
    /// of keys or values.
    private NativeTensor grouped(
            NativeTensor query,
            NativeTensor keys,
            NativeTensor values,
            Optional<NativeTensor> mask) {
        ModelConfig.Sizes sizes = config.sizes();
        long batch = query.extent(0);
        long group = sizes.heads() / sizes.keyValueHeads();
        return query.reshaped(batch, sizes.keyValueHeads(), group, sizes.headDimension())
                .attention(keys, values, mask)
                .reshaped(batch, sizes.heads(), 1, sizes.headDimension());
    }

    /// The causal mask of a window shorter than the sequence, `[t, t]`.
    private Optional<NativeTensor> windowMask(int length) {
        if (config.slidingWindow().isEmpty() || config.slidingWindow().getAsInt() >= length) {
            return Optional.empty();
        }
        int window = config.slidingWindow().getAsInt();
        float[] mask = new float[length * length];
        for (int query = 0; query < length; query++) {
            for (int key = 0; key < length; key++) {
                if (key > query || query - key >= window) {
                    mask[query * length + key] = Float.NEGATIVE_INFINITY;
                }
            }
        }
        return Optional.of(NativeTensor.of(mask, length, length).to(precision));
    }

    /// Adapters loaded on this model, which of them act, and merging.
    public LoadedAdapters adapters() {
        return adapters;
    }

    /// Loads a PEFT adapter under a name; it does not act yet.
    ///
    /// @throws lorica.adapter.AdapterException if it does not fit this model
    public void load(String name, LoraAdapter adapter) {
        adapters.put(name, factors(adapter));
    }

    /// Copies of an adapter's factors in this model's precision, by the model's module names.
    ///
    /// @throws lorica.adapter.AdapterException if it does not fit this model
    public SequencedMap<String, AdapterFactors> factors(LoraAdapter adapter) {
        SequencedMap<String, AdapterFactors> factors = new LinkedHashMap<>();
        for (LoraFactors module : adapter.modules().values()) {
            factors.put(
                    adapters.requireModule(adapter, module),
                    new AdapterFactors(
                            load(module.a(), precision).copy(),
                            load(module.b(), precision).copy(),
                            module.scaling(),
                            0));
        }
        return factors;
    }

    /// The linear maps that an adapter may change, by module name, with shape `[out, in]`.
    public SequencedMap<String, Shape> linearModules() {
        SequencedMap<String, Shape> modules = new LinkedHashMap<>();
        projections.forEach(
                (name, projection) -> modules.put(name, projection.weight().value().shape()));
        return modules;
    }

    /// The first of the linear maps that are given the same input as this one: a layer's queries
    /// for its keys and values, its gate for its way up.
    public static String firstOfInput(String module) {
        return module.replaceFirst("\\.[kv]_proj$", ".q_proj")
                .replaceFirst("\\.up_proj$", ".gate_proj");
    }

    /// Every weight by name, in the order of the forward pass.
    public SequencedMap<String, NativeTensor> weights() {
        SequencedMap<String, NativeTensor> values = new LinkedHashMap<>();
        weights.forEach((name, weight) -> values.put(name, weight.value()));
        return values;
    }

    /// One weight by name.
    public NativeTensor value(String name) {
        return weight(name).value();
    }

    /// Puts another tensor of the same shape in a weight's place and closes the old one.
    public void replace(String name, NativeTensor value) {
        weight(name).replace(value);
    }

    /// Puts another tensor of the same shape in a weight's place; the old one is the caller's now.
    public NativeTensor exchange(String name, NativeTensor value) {
        return weight(name).exchange(value);
    }

    private Weight weight(String name) {
        return Optional.ofNullable(weights.get(name)).orElseThrow();
    }

    /// Writes `config.json` and `model.safetensors` (F32) into an existing directory.
    public void save(Path directory, Map<String, String> metadata) throws IOException {
        WholeFile.write(directory.resolve(ModelConfigFile.NAME), ModelConfigFile.render(config));
        List<TensorSpec> specs = new ArrayList<>();
        weights.forEach(
                (name, weight) ->
                        specs.add(new TensorSpec(name, Dtype.F32, weight.value().shape())));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        directory.resolve(WeightShards.WEIGHTS), specs, metadata)) {
            for (Weight weight : weights.values()) {
                try (NativeScope _ = NativeScope.withoutGradients()) {
                    writer.write(weight.name(), weight.value().toFloats());
                }
            }
        }
    }

    /// Frees the weights and unmaps the files.
    @Override
    public void close() {
        adapters.close();
        weights.values().forEach(weight -> weight.value().close());
        arena.close();
    }
}
