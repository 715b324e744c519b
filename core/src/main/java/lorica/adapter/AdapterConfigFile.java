package lorica.adapter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `adapter_config.json` in and out. Absent fields take PEFT's defaults; unknown fields are
/// ignored.
final class AdapterConfigFile {
    static final String NAME = "adapter_config.json";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    private AdapterConfigFile() {}

    /// Initialisations that change the base model's weights, so that the factors alone mean
    /// nothing.
    private static final Set<String> CHANGE_THE_BASE =
            Set.of("pissa", "olora", "corda", "loftq", "lora_ga");

    /// @param restricted true if `layers_to_transform` or `exclude_modules` narrow `target_modules`
    record Content(LoraConfig config, boolean restricted) {}

    static Content read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(SmallFile.read(file));
        } catch (JacksonException e) {
            throw new AdapterException(file, "content", "JSON", JsonFault.of(e));
        }
        if (!root.isObject()) {
            throw new AdapterException(
                    file, "content", "a JSON object, as PEFT saves it", found(root));
        }
        refuseOtherMethods(file, root);
        double rank = number(file, root, "r", 8);
        if (rank != (int) rank || rank < 1) {
            throw new AdapterException(
                    file,
                    "r",
                    "an integer >= 1, the rank of the weights",
                    root.path("r").toString());
        }
        LoraConfig config =
                new LoraConfig(
                        root.path("base_model_name_or_path").asString(""),
                        text(root.path("revision")),
                        text(root.path("task_type")),
                        (int) rank,
                        number(file, root, "lora_alpha", 8),
                        flag(file, root, "use_rslora")
                                ? LoraConfig.Scaling.RANK_STABILISED
                                : LoraConfig.Scaling.LORA,
                        number(file, root, "lora_dropout", 0),
                        flag(file, root, "fan_in_fan_out"),
                        targetModules(file, root.path("target_modules")),
                        ranks(file, root),
                        alphas(file, root));
        boolean restricted =
                given(root.path("layers_to_transform")) || given(root.path("exclude_modules"));
        return new Content(config, restricted);
    }

    /// Names every feature that a sum of `s·B·A` would silently drop.
    private static void refuseOtherMethods(Path file, JsonNode root) {
        if (!root.path("peft_type").asString("LORA").equals("LORA")) {
            throw new AdapterException(
                    file,
                    "peft_type",
                    "LORA (no other method is mixed)",
                    root.path("peft_type").toString());
        }
        refuse(file, root, "use_dora", "a plain LoRA adapter (merge DoRA with PEFT first)");
        refuse(file, root, "use_qalora", "a plain LoRA adapter");
        refuse(file, root, "lora_bias", "an adapter without bias on B");
        String bias = root.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new AdapterException(
                    file, "bias", "\"none\" (Lorica would drop trained biases)", '"' + bias + '"');
        }
        refuseGiven(file, root, "modules_to_save", "Lorica would drop whole trained modules");
        refuseGiven(file, root, "trainable_token_indices", "Lorica would drop trained tokens");
        refuseGiven(file, root, "target_parameters", "Lorica mixes modules, not parameters");
        refuseGiven(file, root, "layer_replication", "the base model is another one then");
        refuseGiven(file, root, "alora_invocation_tokens", "the adapter acts on some tokens only");
        String start = root.path("init_lora_weights").asString("").toLowerCase(Locale.ROOT);
        if (CHANGE_THE_BASE.stream().anyMatch(start::startsWith)) {
            throw new AdapterException(
                    file,
                    "init_lora_weights",
                    "an initialisation that leaves the base model's weights as they are (convert"
                            + " with PEFT: save_pretrained(dir,"
                            + " path_initial_model_for_weight_conversion=…))",
                    '"' + start + '"');
        }
    }

    private static String found(JsonNode root) {
        return root.isMissingNode() ? "an empty file" : root.isArray() ? "a list" : root.toString();
    }

    private static void refuse(Path file, JsonNode root, String flag, String expected) {
        if (flag(file, root, flag)) {
            throw new AdapterException(file, flag, expected, "true");
        }
    }

    private static void refuseGiven(Path file, JsonNode root, String field, String reason) {
        if (given(root.path(field))) {
            throw new AdapterException(
                    file, field, "null (" + reason + ")", root.path(field).toString());
        }
    }

    /// True unless absent, null or empty.
    private static boolean given(JsonNode node) {
        return !node.isMissingNode()
                && !node.isNull()
                && !(node.isContainer() && node.isEmpty())
                && !(node.isString() && node.stringValue().isEmpty());
    }

    private static double number(Path file, JsonNode root, String field, double otherwise) {
        JsonNode node = root.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        return number(file, field, node);
    }

    private static double number(Path file, String field, JsonNode node) {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw new AdapterException(file, field, "a number", node.toString());
        }
        return node.doubleValue();
    }

    private static boolean flag(Path file, JsonNode root, String field) {
        JsonNode node = root.path(field);
        if (node.isMissingNode() || node.isNull()) {
            return false;
        }
        if (!node.isBoolean()) {
            throw new AdapterException(file, field, "true or false", node.toString());
        }
        return node.booleanValue();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static TargetModules targetModules(Path file, JsonNode node) {
        if (node.isString()) {
            return new TargetModules.Expression(node.stringValue());
        }
        if (node.isNull() || node.isMissingNode()) {
            return new TargetModules.Listed(List.of());
        }
        if (!node.isArray()) {
            throw new AdapterException(
                    file, "target_modules", "a string or a list of strings", node.toString());
        }
        List<String> names = new ArrayList<>();
        for (JsonNode name : node) {
            if (!name.isString()) {
                throw new AdapterException(
                        file, "target_modules", "a string or a list of strings", node.toString());
            }
            names.add(name.stringValue());
        }
        return new TargetModules.Listed(names);
    }

    private static SequencedMap<String, Integer> ranks(Path file, JsonNode root) {
        SequencedMap<String, Integer> ranks = new LinkedHashMap<>();
        pattern(file, root, "rank_pattern")
                .forEach(
                        (key, rank) -> {
                            if (rank != rank.intValue() || rank < 1) {
                                throw new AdapterException(
                                        file,
                                        "rank_pattern, key '" + key + "'",
                                        "an integer >= 1",
                                        rank.toString());
                            }
                            ranks.put(key, rank.intValue());
                        });
        return ranks;
    }

    private static SequencedMap<String, Double> alphas(Path file, JsonNode root) {
        return pattern(file, root, "alpha_pattern");
    }

    private static SequencedMap<String, Double> pattern(Path file, JsonNode root, String field) {
        SequencedMap<String, Double> pattern = new LinkedHashMap<>();
        JsonNode node = root.path(field);
        if (!node.isObject() && !node.isNull() && !node.isMissingNode()) {
            throw new AdapterException(
                    file, field, "an object from module names to numbers", node.toString());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            String key = property.getKey();
            try {
                NamePattern.of(key);
            } catch (IllegalArgumentException e) {
                throw new AdapterException(
                        file,
                        field,
                        "keys that are regular expressions of at most %,d characters"
                                .formatted(NamePattern.LONGEST),
                        "'%.40s'".formatted(key));
            }
            pattern.put(key, number(file, field + ", key '" + key + "'", property.getValue()));
        }
        return pattern;
    }

    static String render(LoraConfig config) {
        ObjectNode root = JSON.createObjectNode();
        ObjectNode alphaPattern = root.putObject("alpha_pattern");
        config.alphaPattern().forEach((module, alpha) -> putNumber(alphaPattern, module, alpha));
        root.put("base_model_name_or_path", config.baseModel());
        root.put("bias", "none");
        root.put("fan_in_fan_out", config.fanInFanOut());
        root.put("inference_mode", true);
        root.put("init_lora_weights", true);
        putNumber(root, "lora_alpha", config.alpha());
        root.put("lora_dropout", config.dropout());
        root.putNull("modules_to_save");
        root.put("peft_type", "LORA");
        root.put("r", config.rank());
        ObjectNode rankPattern = root.putObject("rank_pattern");
        config.rankPattern().forEach(rankPattern::put);
        root.put("revision", config.revision().orElse(null));
        switch (config.targetModules()) {
            case TargetModules.Listed listed ->
                    listed.names().forEach(root.putArray("target_modules")::add);
            case TargetModules.Expression expression ->
                    root.put("target_modules", expression.regex());
        }
        root.put("task_type", config.taskType().orElse(null));
        root.put("use_dora", false);
        root.put("use_rslora", config.scaling() == LoraConfig.Scaling.RANK_STABILISED);
        return JSON.writeValueAsString(root) + "\n";
    }

    /// Whole numbers are written as integers: PEFT before 0.11 declares lora_alpha an int.
    private static void putNumber(ObjectNode node, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            node.put(name, (int) value);
        } else {
            node.put(name, value);
        }
    }
}
