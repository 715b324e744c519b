package lorica.export;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;
import lorica.tensor.WeightShards;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A base model with an adapter's updates added to its weights, for programs that know no adapters.
///
/// Shards, order of tensors, dtypes and index are those of the base; a shard that the adapter does
/// not change is copied byte for byte. A head that is tied to the embedding and that the adapter
/// changes becomes a weight of its own. Any architecture: a weight is found by its module's name.
///
/// @param threads how many blocks of rows are summed at once
public record MergedExport(int threads, Progress progress) {
    private static final String HEAD = "lm_head";
    private static final String HEAD_WEIGHT = "lm_head.weight";
    private static final List<String> EMBEDDINGS =
            List.of("model.embed_tokens.weight", "transformer.wte.weight", "wte.weight");

    /// What was written.
    ///
    /// @param changed weights that were changed
    /// @param untied whether the head was separated from the embedding
    public record Written(Path directory, int changed, int shards, long bytes, boolean untied) {}

    /// Writes the directory, whole or not at all.
    public Written write(Path adapter, Path base, Path out) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            LoraAdapter read = PeftDirectory.read(adapter, arena);
            BaseModelFiles files = new BaseModelFiles(base);
            WeightShards shards = WeightShards.map(base, arena);
            Plan plan = Plan.of(read, shards, files.tied());
            try (WholeDirectory whole = WholeDirectory.stage(out, Existing.REFUSE)) {
                files.copyTo(whole.staging());
                if (plan.untied.isPresent()) {
                    Files.delete(whole.staging().resolve(LlamaBase.CONFIG));
                    files.writeUntied(whole.staging());
                }
                if (shards.indexed()) {
                    writeIndex(plan, shards, whole.staging());
                }
                long bytes = 0;
                int done = 0;
                for (Map.Entry<String, SafetensorsFile> shard : shards.shards().entrySet()) {
                    progress.at("merging", done++, shards.shards().size());
                    Path file = whole.staging().resolve(shard.getKey());
                    write(plan, shard.getValue(), file);
                    bytes += Files.size(file);
                }
                whole.commit();
                return new Written(out, plan.updates.size(), done, bytes, plan.untied.isPresent());
            }
        }
    }

    private void write(Plan plan, SafetensorsFile shard, Path file) throws IOException {
        SequencedMap<String, Tensor> tensors = plan.tensors(shard);
        if (tensors.keySet().stream().noneMatch(plan.updates::containsKey)) {
            Files.copy(shard.path(), file);
            return;
        }
        List<TensorSpec> specs = new ArrayList<>();
        tensors.forEach(
                (name, tensor) -> specs.add(new TensorSpec(name, tensor.dtype(), tensor.shape())));
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, specs, shard.metadata())) {
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                LoraFactors update = plan.updates.get(tensor.getKey());
                if (update == null) {
                    writer.write(tensor.getKey(), tensor.getValue().bytes());
                } else {
                    writer.write(
                            tensor.getKey(),
                            MergedWeight.of(tensor.getValue(), update, plan.transposed, threads));
                }
            }
        }
    }

    /// The base's index; where the head has become a weight of its own, with its place and size.
    private static void writeIndex(Plan plan, WeightShards shards, Path target) throws IOException {
        Path index = shards.directory().resolve(WeightShards.INDEX);
        if (plan.untied.isEmpty()) {
            Files.copy(index, target.resolve(WeightShards.INDEX));
            return;
        }
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(Files.readString(index));
        } catch (JacksonException e) {
            throw new IOException(index + ": changed while it was read", e);
        }
        Head head = plan.untied.get();
        String shard = String.valueOf(head.file().getFileName());
        if (root.path("weight_map") instanceof ObjectNode map && !map.has(HEAD_WEIGHT)) {
            map.put(HEAD_WEIGHT, shard);
            if (root.path("metadata") instanceof ObjectNode metadata
                    && metadata.path("total_size").isIntegralNumber()) {
                metadata.put(
                        "total_size",
                        metadata.path("total_size").longValue()
                                + head.embedding().bytes().byteSize());
            }
        }
        Files.writeString(target.resolve(WeightShards.INDEX), root.toString());
    }

    /// A head that was the embedding, and the file that it goes to.
    private record Head(Tensor embedding, Path file) {}

    /// Which weight every module's update is added to.
    ///
    /// @param updates by the name of the weight
    /// @param untied where the head is a weight of its own from now on
    private record Plan(
            boolean transposed, Map<String, LoraFactors> updates, Optional<Head> untied) {

        static Plan of(LoraAdapter adapter, WeightShards shards, boolean tied) {
            Map<String, LoraFactors> updates = new HashMap<>();
            Optional<Head> untied = Optional.empty();
            for (LoraFactors factors : adapter.modules().values()) {
                String module = PeftDirectory.moduleName(factors.module());
                boolean ofHead = module.equals(HEAD) && tied;
                Tensor weight =
                        ofHead
                                ? embedding(adapter, shards)
                                : weight(adapter, factors, module, shards);
                requireShape(adapter, factors, weight, adapter.config().fanInFanOut());
                if (ofHead) {
                    Tensor stale = shards.tensors().getOrDefault(HEAD_WEIGHT, weight);
                    untied = Optional.of(new Head(weight, stale.file()));
                }
                updates.put(ofHead ? HEAD_WEIGHT : weight.name(), factors);
            }
            return new Plan(adapter.config().fanInFanOut(), updates, untied);
        }

        /// The tensors of a shard as they are written: in the base's order, a separated head where
        /// an unused one stood, else after the others of the embedding's file.
        SequencedMap<String, Tensor> tensors(SafetensorsFile shard) {
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>(shard.tensors());
            untied.filter(head -> head.file.equals(shard.path()))
                    .ifPresent(head -> tensors.put(HEAD_WEIGHT, head.embedding));
            return tensors;
        }

        private static Tensor embedding(LoraAdapter adapter, WeightShards shards) {
            return EMBEDDINGS.stream()
                    .flatMap(name -> Optional.ofNullable(shards.tensors().get(name)).stream())
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new AdapterException(
                                            adapter.directory(),
                                            HEAD,
                                            "a tied head whose embedding is one of " + EMBEDDINGS,
                                            "a base model without these"));
        }

        /// The weight of a module; models are stored with or without the name of their body.
        private static Tensor weight(
                LoraAdapter adapter, LoraFactors factors, String module, WeightShards shards) {
            String name = module + ".weight";
            Tensor weight = shards.tensors().get(name);
            if (weight == null) {
                weight = shards.tensors().get(name.substring(name.indexOf('.') + 1));
            }
            if (weight == null) {
                throw new AdapterException(
                        adapter.directory(),
                        factors.module(),
                        "a module of the base model in %s, which has %s"
                                .formatted(
                                        shards.directory(),
                                        new TreeMap<>(shards.tensors()).firstKey()),
                        "no weight %s: an adapter of another base model".formatted(name));
            }
            return weight;
        }

        private static void requireShape(
                LoraAdapter adapter, LoraFactors factors, Tensor weight, boolean transposed) {
            if (!weight.dtype().isWeight()) {
                throw new AdapterException(
                        weight.file(),
                        weight.name(),
                        "F32, F16 or BF16 (merge into the model that was not quantised)",
                        weight.dtype().toString());
            }
            Shape shape =
                    transposed
                            ? Shape.of(factors.in(), factors.out())
                            : Shape.of(factors.out(), factors.in());
            if (!weight.shape().equals(shape)) {
                throw new AdapterException(
                        adapter.directory(),
                        factors.module(),
                        "%s of shape %s, as in the base model"
                                .formatted(transposed ? "(B·A)ᵀ" : "B·A", weight.shape()),
                        shape + ": an adapter of another base model");
            }
        }
    }
}
