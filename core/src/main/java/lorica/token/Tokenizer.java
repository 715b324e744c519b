package lorica.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import lorica.storage.Checksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The base model's tokenizer: text ↔ token ids, as the Hugging Face `tokenizers` library
/// computes them.
///
/// Special tokens are never added by [#encode]: whoever joins texts decides on the BOS. No
/// padding, no truncation. One instance serves any number of threads.
public final class Tokenizer implements AutoCloseable {
    private final Path file;
    private final HuggingFaceTokenizer tokenizer;

    private Tokenizer(Path file, HuggingFaceTokenizer tokenizer) {
        this.file = file;
        this.tokenizer = tokenizer;
    }

    /// Starts a tokenizer.
    ///
    /// @param file a `tokenizer.json`
    /// @throws TokenizerException if it is no tokenizer
    public static Tokenizer open(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected the base model's tokenizer.json");
        }
        try {
            return new Tokenizer(
                    file,
                    HuggingFaceTokenizer.builder(Map.of())
                            .optTokenizerPath(file)
                            .optAddSpecialTokens(false)
                            .optPadding(false)
                            .optTruncation(false)
                            .build());
        } catch (RuntimeException e) {
            throw new TokenizerException(file, "a tokenizer.json", String.valueOf(e.getMessage()));
        }
    }

    /// Token ids of `text`, no special token added.
    public int[] encode(String text) {
        return narrow(tokenizer.encode(text, false, false).getIds());
    }

    /// Text of token ids; special tokens are left out.
    public String decode(int[] ids) {
        long[] wide = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            wide[i] = ids[i];
        }
        return tokenizer.decode(wide, true);
    }

    /// The token that the tokenizer's own post-processor puts before a text, if it puts one.
    public OptionalInt leadingSpecialToken() {
        long[] ids = tokenizer.encode("", true, false).getIds();
        return ids.length == 0 ? OptionalInt.empty() : OptionalInt.of((int) ids[0]);
    }

    public Path file() {
        return file;
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    private static int[] narrow(long[] ids) {
        int[] narrow = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            narrow[i] = Math.toIntExact(ids[i]);
        }
        return narrow;
    }

    /// What a `tokenizer.json` declares: the number of ids (highest id + 1) and its checksum.
    public record Declaration(int vocabulary, Checksum checksum, Map<String, Integer> added) {
        public Declaration {
            added = Map.copyOf(added);
        }
    }

    /// Reads the vocabulary that a `tokenizer.json` declares, without starting the tokenizer.
    public static Declaration declaration(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new TokenizerException(file, "JSON", e.getOriginalMessage());
        }
        int highest = -1;
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) {
            highest = vocabulary.size() - 1; // Unigram: a list of [piece, score]
        }
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            highest = Math.max(highest, token.getValue().asInt(-1));
        }
        Map<String, Integer> added = new HashMap<>();
        for (JsonNode token : root.path("added_tokens")) {
            int id = token.path("id").asInt(-1);
            added.put(token.path("content").asString(""), id);
            highest = Math.max(highest, id);
        }
        if (highest < 0) {
            throw new TokenizerException(file, "a vocabulary under model.vocab", "none");
        }
        return new Declaration(highest + 1, Checksum.ofBytes(bytes), added);
    }
}
