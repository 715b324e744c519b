package lorica.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import lorica.adapter.AdapterException;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The small files of a model directory, which a merged model takes over: configuration, tokenizer,
/// licence.
record BaseModelFiles(Path directory) {
    private static final String CONFIG = "config.json";
    private static final String TIED = "tie_word_embeddings";

    /// What `transformers` and other readers look for beside the weights.
    private static final Pattern TAKEN =
            Pattern.compile(
                    "config\\.json|generation_config\\.json|tokenizer\\.json|tokenizer_config\\.json"
                            + "|tokenizer\\.model|special_tokens_map\\.json|added_tokens\\.json"
                            + "|vocab\\.json|vocab\\.txt|merges\\.txt|chat_template\\.(jinja|json)"
                            + "|(LICENSE|LICENCE|NOTICE|USE_POLICY)[A-Za-z._-]{0,20}");

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// Copies them; links are followed.
    void copyTo(Path target) throws IOException {
        for (Path file : listed()) {
            Files.copy(file, target.resolve(file.getFileName()));
        }
    }

    private List<Path> listed() throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> TAKEN.matcher(file.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /// Whether the configuration says that the head is the embedding; GPT-2's is where nothing is
    /// said.
    boolean tied() throws IOException {
        JsonNode root = config();
        return root.path(TIED).asBoolean(root.path("model_type").asString("").equals("gpt2"));
    }

    /// Writes the configuration anew, of a model whose head is its own.
    void writeUntied(Path target) throws IOException {
        JsonNode root = config();
        if (root instanceof ObjectNode object) {
            object.put(TIED, false);
        }
        Files.writeString(target.resolve(CONFIG), JSON.writeValueAsString(root) + "\n");
    }

    private JsonNode config() throws IOException {
        Path file = directory.resolve(CONFIG);
        try {
            JsonNode root = JSON.readTree(SmallFile.read(file));
            if (!root.isObject()) {
                throw new AdapterException(file, "content", "a JSON object", "another value");
            }
            return root;
        } catch (JacksonException e) {
            throw new AdapterException(file, "content", "JSON", JsonFault.of(e));
        }
    }
}
