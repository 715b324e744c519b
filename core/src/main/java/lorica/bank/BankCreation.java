package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.TrainingText;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.token.TokenizerException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a new bank is made from. Where something is left open, the base model's own files decide.
///
/// @param base the base model's directory, or its name
/// @param name the base model's name, where the directory does not tell the one that adapters use
/// @param tokenizer a `tokenizer.json`; by default that of the base model's directory
/// @param vocabulary number of token ids; by default the larger of the tokenizer's and
///     `config.json`'s
public record BankCreation(
        String base,
        Optional<String> name,
        Optional<Path> tokenizer,
        TrainingText text,
        Beginning beginning,
        Optional<String> template,
        OptionalInt vocabulary) {
    private static final String CONFIG = "config.json";

    /// Everything but the base model as its files say; plain concatenation.
    public static BankCreation of(String base) {
        return new BankCreation(
                base,
                Optional.empty(),
                Optional.empty(),
                TrainingText.concatenation(),
                new Beginning.OfModel(),
                Optional.empty(),
                OptionalInt.empty());
    }

    /// A value with where it comes from, for the reader of the output.
    public record Decided<T>(T value, String source) {}

    /// A new bank, and how what was left open was decided.
    public record Created(
            Bank bank,
            Decided<BaseModel> base,
            Decided<Integer> vocabulary,
            Decided<OptionalInt> beginning) {}

    /// Makes the bank, with a copy of the tokenizer, whole or not at all.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if something stands in its place
    public Created create(Path directory) throws IOException {
        Optional<Path> model = modelDirectory();
        Path file =
                tokenizer
                        .or(() -> model.map(folder -> folder.resolve(Bank.TOKENIZER)))
                        .orElseThrow(
                                () ->
                                        new BankException(
                                                directory,
                                                "tokenizer",
                                                "--tokenizer FILE, because '%s' is no directory"
                                                        .formatted(base),
                                                "none"));
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(
                    file.toString(), null, "expected the base model's tokenizer.json");
        }
        Tokenizer.Declaration declaration = Tokenizer.declaration(file);
        Optional<ModelConfig> config = ModelConfig.in(model);
        Decided<BaseModel> decidedBase = decideBase(model, config);
        Decided<Integer> size = decideVocabulary(file, declaration.vocabulary(), config);
        Decided<OptionalInt> start = decideBeginning(file, declaration);
        BankHeader header =
                new BankHeader(
                        decidedBase.value(),
                        declaration.checksum(),
                        size.value(),
                        text,
                        start.value(),
                        template);
        Bank bank =
                new StatedBank(header, List.of(), Files.readAllBytes(file))
                        .create(directory, List.of());
        return new Created(bank, decidedBase, size, start);
    }

    private Optional<Path> modelDirectory() {
        Path folder = Path.of(base);
        return Files.isDirectory(folder)
                ? Optional.of(folder.toAbsolutePath().normalize())
                : Optional.empty();
    }

    private Decided<BaseModel> decideBase(Optional<Path> model, Optional<ModelConfig> config) {
        if (name.isPresent()) {
            return new Decided<>(new BaseModel(name, model), "--name");
        }
        if (model.isEmpty()) {
            return new Decided<>(BaseModel.named(base), "--base");
        }
        Optional<String> stated = config.flatMap(ModelConfig::name);
        return new Decided<>(
                new BaseModel(stated, model),
                stated.isPresent()
                        ? CONFIG + " says _name_or_path"
                        : "--base; the first adapter added brings the name");
    }

    private Decided<Integer> decideVocabulary(
            Path file, int declared, Optional<ModelConfig> config) {
        if (vocabulary.isPresent()) {
            if (vocabulary.getAsInt() < declared) {
                throw new TokenizerException(
                        file,
                        "at most %d token ids".formatted(vocabulary.getAsInt()),
                        declared + " of them");
            }
            return new Decided<>(vocabulary.getAsInt(), "--vocabulary");
        }
        int ofModel = config.map(ModelConfig::vocabulary).orElse(0);
        return ofModel > declared
                ? new Decided<>(ofModel, CONFIG + " says vocab_size")
                : new Decided<>(declared, "highest id of tokenizer.json + 1");
    }

    private Decided<OptionalInt> decideBeginning(Path file, Tokenizer.Declaration declaration)
            throws IOException {
        return switch (beginning) {
            case Beginning.None() -> new Decided<>(OptionalInt.empty(), "--bos none");
            case Beginning.Token(String token) ->
                    new Decided<>(id(file, declaration, token), "--bos");
            case Beginning.OfModel() -> ofModel(file, declaration);
        };
    }

    private static Decided<OptionalInt> ofModel(Path file, Tokenizer.Declaration declaration)
            throws IOException {
        TokenizerConfig config = TokenizerConfig.beside(file);
        if (config.addsBeginning().isPresent()) {
            String source = TokenizerConfig.NAME + " says add_bos_token";
            if (!config.addsBeginning().get()) {
                return new Decided<>(OptionalInt.empty(), source + " false");
            }
            String token =
                    config.beginning()
                            .orElseThrow(
                                    () ->
                                            new TokenizerException(
                                                    file.resolveSibling(TokenizerConfig.NAME),
                                                    "bos_token beside add_bos_token (or pass"
                                                            + " --bos)",
                                                    "none"));
            return new Decided<>(
                    id(file, declaration, token), "%s and bos_token %s".formatted(source, token));
        }
        try (Tokenizer opened = Tokenizer.open(file)) {
            OptionalInt leading = opened.leadingSpecialToken();
            return new Decided<>(
                    leading,
                    leading.isPresent()
                            ? "the tokenizer's post-processor puts it"
                            : "neither " + TokenizerConfig.NAME + " nor the tokenizer puts one");
        }
    }

    private static OptionalInt id(Path file, Tokenizer.Declaration declaration, String token) {
        OptionalInt id = declaration.id(token);
        if (id.isEmpty()) {
            throw new TokenizerException(
                    file, "the BOS token '%s' in the vocabulary".formatted(token), "no such token");
        }
        return id;
    }

    /// What `config.json` of a base model says.
    private record ModelConfig(Optional<String> name, int vocabulary) {
        static Optional<ModelConfig> in(Optional<Path> model) throws IOException {
            Optional<Path> file =
                    model.map(folder -> folder.resolve(CONFIG)).filter(Files::isRegularFile);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            JsonNode root;
            try {
                root = JsonMapper.shared().readTree(SmallFile.read(file.get()));
            } catch (JacksonException e) {
                throw new BankException(file.get(), "content", "JSON", JsonFault.of(e));
            }
            String stated = root.path("_name_or_path").asString("");
            return Optional.of(
                    new ModelConfig(
                            stated.isBlank() ? Optional.empty() : Optional.of(stated),
                            root.path("vocab_size").asInt(0)));
        }
    }
}
