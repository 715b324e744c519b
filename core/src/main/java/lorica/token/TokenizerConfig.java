package lorica.token;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the `tokenizer_config.json` beside a tokenizer says of the beginning of a text.
///
/// @param addsBeginning `add_bos_token`; empty when the file does not say
/// @param beginning `bos_token`
public record TokenizerConfig(Optional<Boolean> addsBeginning, Optional<String> beginning) {
    public static final String NAME = "tokenizer_config.json";

    /// Reads the file in the tokenizer's folder; where there is none, nothing is said.
    ///
    /// @throws TokenizerException if it is not JSON
    public static TokenizerConfig beside(Path tokenizer) throws IOException {
        Path file = tokenizer.resolveSibling(NAME);
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(file));
        } catch (NoSuchFileException e) {
            return new TokenizerConfig(Optional.empty(), Optional.empty());
        } catch (JacksonException e) {
            throw new TokenizerException(file, "JSON (take the base model's own)", JsonFault.of(e));
        }
        JsonNode adds = root.path("add_bos_token");
        JsonNode token = root.path("bos_token");
        JsonNode text = token.isObject() ? token.path("content") : token; // AddedToken or string
        return new TokenizerConfig(
                adds.isBoolean() ? Optional.of(adds.booleanValue()) : Optional.empty(),
                text.isString() ? Optional.of(text.stringValue()) : Optional.empty());
    }

    /// The id that stands before a text: the one that `add_bos_token` asks for, else the one that
    /// the tokenizer's own post-processor puts; empty where there is neither.
    ///
    /// @throws TokenizerException if the file asks for a token that it does not name
    public static OptionalInt beginning(Tokenizer tokenizer) throws IOException {
        TokenizerConfig config = beside(tokenizer.file());
        if (config.addsBeginning().isEmpty()) {
            return tokenizer.leadingSpecialToken();
        }
        if (!config.addsBeginning().get()) {
            return OptionalInt.empty();
        }
        String token = config.beginning().orElse("");
        OptionalInt id = Tokenizer.declaration(tokenizer.file()).id(token);
        if (id.isEmpty()) {
            throw new TokenizerException(
                    tokenizer.file().resolveSibling(NAME),
                    "a bos_token of the vocabulary beside add_bos_token",
                    "'" + token + "'");
        }
        return id;
    }
}
