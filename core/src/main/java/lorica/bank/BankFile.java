package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;
import lorica.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `bank.json` in and out; docs/formats.md describes it.
final class BankFile {
    static final String NAME = "bank.json";
    private static final int VERSION = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BankFile() {}

    record Content(BankHeader header, List<BankEntry> entries) {}

    static Content read(Path file) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new BankException(file, "content", "JSON", e.getOriginalMessage());
        }
        if (root.path("version").asInt(-1) != VERSION) {
            throw new BankException(
                    file, "version", String.valueOf(VERSION), root.path("version").toString());
        }
        JsonNode text = root.path("text");
        JsonNode bos = text.path("bos");
        BankHeader header =
                new BankHeader(
                        string(file, root, "base"),
                        new Checksum(string(file, root.path("tokenizer"), "sha256")),
                        root.path("tokenizer").path("vocabulary").asInt(0),
                        new TrainingText(
                                string(file, text, "separator"), string(file, text, "terminator")),
                        bos.isInt() ? OptionalInt.of(bos.intValue()) : OptionalInt.empty());
        List<BankEntry> entries = new ArrayList<>();
        for (JsonNode node : root.path("entries")) {
            JsonNode dataset = node.path("dataset");
            entries.add(
                    new BankEntry(
                            string(file, node, "id"),
                            Path.of(string(file, node, "adapter")),
                            reference(file, node.path("weights")),
                            dataset.isObject()
                                    ? Optional.of(reference(file, dataset))
                                    : Optional.empty()));
        }
        return new Content(header, entries);
    }

    private static FileReference reference(Path file, JsonNode node) {
        return new FileReference(
                Path.of(string(file, node, "path")),
                node.path("bytes").asLong(-1),
                new Checksum(string(file, node, "sha256")));
    }

    private static String string(Path file, JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw new BankException(file, name, "a string", value.toString());
        }
        return value.stringValue();
    }

    static void write(Path file, Content content) throws IOException {
        BankHeader header = content.header();
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("base", header.base());
        root.putObject("tokenizer")
                .put("sha256", header.tokenizer().hex())
                .put("vocabulary", header.vocabulary());
        ObjectNode text =
                root.putObject("text")
                        .put("separator", header.text().separator())
                        .put("terminator", header.text().terminator());
        header.beginning().ifPresentOrElse(id -> text.put("bos", id), () -> text.putNull("bos"));
        var entries = root.putArray("entries");
        for (BankEntry entry : content.entries()) {
            ObjectNode node = entries.addObject();
            node.put("id", entry.id()).put("adapter", entry.adapter().toString());
            put(node.putObject("weights"), entry.weights());
            entry.dataset().ifPresent(dataset -> put(node.putObject("dataset"), dataset));
        }
        WholeFile.write(file, JSON.writeValueAsString(root) + "\n");
    }

    private static void put(ObjectNode node, FileReference reference) {
        node.put("path", reference.path().toString())
                .put("bytes", reference.bytes())
                .put("sha256", reference.checksum().hex());
    }
}
