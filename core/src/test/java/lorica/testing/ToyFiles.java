package lorica.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Real files of a very small world: a byte-level tokenizer, datasets, adapters of random numbers.
///
/// ```
/// base-model/tokenizer.json      256 bytes and a BOS
/// datasets/<id>/train.jsonl      12 rows each, of three kinds
/// datasets/<id>/test.jsonl       12 more
/// adapters/<id>/                 rank 4, alpha 8, two modules of 16 × 16; A shared by all
/// my-data.jsonl                  like `add-1`, in no adapter's training data
/// ```
///
/// @param root the folder that holds them
public record ToyFiles(Path root) {
    /// The name of the base model, as the adapters state it.
    public static final String BASE = "toy/base-model";

    public static final List<String> IDS =
            List.of("add-1", "add-2", "colour-1", "colour-2", "upper-1", "upper-2");

    private static final int RANK = 4;
    private static final int WIDTH = 16;
    private static final List<String> MODULES =
            List.of(
                    "base_model.model.model.layers.0.self_attn.q_proj",
                    "base_model.model.model.layers.0.self_attn.v_proj");

    /// Writes the whole world below a folder.
    public static ToyFiles write(Path root) throws IOException {
        Files.createDirectories(root.resolve("base-model"));
        Files.writeString(root.resolve("base-model/tokenizer.json"), tokenizer());
        for (int i = 0; i < IDS.size(); i++) {
            String id = IDS.get(i);
            Path dataset = Files.createDirectories(root.resolve("datasets").resolve(id));
            Files.write(dataset.resolve("train.jsonl"), rows(id, i));
            Files.write(dataset.resolve("test.jsonl"), rows(id, 100 + i));
            adapter(root.resolve("adapters").resolve(id), BASE, i);
        }
        Files.write(root.resolve("my-data.jsonl"), rows("add-1", 99));
        return new ToyFiles(root);
    }

    public Path baseModel() {
        return root.resolve("base-model");
    }

    public Path tokenizerFile() {
        return baseModel().resolve("tokenizer.json");
    }

    public Path adapters() {
        return root.resolve("adapters");
    }

    public Path datasets() {
        return root.resolve("datasets");
    }

    public Path dataset(String id) {
        return datasets().resolve(id).resolve("train.jsonl");
    }

    public Path newDataset() {
        return root.resolve("my-data.jsonl");
    }

    /// Rows of the kind that an id begins with.
    public static List<String> rows(String id, long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int a = random.nextInt(90);
            int b = random.nextInt(90);
            String word = "" + (char) ('a' + a % 26) + (char) ('a' + b % 26);
            rows.add(
                    switch (id.charAt(0)) {
                        case 'a' -> row(a + " plus " + b, "" + (a + b));
                        case 'c' -> row("colour of " + word, a % 2 == 0 ? "red" : "blue");
                        default -> row("upper " + word, word.toUpperCase(java.util.Locale.ROOT));
                    });
        }
        return rows;
    }

    private static String row(String input, String output) {
        return "{\"input\": \"%s\", \"output\": [\"%s\"]}".formatted(input, output);
    }

    /// Writes one adapter of random numbers: the same A for every seed, another B.
    public static void adapter(Path directory, String base, long seed) throws IOException {
        adapter(directory, base, seed, 7);
    }

    /// Writes one adapter of random numbers.
    ///
    /// @param seed of B
    /// @param initialisation seed of A
    public static void adapter(Path directory, String base, long seed, long initialisation)
            throws IOException {
        Files.createDirectories(directory);
        PeftDirectory.writeConfig(
                directory,
                LoraConfig.of(
                        base, RANK, 8, new TargetModules.Listed(List.of("q_proj", "v_proj"))));
        Random shared = new Random(initialisation);
        Random own = new Random(seed);
        List<TensorSpec> specs = new ArrayList<>();
        for (String module : MODULES) {
            specs.addAll(PeftDirectory.specs(module, Dtype.F32, RANK, WIDTH, WIDTH));
        }
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (String module : MODULES) {
                writer.write(PeftDirectory.keyA(module), numbers(shared));
                writer.write(PeftDirectory.keyB(module), numbers(own));
            }
        }
    }

    private static float[] numbers(Random random) {
        float[] numbers = new float[RANK * WIDTH];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (0.02 * random.nextGaussian());
        }
        return numbers;
    }

    /// A byte-level BPE without merges, in the alphabet of GPT-2: id = place in that alphabet + 1.
    private static String tokenizer() {
        StringBuilder vocabulary = new StringBuilder("\"<s>\": 0");
        int substitute = 256;
        for (int value = 0; value < 256; value++) {
            boolean printable =
                    (value >= '!' && value <= '~')
                            || (value >= 0xA1 && value <= 0xAC)
                            || value >= 0xAE;
            char shown = (char) (printable ? value : substitute++);
            String escaped = shown == '"' || shown == '\\' ? "\\" + shown : "" + shown;
            vocabulary.append(", \"").append(escaped).append("\": ").append(value + 1);
        }
        return """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [{"id": 0, "content": "<s>", "single_word": false, "lstrip": false,
                           "rstrip": false, "normalized": false, "special": true}],
         "normalizer": null,
         "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false,
                           "trim_offsets": true, "use_regex": true},
         "post_processor": {"type": "TemplateProcessing",
           "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                      {"Sequence": {"id": "A", "type_id": 0}}],
           "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
           "special_tokens": {"<s>": {"id": "<s>", "ids": [0], "tokens": ["<s>"]}}},
         "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true,
                     "use_regex": true},
         "model": {"type": "BPE", "dropout": null, "unk_token": null,
                   "continuing_subword_prefix": null, "end_of_word_suffix": null,
                   "fuse_unk": false, "byte_fallback": false,
                   "vocab": {%s}, "merges": []}}
        """
                .formatted(vocabulary);
    }
}
