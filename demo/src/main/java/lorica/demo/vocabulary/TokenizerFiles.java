package lorica.demo.vocabulary;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a vocabulary as `tokenizer.json` (Hugging Face tokenizers) and `tokenizer_config.json`.
///
/// GPT-2's cut into words, byte-level BPE, `<s>` before a text where special tokens are asked for.
/// decode(encode(x)) = x for every text.
public final class TokenizerFiles {
    private static final JsonMapper JSON = JsonMapper.shared();

    private TokenizerFiles() {}

    /// Writes both files into an existing folder.
    public static void write(BytePairVocabulary vocabulary, Path folder) throws IOException {
        write(folder.resolve("tokenizer.json"), tokenizer(vocabulary));
        ObjectNode config = JSON.createObjectNode();
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        config.put("bos_token", "<s>");
        config.put("eos_token", "</s>");
        config.put("unk_token", "<unk>");
        config.put("add_bos_token", true);
        config.put("add_eos_token", false);
        config.put("clean_up_tokenization_spaces", false);
        write(folder.resolve("tokenizer_config.json"), config);
    }

    private static void write(Path file, ObjectNode content) throws IOException {
        Files.writeString(
                file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private static ObjectNode tokenizer(BytePairVocabulary vocabulary) {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < BytePairVocabulary.SPECIAL.size(); id++) {
            ObjectNode token = added.addObject();
            token.put("id", id);
            token.put("content", BytePairVocabulary.SPECIAL.get(id));
            token.put("single_word", false);
            token.put("lstrip", false);
            token.put("rstrip", false);
            token.put("normalized", false);
            token.put("special", true);
        }
        root.putNull("normalizer");
        ObjectNode words = root.putObject("pre_tokenizer");
        words.put("type", "ByteLevel");
        words.put("add_prefix_space", false);
        words.put("trim_offsets", true);
        words.put("use_regex", true);
        root.set("post_processor", beginningOfText());
        ObjectNode decoder = root.putObject("decoder");
        decoder.put("type", "ByteLevel");
        decoder.put("add_prefix_space", false);
        decoder.put("trim_offsets", true);
        decoder.put("use_regex", true);
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", "<unk>");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.tokens().size(); id++) {
            ids.put(vocabulary.tokens().get(id), id);
        }
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merges::add);
        return root;
    }

    private static ObjectNode beginningOfText() {
        ObjectNode processor = JSON.createObjectNode();
        processor.put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        special(single, 0);
        sequence(single, "A", 0);
        ArrayNode pair = processor.putArray("pair");
        special(pair, 0);
        sequence(pair, "A", 0);
        special(pair, 1);
        sequence(pair, "B", 1);
        ObjectNode begin = processor.putObject("special_tokens").putObject("<s>");
        begin.put("id", "<s>");
        begin.putArray("ids").add(1);
        begin.putArray("tokens").add("<s>");
        return processor;
    }

    private static void special(ArrayNode template, int type) {
        template.addObject().putObject("SpecialToken").put("id", "<s>").put("type_id", type);
    }

    private static void sequence(ArrayNode template, String id, int type) {
        template.addObject().putObject("Sequence").put("id", id).put("type_id", type);
    }
}
