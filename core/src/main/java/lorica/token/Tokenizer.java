package lorica.token;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import lorica.storage.Checksum;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The base model's tokenizer: text ↔ token ids, as the Hugging Face `tokenizers` library
/// computes them.
///
/// Special tokens are never added by [#encode]: whoever joins texts decides on the BOS. No
/// padding, no truncation. One instance serves any number of threads.
public final class Tokenizer implements AutoCloseable {
    /// Of a tokenizer.json; the largest known have 35 MB.
    private static final int LARGEST = 1 << 27;

    /// Histograms have this length; the largest known vocabularies have 262,144 ids.
    private static final int MOST_IDS = 1 << 24;

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
            throw new TokenizerException(
                    file,
                    "a tokenizer.json (take the base model's own)",
                    String.valueOf(e.getMessage()));
        }
    }

    /// Token ids of `text`, no special token added.
    public int[] encode(String text) {
        return encode(text, false);
    }

    /// Asks the native library for the ids alone: the wrapper's own `encode` also builds strings,
    /// masks and character spans of every token, which takes two to four times as long.
    private int[] encode(String text, boolean special) {
        long encoding = TokenizersLibrary.LIB.encode(tokenizer.getHandle(), text, special);
        try {
            return narrow(TokenizersLibrary.LIB.getTokenIds(encoding));
        } finally {
            TokenizersLibrary.LIB.deleteEncoding(encoding);
        }
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
        int[] ids = encode("", true);
        return ids.length == 0 ? OptionalInt.empty() : OptionalInt.of(ids[0]);
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

    /// What a `tokenizer.json` declares.
    ///
    /// @param vocabulary number of ids: the highest id + 1
    /// @param checksum of the file
    /// @param ids id of every token by its text
    public record Declaration(int vocabulary, Checksum checksum, Map<String, Integer> ids) {
        /// The id of a token.
        ///
        /// @param token as the file writes it, for instance `<s>`
        public OptionalInt id(String token) {
            Integer id = ids.get(token);
            return id == null ? OptionalInt.empty() : OptionalInt.of(id);
        }
    }

    private static int id(Path file, String token, JsonNode id) {
        if (!id.isIntegralNumber()
                || !id.canConvertToInt()
                || id.intValue() < 0
                || id.intValue() >= MOST_IDS) {
            throw new TokenizerException(
                    file,
                    "ids from 0 to %,d (is it the base model's own tokenizer.json?)"
                            .formatted(MOST_IDS - 1),
                    "%s for '%.40s'".formatted(id.isMissingNode() ? "none" : id.toString(), token));
        }
        return id.intValue();
    }

    /// Reads the vocabulary that a `tokenizer.json` declares, without starting the tokenizer.
    public static Declaration declaration(Path file) throws IOException {
        byte[] bytes = SmallFile.read(file, LARGEST);
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(bytes);
        } catch (JacksonException e) {
            throw new TokenizerException(
                    file, "JSON (take the base model's own tokenizer.json)", JsonFault.of(e));
        }
        Map<String, Integer> ids = new HashMap<>();
        JsonNode vocabulary = root.path("model").path("vocab");
        if (vocabulary.isArray()) {
            int next = 0;
            for (JsonNode piece : vocabulary) { // Unigram: a list of [piece, score]
                ids.put(piece.path(0).asString(""), next++);
            }
        }
        for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
            ids.put(token.getKey(), id(file, token.getKey(), token.getValue()));
        }
        for (JsonNode token : root.path("added_tokens")) {
            String text = token.path("content").asString("");
            ids.put(text, id(file, text, token.path("id")));
        }
        int highest = ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1);
        if (highest < 0) {
            throw new TokenizerException(
                    file,
                    "a vocabulary under model.vocab (take the base model's own tokenizer.json)",
                    "none");
        }
        return new Declaration(highest + 1, Checksum.ofBytes(bytes), Map.copyOf(ids));
    }
}
