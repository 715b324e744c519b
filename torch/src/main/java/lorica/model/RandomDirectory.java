package lorica.model;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import lorica.storage.WholeFile;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import lorica.tensor.WeightShards;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A model directory of random BF16 weights in the file layout of large models: shards and an
/// index. For measuring what loading and running a shape costs; the weights mean nothing.
///
/// Weights repeat a block of draws from N(0, `initialDeviation`²), so that writing is as fast as
/// the disk.
public final class RandomDirectory {
    private static final int BLOCK = 1 << 20;

    private RandomDirectory() {}

    /// Writes `config.json`, the shards and their index into an existing, empty directory.
    ///
    /// @param shardBytes the most bytes of a shard, but for a tensor that is larger alone
    public static void write(
            Path directory, ModelConfig config, long shardBytes, RandomGenerator random)
            throws IOException {
        List<List<TensorSpec>> shards = shards(config, shardBytes);
        short[] block = block(config, random);
        ObjectNode index = JsonMapper.shared().createObjectNode();
        ObjectNode weightMap = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
            shards.get(i).forEach(spec -> weightMap.put(spec.name(), name));
            write(directory.resolve(name), shards.get(i), block);
        }
        Files.writeString(directory.resolve(WeightShards.INDEX), index.toString());
        WholeFile.write(directory.resolve(ModelConfigFile.NAME), ModelConfigFile.render(config));
    }

    private static List<List<TensorSpec>> shards(ModelConfig config, long shardBytes) {
        List<List<TensorSpec>> shards = new ArrayList<>();
        List<TensorSpec> current = new ArrayList<>();
        long bytes = 0;
        for (Map.Entry<String, Shape> weight : Layout.shapes(config).entrySet()) {
            TensorSpec spec = new TensorSpec(weight.getKey(), Dtype.BF16, weight.getValue());
            if (!current.isEmpty() && bytes + spec.bytes() > shardBytes) {
                shards.add(current);
                current = new ArrayList<>();
                bytes = 0;
            }
            current.add(spec);
            bytes += spec.bytes();
        }
        shards.add(current);
        return shards;
    }

    /// The upper halves of F32 draws.
    private static short[] block(ModelConfig config, RandomGenerator random) {
        short[] block = new short[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            float value = (float) (config.initialDeviation() * random.nextGaussian());
            block[i] = (short) (Float.floatToRawIntBits(value) >>> 16);
        }
        return block;
    }

    private static void write(Path file, List<TensorSpec> specs, short[] block) throws IOException {
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(file, specs, new LinkedHashMap<>())) {
            for (TensorSpec spec : specs) {
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment bytes = arena.allocate(spec.bytes(), 8);
                    MemorySegment draws = MemorySegment.ofArray(block);
                    for (long at = 0; at < bytes.byteSize(); at += draws.byteSize()) {
                        long length = Math.min(draws.byteSize(), bytes.byteSize() - at);
                        MemorySegment.copy(draws, 0, bytes, at, length);
                    }
                    writer.write(spec.name(), bytes);
                }
            }
        }
    }
}
