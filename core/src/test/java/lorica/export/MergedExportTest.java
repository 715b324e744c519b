package lorica.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsException;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.Tensor;
import lorica.tensor.TensorSpec;
import lorica.tensor.WeightShards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Merged weights are W + s·B·A, everything else is the base's, byte for byte.
class MergedExportTest {
    private static final String UP = "model.layers.0.mlp.up_proj";
    private static final String HEAD = "lm_head.weight";
    private static final String EMBEDDING = "model.embed_tokens.weight";
    private static final String INDEX = "model.safetensors.index.json";

    @TempDir private Path folder;

    private Path base(String config) throws IOException {
        Path base = Files.createDirectories(folder.resolve("base"));
        Files.writeString(base.resolve("config.json"), config);
        Files.writeString(base.resolve("tokenizer.json"), "{}");
        Files.writeString(base.resolve("LICENSE"), "a licence");
        Files.writeString(base.resolve("pytorch_model.bin"), "not to be taken over");
        return base;
    }

    private static void weights(Path file, Dtype dtype, String... names) throws IOException {
        weights(file, dtype, Shape.of(6, 10), names);
    }

    private static void weights(Path file, Dtype dtype, Shape shape, String... names)
            throws IOException {
        List<TensorSpec> specs = new ArrayList<>();
        for (String name : names) {
            specs.add(new TensorSpec(name, dtype, shape));
        }
        SplittableRandom random = new SplittableRandom(3);
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(file, specs, Map.of("format", "pt", "x", "y"))) {
            for (TensorSpec spec : specs) {
                float[] values = new float[(int) shape.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                writer.write(spec.name(), values);
            }
        }
    }

    private static RandomAdapter of(String module, int out, int in) {
        return RandomAdapter.of(Map.of("base_model.model." + module, List.of(out, in)));
    }

    private MergedExport.Written merge(RandomAdapter adapter, int threads) throws IOException {
        Path directory = folder.resolve("adapter");
        if (!Files.exists(directory)) {
            adapter.write(directory, Dtype.F32);
        }
        return new MergedExport(threads, Progress.SILENT)
                .write(directory, folder.resolve("base"), folder.resolve("merged"));
    }

