package lorica.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import lorica.adapter.AdapterException;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `config.json` says of a base model whose architecture is llama.cpp's `llama`: the extents
/// that its linear maps have, and the heads that the rows of two of them belong to.
///
/// @param layers number of blocks
/// @param heads of queries
/// @param keyValueHeads of keys and values
/// @param headDimension rows a head
record LlamaBase(
        Path file,
        int hidden,
        int intermediate,
        int layers,
        int heads,
        int keyValueHeads,
        int headDimension) {
    static final String CONFIG = "config.json";

    /// llama.cpp's name of the architecture.
    static final String ARCHITECTURE = "llama";

    /// Those that llama.cpp turns into `llama`, with the same permutation of rows.
    private static final List<String> KNOWN = List.of("LlamaForCausalLM", "MistralForCausalLM");

    static LlamaBase read(Path directory) throws IOException {
        Path file = directory.resolve(CONFIG);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected the base model's config.json");
        }
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(file));
        } catch (JacksonException e) {
            throw new AdapterException(file, "content", "JSON", JsonFault.of(e));
        }
        String architecture = root.path("architectures").path(0).asString("");
        if (!KNOWN.contains(architecture)) {
            throw new AdapterException(
                    file,
                    "architectures",
                    "one of %s: of others the order of rows is not known here; convert with llama.cpp's convert_lora_to_gguf.py"
                            .formatted(KNOWN),
                    root.path("architectures").toString());
        }
        int hidden = extent(file, root, "hidden_size");
        int heads = extent(file, root, "num_attention_heads");
        boolean mistral = architecture.startsWith("Mistral");
        LlamaBase base =
                new LlamaBase(
                        file,
                        hidden,
                        extent(file, root, "intermediate_size"),
                        extent(file, root, "num_hidden_layers"),
                        heads,
                        given(root, "num_key_value_heads")
                                ? extent(file, root, "num_key_value_heads")
                                : mistral ? 8 : heads,
                        given(root, "head_dim") ? extent(file, root, "head_dim") : hidden / heads);
        if (base.headDimension % 2 != 0) {
            throw new AdapterException(
                    file, "head_dim", "an even number", String.valueOf(base.headDimension));
        }
        return base;
    }

    private static boolean given(JsonNode root, String name) {
        return !root.path(name).isMissingNode() && !root.path(name).isNull();
    }

    private static int extent(Path file, JsonNode root, String name) {
        JsonNode node = root.path(name);
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
            throw new AdapterException(
                    file,
                    name,
                    "an integer of at least 1",
                    node.isMissingNode() ? "no such field" : node.toString());
        }
        return node.intValue();
    }
}
