package lorica.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import lorica.model.ModelConfig.Architecture;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `config.json` in and out.
///
/// Absent fields take the defaults of `transformers`. A field that would change the mathematics
/// is refused by name unless its value is the neutral one; fields that change nothing are ignored.
public final class ModelConfigFile {
    public static final String NAME = "config.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// Fields of other members of the family, each with the values that leave the mathematics as
    /// it is (as JSON text; null and absence always do).
    private static final Map<String, Set<String>> NEUTRAL =
            Map.ofEntries(
                    Map.entry("hidden_act", Set.of("\"silu\"", "\"swish\"")),
                    Map.entry("hidden_activation", Set.of("\"silu\"", "\"swish\"")),
                    Map.entry("attention_bias", Set.of("false")),
                    Map.entry("mlp_bias", Set.of("false")),
                    Map.entry("use_bias", Set.of("false")),
                    Map.entry("qkv_bias", Set.of("false")),
                    Map.entry("attention_dropout", Set.of("0", "0.0")),
                    Map.entry("hidden_dropout", Set.of("0", "0.0")),
                    Map.entry("resid_pdrop", Set.of("0", "0.0")),
                    Map.entry("embd_pdrop", Set.of("0", "0.0")),
                    Map.entry("partial_rotary_factor", Set.of("1", "1.0")),
                    Map.entry("attn_logit_softcapping", Set.of()),
                    Map.entry("final_logit_softcapping", Set.of()),
                    Map.entry("query_pre_attn_scalar", Set.of()),
                    Map.entry("clip_qkv", Set.of()),
                    Map.entry("logit_scale", Set.of("1", "1.0")),
                    Map.entry("logits_scaling", Set.of("1", "1.0")),
                    Map.entry("residual_multiplier", Set.of("1", "1.0")),
                    Map.entry("embedding_multiplier", Set.of("1", "1.0")),
                    Map.entry("attention_multiplier", Set.of()),
                    Map.entry("scale_emb", Set.of("1", "1.0")),
                    Map.entry("scale_depth", Set.of("1", "1.0")),
                    Map.entry("num_experts", Set.of("0")),
                    Map.entry("num_local_experts", Set.of("0")),
                    Map.entry("n_routed_experts", Set.of("0")),
                    Map.entry("q_lora_rank", Set.of()),
                    Map.entry("kv_lora_rank", Set.of()),
                    Map.entry("use_qk_norm", Set.of("false")),
                    Map.entry("qk_norm", Set.of("false")),
                    Map.entry("qk_layernorm", Set.of("false")),
                    Map.entry("use_sliding_window", Set.of("false", "true")),
                    Map.entry("layer_types", Set.of()),
                    Map.entry("no_rope_layers", Set.of()),
                    Map.entry("rope_interleaved", Set.of("false")),
                    Map.entry("is_decoder", Set.of("true", "false")),
                    Map.entry("add_cross_attention", Set.of("false")),
                    Map.entry("quantization_config", Set.of()));

    private ModelConfigFile() {}