    private static float[] read(Path directory, String tensor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Tensor found = WeightShards.map(directory, arena).tensors().get(tensor);
            return Optional.ofNullable(found).orElseThrow().toFloats();
        }
    }

    /// `W + s·B·A` by its words, in the adapter's orientation or turned.
    private float[] expected(float[] base, int rows, int columns, boolean turned)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            LoraFactors factors =
                    PeftDirectory.read(folder.resolve("adapter"), arena)
                            .modules()
                            .firstEntry()
                            .getValue();
            float[] a = factors.a().toFloats();
            float[] b = factors.b().toFloats();
            float[] sum = new float[base.length];
            for (int i = 0; i < rows; i++) {
                for (int t = 0; t < columns; t++) {
                    double update = 0;
                    for (int k = 0; k < factors.rank(); k++) {
                        update +=
                                turned
                                        ? b[t * factors.rank() + k] * (double) a[k * rows + i]
                                        : b[i * factors.rank() + k] * (double) a[k * columns + t];
                    }
                    sum[i * columns + t] =
                            (float) (base[i * columns + t] + factors.scaling() * update);
                }
            }
            return sum;
        }
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i]).isCloseTo(expected[i], within(1e-6f));
        }
    }

    @Test
    void shardsAndIndexStayAsTheyAreAndUntouchedShardsAreCopied() throws IOException {
        Path base = base("{\"model_type\": \"llama\"}");
        weights(base.resolve("model-1.safetensors"), Dtype.F32, EMBEDDING, "model.norm.weight");
        weights(base.resolve("model-2.safetensors"), Dtype.F32, UP + ".weight", "z", HEAD);
        Files.writeString(
                base.resolve(INDEX),
                """
                {"metadata": {"total_size": 1200}, "weight_map": {
                "model.embed_tokens.weight": "model-1.safetensors",
                "model.norm.weight": "model-1.safetensors", "z": "model-2.safetensors",
                "lm_head.weight": "model-2.safetensors",
                "model.layers.0.mlp.up_proj.weight": "model-2.safetensors"}}""");
        MergedExport.Written written = merge(of(UP, 6, 10), 2);
        Path merged = folder.resolve("merged");
        assertThat(written)
                .isEqualTo(new MergedExport.Written(merged, 1, 2, written.bytes(), false));
        for (String same :
                List.of("model-1.safetensors", INDEX, "config.json", "tokenizer.json", "LICENSE")) {
            assertThat(merged.resolve(same)).hasSameBinaryContentAs(base.resolve(same));
        }
        try (var files = Files.list(merged)) {
            assertThat(files).hasSize(6);
        }
        assertThat(merged.resolve("model-2.safetensors"))
                .hasSize(Files.size(base.resolve("model-2.safetensors")));
        assertThat(read(merged, "z")).isEqualTo(read(base, "z"));
        assertClose(
                read(merged, UP + ".weight"), expected(read(base, UP + ".weight"), 6, 10, false));
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBytes() throws IOException {
        Path base = base("{\"model_type\": \"llama\"}");
        weights(base.resolve("model.safetensors"), Dtype.BF16, UP + ".weight");
        merge(of(UP, 6, 10), 1);
        byte[] one = Files.readAllBytes(folder.resolve("merged/model.safetensors"));
        WholeDirectory.delete(folder.resolve("merged"));
        merge(of(UP, 6, 10), 3);
        assertThat(folder.resolve("merged/model.safetensors")).hasBinaryContent(one);
    }

    /// Two rows a block, and a last one of one row.
    @Test
    void aWeightOfManyBlocksIsSummedInEachOfThem() throws IOException {
        int width = 1 << 19;
        Path base = base("{\"model_type\": \"llama\"}");
        String name = UP + ".weight";
        weights(base.resolve("model.safetensors"), Dtype.F32, Shape.of(5, width), name);
        MergedExport.Written written = merge(of(UP, 5, width), 2);
        Path merged = folder.resolve("merged");
        assertThat(written.bytes()).isEqualTo(Files.size(merged.resolve("model.safetensors")));
        assertClose(read(merged, name), expected(read(base, name), 5, width, false));
    }

    @Test
    void aHeadOfItsOwnIsMergedWhereItStands() throws IOException {
        Path base = base("{\"model_type\": \"llama\"}");
        weights(base.resolve("model.safetensors"), Dtype.F32, EMBEDDING, HEAD);
        Files.createDirectory(base.resolve("tokenizer_config.json")); // no file, not taken over
        assertThat(merge(of("lm_head", 6, 10), 1).untied()).isFalse();
        Path merged = folder.resolve("merged");
        assertThat(read(merged, EMBEDDING)).isEqualTo(read(base, EMBEDDING));
        assertClose(read(merged, HEAD), expected(read(base, HEAD), 6, 10, false));
        assertThat(merged.resolve("config.json"))
                .hasSameBinaryContentAs(base.resolve("config.json"));
    }

    @Test
    void transposedMapsGetTheTransposedUpdate() throws IOException {
        Path base = base("{\"model_type\": \"gpt2\"}");
        weights(base.resolve("model.safetensors"), Dtype.F32, "h.0.attn.c_attn.weight");
        merge(of("transformer.h.0.attn.c_attn", 10, 6).asTransposed(), 1);
        String name = "h.0.attn.c_attn.weight";
        assertClose(read(folder.resolve("merged"), name), expected(read(base, name), 6, 10, true));
    }

    @Test
    void aTiedHeadBecomesAWeightOfItsOwn() throws IOException {
        Path base = base("{\"tie_word_embeddings\": true, \"vocab_size\": 6}");
        weights(base.resolve("model.safetensors"), Dtype.F32, EMBEDDING, "model.norm.weight");
        MergedExport.Written written = merge(of("lm_head", 6, 10), 1);
        assertThat(written.untied()).isTrue();
        Path merged = folder.resolve("merged");
        assertThat(read(merged, EMBEDDING)).isEqualTo(read(base, EMBEDDING));
        assertClose(read(merged, HEAD), expected(read(base, EMBEDDING), 6, 10, false));
        assertThat(Files.readString(merged.resolve("config.json")))
                .contains("\"tie_word_embeddings\" : false", "\"vocab_size\" : 6");
    }

    @Test
    void aTiedHeadOfAShardedModelIsListed() throws IOException {
        Path base = base("{\"tie_word_embeddings\": true}");
        weights(base.resolve("a.safetensors"), Dtype.F16, EMBEDDING);
        Files.writeString(
                base.resolve(INDEX),
                """
                {"metadata": {"total_size": 120},
                "weight_map": {"model.embed_tokens.weight": "a.safetensors"}}""");
        merge(of("lm_head", 6, 10), 1);
        Path merged = folder.resolve("merged");
        assertThat(Files.readString(merged.resolve(INDEX)))
                .isEqualTo(
                        "{\"metadata\":{\"total_size\":240},\"weight_map\":{\"model.embed_tokens.weight\":\"a.safetensors\",\"lm_head.weight\":\"a.safetensors\"}}");
        assertThat(read(merged, HEAD)).isNotEqualTo(read(merged, EMBEDDING));
    }

    @Test
    void aModuleThatTheBaseLacksIsRefused() throws IOException {
        Path base = base("{}");
        weights(base.resolve("model.safetensors"), Dtype.F32, UP + ".weight");
        assertThatThrownBy(() -> merge(of("model.layers.7.mlp.up_proj", 6, 10), 1))
                .isInstanceOf(AdapterException.class)
                .hasMessageContainingAll("layers.7", "another base model");
        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @Test
    void anUpdateOfAnotherShapeIsRefused() throws IOException {
        Path base = base("{}");
        weights(base.resolve("model.safetensors"), Dtype.F32, UP + ".weight");
        assertThatThrownBy(() -> merge(of(UP, 10, 6), 1))
                .hasMessageContainingAll(
                        "expected B·A of shape [6, 10]", "[10, 6]", "another base model");
    }

    @Test
    void quantisedWeightsAreRefused() throws IOException {
        Path base = base("{}");
        TensorSpec spec = new TensorSpec(UP + ".weight", Dtype.I8, Shape.of(6, 10));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        base.resolve("model.safetensors"), List.of(spec), Map.of())) {
            writer.write(spec.name(), MemorySegment.ofArray(new byte[60]));
        }
        assertThatThrownBy(() -> merge(of(UP, 6, 10), 1))
                .hasMessageContainingAll("I8", "not quantised");
    }

    @Test
    void aSumBeyondTheRangeOfF16LeavesNothingBehind() throws IOException {
        Path base = base("{}");
        weights(base.resolve("model.safetensors"), Dtype.F16, UP + ".weight");
        assertThatThrownBy(() -> merge(of(UP, 6, 10).withAlpha(1e9), 1))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContainingAll(UP, "F16");
        try (var left = Files.list(folder)) {
            assertThat(left).hasSize(2);
        }
    }
}
