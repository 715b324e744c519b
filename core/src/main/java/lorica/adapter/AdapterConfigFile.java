package lorica.adapter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `adapter_config.json` in and out. Absent fields take PEFT's defaults; unknown fields are
/// ignored.
final class AdapterConfigFile {
    static final String NAME = "adapter_config.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private AdapterConfigFile() {}

    static LoraConfig read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new AdapterException(file, "content", "JSON", e.getOriginalMessage());
        }
        if (!root.path("peft_type").asString("LORA").equals("LORA")) {
            throw new AdapterException(
                    file, "peft_type", "LORA", root.path("peft_type").toString());
        }
        refuse(file, root, "use_dora", "a plain LoRA adapter (merge DoRA with PEFT first)");
        refuse(file, root, "lora_bias", "an adapter without bias on B");
        String bias = root.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new AdapterException(
                    file, "bias", "\"none\" (Lorica would drop trained biases)", '"' + bias + '"');
        }
        JsonNode saved = root.path("modules_to_save");
        if (saved.isArray() && !saved.isEmpty()) {
            throw new AdapterException(
                    file,
                    "modules_to_save",
                    "null (Lorica would drop whole trained modules)",
                    saved.toString());
        }
        JsonNode rank = root.path("r");
        if (!rank.isIntegralNumber() || rank.asInt(0) < 1) {
            throw new AdapterException(file, "r", "an integer >= 1", rank.toString());
        }
        return new LoraConfig(
                root.path("base_model_name_or_path").asString(""),
                text(root.path("revision")),
                text(root.path("task_type")),
                rank.intValue(),
                root.path("lora_alpha").asDouble(8),
                root.path("use_rslora").asBoolean(false)
                        ? LoraConfig.Scaling.RANK_STABILISED
                        : LoraConfig.Scaling.LORA,
                root.path("lora_dropout").asDouble(0),
                root.path("fan_in_fan_out").asBoolean(false),
                targetModules(file, root.path("target_modules")),
                pattern(root.path("rank_pattern"), JsonNode::asInt),
                pattern(root.path("alpha_pattern"), JsonNode::asDouble));
    }

    private static void refuse(Path file, JsonNode root, String flag, String expected) {
        if (root.path(flag).asBoolean(false)) {
            throw new AdapterException(file, flag, expected, "true");
        }
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

    private static <T> SortedMap<String, T> pattern(JsonNode node, Function<JsonNode, T> value) {
        SortedMap<String, T> pattern = new TreeMap<>();
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            pattern.put(property.getKey(), value.apply(property.getValue()));
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
