package lorica.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The weights of a model directory: `model.safetensors`, or the shards that
/// `model.safetensors.index.json` lists.
///
/// Refused: an index without a map, a shard outside the directory or not there, a tensor that the
/// index places where it is not, and pickles.
///
/// @param shards the files by name; of a model without index the one file
/// @param tensors by name; where there is an index, those that it lists
public record WeightShards(
        Path directory,
        SortedMap<String, SafetensorsFile> shards,
        SortedMap<String, Tensor> tensors) {
    /// The one file of a model that is not sharded.
    public static final String WEIGHTS = "model.safetensors";

    /// The list of the shards of one that is.
    public static final String INDEX = "model.safetensors.index.json";

    public WeightShards {
        shards = Collections.unmodifiableSortedMap(new TreeMap<>(shards));
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    }

    /// Maps the files read-only; the tensors stay valid until `arena` closes.
    ///
    /// @throws SafetensorsException if the index or a file is broken
    /// @throws NoSuchFileException if the directory has no weights
    public static WeightShards map(Path directory, Arena arena) throws IOException {
        Path single = directory.resolve(WEIGHTS);
        if (Files.exists(single)) {
            SafetensorsFile file = SafetensorsFile.map(single, arena);
            return new WeightShards(
                    directory, new TreeMap<>(Map.of(WEIGHTS, file)), new TreeMap<>(file.tensors()));
        }
        Path index = directory.resolve(INDEX);
        if (!Files.exists(index)) {
            throw missing(directory, single);
        }
        SortedMap<String, SafetensorsFile> shards = new TreeMap<>();
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Map.Entry<String, String> entry : weightMap(index).entrySet()) {
            String shard = entry.getValue();
            SafetensorsFile file = shards.get(shard);
            if (file == null) {
                file = SafetensorsFile.map(shard(directory, shard), arena);
                shards.put(shard, file);
            }
            tensors.put(entry.getKey(), file.tensor(entry.getKey()));
        }
        return new WeightShards(directory, shards, tensors);
    }

    /// Whether an index lists the files.
    public boolean indexed() {
        return !shards.containsKey(WEIGHTS);
    }

    private static Map<String, String> weightMap(Path index) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(index));
        } catch (JacksonException e) {
            throw new SafetensorsException(index, "JSON", JsonFault.of(e));
        }
        Map<String, String> map = new TreeMap<>();
        root.path("weight_map")
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asString("")));
        if (map.isEmpty()) {
            throw new SafetensorsException(
                    index, "a weight_map of tensor names and their shards", "none");
        }
        return map;
    }

    private static Path shard(Path directory, String name) {
        Path file = directory.resolve(name).normalize();
        if (!directory.normalize().equals(file.getParent())) {
            throw new SafetensorsException(
                    directory.resolve(INDEX), "a weight_map of files of this folder", name);
        }
        if (!Files.exists(file)) {
            throw new SafetensorsException(
                    file, "this shard, which %s lists; fetch it again".formatted(INDEX), "none");
        }
        return file;
    }

    private static IOException missing(Path directory, Path single) {
        Path pickle = directory.resolve("pytorch_model.bin");
        if (Files.exists(pickle)) {
            throw new SafetensorsException(
                    pickle,
                    WEIGHTS
                            + " (a .bin file is a pickle and can run code when read; convert it"
                            + " with transformers: model.save_pretrained(dir))",
                    "pytorch_model.bin");
        }
        return new NoSuchFileException(
                single.toString(), null, "expected the model's weights, this file or " + INDEX);
    }
}
