package lorica.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The weight files of a model directory: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` lists. Every tensor is checked against the configuration.
final class ModelFiles {
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private ModelFiles() {}

    /// Maps the weights, in the order of [Layout#shapes].
    static SequencedMap<String, Tensor> map(Path directory, ModelConfig config, Arena arena)
            throws IOException {
        Map<String, Tensor> found = tensors(directory, arena);
        SequencedMap<String, Tensor> weights = new LinkedHashMap<>();
        for (Map.Entry<String, Shape> expected : Layout.shapes(config).entrySet()) {
            String name = expected.getKey();
            Tensor tensor = found.remove(name);
            if (tensor == null) {
                throw new ModelException(
                        directory,
                        name,
                        "this tensor, which " + ModelConfigFile.NAME + " implies",
                        found.isEmpty() ? "no tensors" : "others, such as " + first(found));
            }
            if (!tensor.dtype().isWeight()) {
                throw new ModelException(
                        tensor.file(),
                        name,
                        "dtype F32, F16 or BF16; convert the model (quantised ones are not read)",
                        tensor.dtype().toString());
            }
            if (!tensor.shape().equals(expected.getValue())) {
                throw new ModelException(
                        tensor.file(),
                        name,
                        "shape %s, which %s implies"
                                .formatted(expected.getValue(), ModelConfigFile.NAME),
                        tensor.shape().toString());
            }
            weights.put(name, tensor);
        }
        refuseRest(found, config);
        return weights;
    }

    /// A weight that would go unused means mathematics that Lorica does not do.
    private static void refuseRest(Map<String, Tensor> rest, ModelConfig config) {
        if (config.tiedHead()) {
            rest.remove(Layout.HEAD);
        }
        rest.keySet().removeIf(name -> name.endsWith(".rotary_emb.inv_freq"));
        if (!rest.isEmpty()) {
            String name = first(rest);
            throw new ModelException(
                    rest.values().iterator().next().file(),
                    name,
                    "only the weights of " + config.architecture().className(),
                    "%d more: the model computes something that is not known here"
                            .formatted(rest.size()));
        }
    }

    private static String first(Map<String, Tensor> tensors) {
        return tensors.keySet().iterator().next();
    }

    private static Map<String, Tensor> tensors(Path directory, Arena arena) throws IOException {
        Path single = directory.resolve(WEIGHTS);
        if (Files.exists(single)) {
            return new TreeMap<>(SafetensorsFile.map(single, arena).tensors());
        }
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            throw missing(directory, single);
        }
        Map<String, Tensor> tensors = new TreeMap<>();
        Map<String, SafetensorsFile> shards = new HashMap<>();
        for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
            String shard = entry.getValue();
            SafetensorsFile file = shards.get(shard);
            if (file == null) {
                file = SafetensorsFile.map(shard(directory, shard), arena);
                shards.put(shard, file);
            }
            tensors.put(entry.getKey(), file.tensor(entry.getKey()));
        }
        return tensors;
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(index));
        } catch (JacksonException e) {
            throw new ModelException(index, "content", "JSON", JsonFault.of(e));
        }
        Map<String, String> map = new TreeMap<>();
        root.path("weight_map")
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asString("")));
        if (map.isEmpty()) {
            throw new ModelException(index, "weight_map", "tensor names and their shards", "none");
        }
        return map;
    }

    private static Path shard(Path directory, String name) {
        Path file = directory.resolve(name).normalize();
        if (!directory.normalize().equals(file.getParent())) {
            throw new ModelException(
                    directory.resolve(INDEX), "weight_map", "files of this folder", name);
        }
        if (!Files.exists(file)) {
            throw new ModelException(
                    file,
                    "shard",
                    "this file, which %s lists; fetch it again".formatted(INDEX),
                    "none");
        }
        return file;
    }

    private static IOException missing(Path directory, Path single) {
        Path pickle = directory.resolve("pytorch_model.bin");
        if (Files.exists(pickle)) {
            throw new ModelException(
                    pickle,
                    "weights",
                    WEIGHTS
                            + " (a .bin file is a pickle and can run code when read; convert it"
                            + " with transformers: model.save_pretrained(dir))",
                    "pytorch_model.bin");
        }
        return new NoSuchFileException(
                single.toString(), null, "expected the model's weights, this file or " + INDEX);
    }
}
