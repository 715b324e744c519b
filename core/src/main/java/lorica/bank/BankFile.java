package lorica.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.adapter.PeftDirectory;
import lorica.dataset.TrainingText;
import lorica.storage.Checksum;
import lorica.storage.JsonFault;
import lorica.storage.WholeFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `bank.json` in and out; docs/formats.md describes it.
final class BankFile {
    static final String NAME = "bank.json";
    private static final String FORMAT = "lorica-bank";
    private static final int VERSION = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private BankFile() {}

    record Content(BankHeader header, List<BankEntry> entries) {}

    /// Understands the bytes of a `bank.json`.
    ///
    /// @throws BankException if they are damaged or of a newer version
    static Content parse(Path file, byte[] bytes) {
        Fields root;
        try {
            root = new Fields(file, "bank", JSON.readTree(bytes));
        } catch (JacksonException e) {
            throw new BankException(
                    file,
                    "content",
                    "JSON (the file is damaged: make the bank again, or restore it from a backup)",
                    JsonFault.of(e));
        }
        if (!root.optional("format").equals(Optional.of(FORMAT))) {
            throw new BankException(
                    file, "format", FORMAT, root.optional("format").orElse("no such field"));
        }
        if (root.integer("version") != VERSION) {
            throw new BankException(
                    file,
                    "version",
                    VERSION + " (a newer Lorica may have written it: update Lorica)",
                    String.valueOf(root.integer("version")));
        }
        try {
            BankHeader header = header(root);
            List<BankEntry> entries = new ArrayList<>();
            for (JsonNode node : root.list("entries")) {
                entries.add(entry(file, node));
            }
            return new Content(header, entries);
        } catch (IllegalArgumentException e) {
            throw new BankException(
                    file,
                    "content",
                    "a whole bank (restore it from a backup, or make it again)",
                    String.valueOf(e.getMessage()));
        }
    }

    private static BankHeader header(Fields root) {
        Fields base = root.object("base");
        Fields tokenizer = root.object("tokenizer");
        Fields text = root.object("text");
        return new BankHeader(
                new BaseModel(base.optional("name"), base.optional("directory").map(Path::of)),
                new Checksum(tokenizer.text("sha256")),
                tokenizer.count("vocabulary"),
                new TrainingText(text.text("separator"), text.text("terminator")),
                text.has("bos") ? OptionalInt.of(text.count("bos")) : OptionalInt.empty(),
                root.optional("template"));
    }

    private static BankEntry entry(Path file, JsonNode node) {
        String id = new Fields(file, "an entry", node).text("id");
        Fields entry = new Fields(file, "entry '" + id + "'", node);
        Fields adapter = entry.object("adapter");
        Path directory = path(adapter, "directory");
        List<String> kinds = new ArrayList<>();
        for (JsonNode kind : adapter.list("kinds")) {
            kinds.add(kind.asString(""));
        }
        return new BankEntry(
                id,
                new AdapterReference(
                        directory,
                        reference(
                                directory.resolve(PeftDirectory.WEIGHTS),
                                adapter.object("weights")),
                        reference(
                                directory.resolve(PeftDirectory.CONFIG), adapter.object("config")),
                        new AdapterShape(
                                adapter.text("base"),
                                adapter.count("rank"),
                                adapter.real("alpha"),
                                adapter.count("modules"),
                                kinds,
                                adapter.integer("parameters"))),
                entry.has("dataset")
                        ? Optional.of(dataset(entry.object("dataset")))
                        : Optional.empty(),
                new EntryNotes(
                        entry.optional("licence"),
                        entry.optional("family"),
                        entry.optional("source")),
                entry.has("hub") ? Optional.of(origin(entry.object("hub"))) : Optional.empty());
    }

    private static HubOrigin origin(Fields hub) {
        return new HubOrigin(
                pin(hub.object("adapter")),
                hub.has("dataset") ? Optional.of(pin(hub.object("dataset"))) : Optional.empty());
    }

    private static HubOrigin.Pin pin(Fields fields) {
        return new HubOrigin.Pin(fields.text("repository"), fields.text("commit"));
    }

    private static FileReference dataset(Fields fields) {
        return reference(path(fields, "path"), fields);
    }

    /// A relative path means a copy that the bank owns and deletes: it must not lead elsewhere.
    private static Path path(Fields fields, String name) {
        Path path = Path.of(fields.text(name));
        if (!path.isAbsolute() && (path.startsWith("..") || !path.equals(path.normalize()))) {
            throw new BankException(
                    fields.file(),
                    fields.what() + ": " + name,
                    "an absolute path, or one within the bank (add the entry again)",
                    path.toString());
        }
        return path;
    }

    private static FileReference reference(Path path, Fields fields) {
        return new FileReference(
                path,
                fields.integer("bytes"),
                fields.integer("modified"),
                new Checksum(fields.text("sha256")));
    }

    static void write(Path file, Content content) throws IOException {
        WholeFile.write(file, render(content));
    }

    static String render(Content content) {
        BankHeader header = content.header();
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("version", VERSION);
        ObjectNode base = root.putObject("base");
        base.put("name", header.base().name().orElse(null));
        base.put("directory", header.base().directory().map(Path::toString).orElse(null));
        root.putObject("tokenizer")
                .put("sha256", header.tokenizer().hex())
                .put("vocabulary", header.vocabulary());
        ObjectNode text =
                root.putObject("text")
                        .put("separator", header.text().separator())
                        .put("terminator", header.text().terminator());
        header.beginning().ifPresentOrElse(id -> text.put("bos", id), () -> text.putNull("bos"));
        root.put("template", header.template().orElse(null));
        var entries = root.putArray("entries");
        for (BankEntry entry : content.entries()) {
            put(entries.addObject(), entry);
        }
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, BankEntry entry) {
        AdapterReference adapter = entry.adapter();
        AdapterShape shape = adapter.shape();
        node.put("id", entry.id());
        ObjectNode where = node.putObject("adapter");
        where.put("directory", adapter.directory().toString())
                .put("base", shape.base())
                .put("rank", shape.rank())
                .put("alpha", shape.alpha())
                .put("modules", shape.modules());
        shape.kinds().forEach(where.putArray("kinds")::add);
        where.put("parameters", shape.parameters());
        put(where.putObject("weights"), adapter.weights());
        put(where.putObject("config"), adapter.config());
        entry.dataset()
                .ifPresent(
                        dataset -> {
                            ObjectNode fields = node.putObject("dataset");
                            fields.put("path", dataset.path().toString());
                            put(fields, dataset);
                        });
        entry.notes().licence().ifPresent(licence -> node.put("licence", licence));
        entry.notes().family().ifPresent(family -> node.put("family", family));
        entry.notes().source().ifPresent(source -> node.put("source", source));
        entry.hub().ifPresent(origin -> put(node.putObject("hub"), origin));
    }

    private static void put(ObjectNode node, HubOrigin origin) {
        put(node.putObject("adapter"), origin.adapter());
        origin.dataset().ifPresent(dataset -> put(node.putObject("dataset"), dataset));
    }

    private static void put(ObjectNode node, HubOrigin.Pin pin) {
        node.put("repository", pin.repository()).put("commit", pin.commit());
    }

    private static void put(ObjectNode node, FileReference reference) {
        node.put("bytes", reference.bytes())
                .put("modified", reference.modified())
                .put("sha256", reference.checksum().hex());
    }
}