    /// @throws ModelException if the model is not one that Lorica can compute exactly
    public static ModelConfig read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected the model's config.json");
        }
        JsonNode root;
        try {
            root = JSON.readTree(SmallFile.read(file));
        } catch (JacksonException e) {
            throw new ModelException(file, "content", "JSON", JsonFault.of(e));
        }
        Architecture architecture = architecture(file, root);
        NEUTRAL.forEach((name, neutral) -> requireNeutral(file, root.path(name), name, neutral));
        int hidden = integer(file, root, "hidden_size");
        int heads = integer(file, root, "num_attention_heads");
        boolean mistral = architecture == Architecture.MISTRAL;
        try {
            return new ModelConfig(
                    architecture,
                    new ModelConfig.Sizes(
                            hidden,
                            integer(file, root, "intermediate_size"),
                            integer(file, root, "num_hidden_layers"),
                            heads,
                            optional(file, root, "num_key_value_heads").orElse(mistral ? 8 : heads),
                            optional(file, root, "head_dim")
                                    .orElseGet(() -> headDimension(file, hidden, heads)),
                            integer(file, root, "vocab_size")),
                    optional(file, root, "max_position_embeddings")
                            .orElse(mistral ? 131_072 : 2048),
                    number(file, root, "rms_norm_eps", 1e-6),
                    ropeTheta(file, root),
                    ropeScaling(file, root),
                    mistral ? slidingWindow(file, root) : OptionalInt.empty(),
                    flag(file, root, "tie_word_embeddings"),
                    optional(file, root, "bos_token_id"),
                    ends(file, root.path("eos_token_id")),
                    number(file, root, "initializer_range", 0.02));
        } catch (IllegalArgumentException e) {
            throw new ModelException(
                    file, "content", "a consistent configuration", String.valueOf(e.getMessage()));
        }
    }

    private static int headDimension(Path file, int hidden, int heads) {
        if (hidden % heads != 0) {
            throw new ModelException(
                    file,
                    "hidden_size",
                    "a multiple of num_attention_heads " + heads + ", or a head_dim",
                    String.valueOf(hidden));
        }
        return hidden / heads;
    }

    /// Absent, Mistral's window is 4096; null means none.
    private static OptionalInt slidingWindow(Path file, JsonNode root) {
        return root.has("sliding_window")
                ? optional(file, root, "sliding_window")
                : OptionalInt.of(4096);
    }

    private static Architecture architecture(Path file, JsonNode root) {
        JsonNode names = root.path("architectures");
        String type = root.path("model_type").asString("");
        for (Architecture architecture : Architecture.values()) {
            boolean listed = names.isArray() && !names.isEmpty();
            boolean named =
                    listed
                            ? names.get(0).asString("").equals(architecture.className())
                            : type.equals(architecture.modelType());
            if (named) {
                return architecture;
            }
        }
        throw new ModelException(
                file,
                "architectures",
                "one of "
                        + Stream.of(Architecture.values()).map(Architecture::className).toList()
                        + "; other mathematics is not known here",
                names.isMissingNode() ? "model_type '" + type + "'" : names.toString());
    }

    private static void requireNeutral(Path file, JsonNode node, String name, Set<String> neutral) {
        if (node.isMissingNode() || node.isNull() || neutral.contains(node.toString())) {
            return;
        }
        throw new ModelException(
                file,
                name,
                neutral.isEmpty()
                        ? "no such field: it changes the mathematics"
                        : "one of %s: another value changes the mathematics"
                                .formatted(neutral.stream().sorted().toList()),
                node.toString());
    }

    private static double ropeTheta(Path file, JsonNode root) {
        JsonNode parameters = root.path("rope_parameters").path("rope_theta");
        return parameters.isNumber()
                ? parameters.asDouble()
                : number(file, root, "rope_theta", 10_000);
    }

    private static double number(Path file, JsonNode root, String name, double otherwise) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw new ModelException(file, name, "a number", node.toString());
        }
        return node.doubleValue();
    }

    private static boolean flag(Path file, JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (!node.isMissingNode() && !node.isNull() && !node.isBoolean()) {
            throw new ModelException(file, name, "true or false", node.toString());
        }
        return node.asBoolean(false);
    }

    private static RopeScaling ropeScaling(Path file, JsonNode root) {
        String name = root.path("rope_parameters").isObject() ? "rope_parameters" : "rope_scaling";
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return new RopeScaling.Plain();
        }
        String type = node.path("rope_type").asString(node.path("type").asString("default"));
        return switch (type) {
            case "default" -> new RopeScaling.Plain();
            case "linear" -> new RopeScaling.Linear(number(file, node, name, "factor"));
            case "llama3" ->
                    new RopeScaling.Llama3(
                            number(file, node, name, "factor"),
                            number(file, node, name, "low_freq_factor"),
                            number(file, node, name, "high_freq_factor"),
                            (int) number(file, node, name, "original_max_position_embeddings"));
            default ->
                    throw new ModelException(
                            file,
                            name + ".rope_type",
                            "one of [default, linear, llama3]",
                            '"' + type + '"');
        };
    }

    private static double number(Path file, JsonNode node, String parent, String name) {
        if (!node.path(name).isNumber()) {
            throw new ModelException(
                    file, parent + "." + name, "a number", node.path(name).toString());
        }
        return node.path(name).asDouble();
    }

    private static int integer(Path file, JsonNode root, String name) {
        return optional(file, root, name)
                .orElseThrow(() -> new ModelException(file, name, "an integer", "no such field"));
    }

    private static OptionalInt optional(Path file, JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalInt.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new ModelException(file, name, "an integer", node.toString());
        }
        return OptionalInt.of(node.intValue());
    }

    private static List<Integer> ends(Path file, JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<Integer> ends = new ArrayList<>();
        for (JsonNode id : node.isArray() ? node : List.of(node)) {
            if (!id.isIntegralNumber()) {
                throw new ModelException(
                        file, "eos_token_id", "an integer or a list of them", node.toString());
            }
            ends.add(id.intValue());
        }
        return ends;
    }

    /// The text of a `config.json` that [#read] and `transformers` read back as this model, with
    /// weights stored in F32.
    public static String render(ModelConfig config) {
        ModelConfig.Sizes sizes = config.sizes();
        ObjectNode root = JSON.createObjectNode();
        root.putArray("architectures").add(config.architecture().className());
        root.put("model_type", config.architecture().modelType());
        root.put("hidden_size", sizes.hidden());
        root.put("intermediate_size", sizes.intermediate());
        root.put("num_hidden_layers", sizes.layers());
        root.put("num_attention_heads", sizes.heads());
        root.put("num_key_value_heads", sizes.keyValueHeads());
        root.put("head_dim", sizes.headDimension());
        root.put("vocab_size", sizes.vocabulary());
        root.put("max_position_embeddings", config.context());
        root.put("rms_norm_eps", config.normEpsilon());
        root.put("rope_theta", config.ropeTheta());
        switch (config.ropeScaling()) {
            case RopeScaling.Plain plain -> root.putNull("rope_scaling");
            case RopeScaling.Linear linear ->
                    root.putObject("rope_scaling")
                            .put("rope_type", "linear")
                            .put("type", "linear")
                            .put("factor", linear.factor());
            case RopeScaling.Llama3 llama3 ->
                    root.putObject("rope_scaling")
                            .put("rope_type", "llama3")
                            .put("factor", llama3.factor())
                            .put("low_freq_factor", llama3.lowFrequencyFactor())
                            .put("high_freq_factor", llama3.highFrequencyFactor())
                            .put("original_max_position_embeddings", llama3.originalContext());
        }
        if (config.architecture() == Architecture.MISTRAL) {
            config.slidingWindow()
                    .ifPresentOrElse(
                            window -> root.put("sliding_window", window),
                            () -> root.putNull("sliding_window"));
        }
        root.put("hidden_act", "silu");
        root.put("attention_bias", false);
        root.put("attention_dropout", 0.0);
        root.put("tie_word_embeddings", config.tiedHead());
        config.beginning().ifPresent(id -> root.put("bos_token_id", id));
        if (config.ends().size() == 1) {
            root.put("eos_token_id", config.ends().getFirst());
        } else if (!config.ends().isEmpty()) {
            config.ends().forEach(root.putArray("eos_token_id")::add);
        }
        root.put("initializer_range", config.initialDeviation());
        root.put("torch_dtype", "float32");
        root.put("use_cache", true);
        return JSON.writeValueAsString(root) + "\n";
    }
}
