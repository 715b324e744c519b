package lorica.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfig;
import lorica.model.ModelConfig.Architecture;
import lorica.model.RopeScaling;

/// A random model of a few thousand weights with a word-level tokenizer, made in a test's folder.
public final class TinyModel {
    /// Ids 0 to 3 of the tokenizer; words follow.
    public static final List<String> SPECIAL = List.of("<pad>", "<s>", "</s>", "<unk>");

    public static final int CONTEXT = 48;

    private TinyModel() {}

    /// Hidden 16, 2 layers, 4 heads sharing 2 keys, 32 ids.
    public static ModelConfig config() {
        return config(OptionalInt.empty());
    }

    public static ModelConfig config(OptionalInt window) {
        return new ModelConfig(
                Architecture.MISTRAL,
                new ModelConfig.Sizes(16, 24, 2, 4, 2, 4, 32),
                CONTEXT,
                1e-5,
                10_000,
                new RopeScaling.Plain(),
                window,
                false,
                OptionalInt.of(1),
                List.of(2),
                0.3);
    }

    /// A model that the toy world's tokenizer and adapters fit: 257 ids, maps of 16 × 16.
    public static ModelConfig toyWorld() {
        return new ModelConfig(
                Architecture.MISTRAL,
                new ModelConfig.Sizes(16, 24, 1, 4, 4, 4, 257),
                256,
                1e-5,
                10_000,
                new RopeScaling.Plain(),
                OptionalInt.empty(),
                true,
                OptionalInt.of(0),
                List.of(0),
                0.3);
    }

    /// Writes the weights alone, beside a tokenizer that is there.
    public static void writeWeights(Path directory, ModelConfig config) throws IOException {
        try (CausalLanguageModel model =
                CausalLanguageModel.random(config, new SplittableRandom(7))) {
            model.save(directory, Map.of());
        }
    }

    /// Writes the model and its tokenizer.
    public static Path write(Path directory) throws IOException {
        return write(directory, config());
    }

    public static Path write(Path directory, ModelConfig config) throws IOException {
        Files.createDirectories(directory);
        writeWeights(directory, config);
        writeTokenizer(directory, config.sizes().vocabulary());
        return directory;
    }

    /// Words `w4` … separated by spaces, BOS in front.
    public static void writeTokenizer(Path directory, int vocabulary) throws IOException {
        StringBuilder vocab = new StringBuilder();
        StringBuilder added = new StringBuilder();
        for (int id = 0; id < vocabulary; id++) {
            String word = id < SPECIAL.size() ? SPECIAL.get(id) : "w" + id;
            vocab.append(id == 0 ? "" : ",").append("\"%s\":%d".formatted(word, id));
            if (id < SPECIAL.size()) {
                added.append(id == 0 ? "" : ",")
                        .append(
                                """
                                {"id":%d,"content":"%s","single_word":false,"lstrip":false,\
                                "rstrip":false,"normalized":false,"special":true}"""
                                        .formatted(id, word));
            }
        }
        Files.writeString(
                directory.resolve("tokenizer.json"),
                """
                {"version":"1.0","truncation":null,"padding":null,"added_tokens":[%s],\
                "normalizer":null,"pre_tokenizer":{"type":"Whitespace"},"post_processor":\
                {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},\
                {"Sequence":{"id":"A","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},\
                {"Sequence":{"id":"B","type_id":1}}],"special_tokens":{"<s>":{"id":"<s>",\
                "ids":[1],"tokens":["<s>"]}}},"decoder":null,"model":{"type":"WordLevel",\
                "vocab":{%s},"unk_token":"<unk>"}}"""
                        .formatted(added, vocab),
                UTF_8);
    }
}
