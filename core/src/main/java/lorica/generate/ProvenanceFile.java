package lorica.generate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.adapter.AdapterException;
import lorica.dataset.PromptTemplate;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica.json` in and out; docs/formats.md describes it.
public final class ProvenanceFile {
    public static final String NAME = "lorica.json";

    private static final String FORMAT = "lorica-adapter";
    private static final int VERSION = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ProvenanceFile() {}

    /// The file's text.
    public static String render(Provenance provenance) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT)
                .put("version", VERSION)
                .put("lorica", provenance.version())
                .put("command", provenance.command())
                .put("baseModel", provenance.baseModel());
        root.putObject("dataset")
                .put("name", provenance.dataset().name())
                .put("form", provenance.dataset().form())
                .put("sha256", provenance.dataset().checksum().hex())
                .put("examples", provenance.dataset().examples())
                .put("tokens", provenance.dataset().tokens());
        root.putObject("bank")
                .put("name", provenance.bank().name())
                .put("sha256", provenance.bank().checksum().hex())
                .put("entries", provenance.bank().entries())
                .put("compared", provenance.bank().compared());
        put(root.putObject("choices"), provenance.choices());
        put(root.putObject("template"), provenance.template());
        put(root.putObject("result"), provenance.result());
        ArrayNode sources = root.putArray("sources");
        provenance.sources().forEach(source -> put(sources.addObject(), source));
        provenance.warnings().forEach(root.putArray("warnings")::add);
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, Provenance.Choices choices) {
        node.put("distance", choices.distance())
                .put("on", choices.on())
                .put("rule", choices.rule())
                .put("temperature", choices.temperature())
                .put("mixture", choices.mixture());
        choices.rank().ifPresent(rank -> node.put("rank", rank));
        choices.topK().ifPresent(k -> node.put("topK", k));
        choices.minimumMass().ifPresent(mass -> node.put("minMass", mass));
        node.put("dtype", choices.dtype()).put("template", choices.template());
        choices.excluded().forEach(node.putArray("excluded")::add);
        if (!choices.notes().isEmpty()) {
            choices.notes().forEach(node.putArray("notes")::add);
        }
    }

    private static void put(ObjectNode node, TemplateDecision template) {
        node.put("treatment", template.treatment().label());
        template.template().ifPresent(text -> node.put("text", text.text()));
        node.put("reason", template.reason())
                .put("rows", template.rows())
                .put("following", template.following())
                .put("raw", template.raw())
                .put("compared", template.compared());
    }

    private static void put(ObjectNode node, Provenance.ResultFacts result) {
        node.put("modules", result.modules())
                .put("rank", result.rank())
                .put("scaling", result.scaling())
                .put("norm", result.norm())
                .put("normBefore", result.normBefore())
                .put("relativeError", result.relativeError())
                .put("licence", result.licence());
    }

    private static void put(ObjectNode node, Provenance.SourceFacts source) {
        node.put("entry", source.entry())
                .put("weight", source.weight())
                .put("distance", source.distance());
        source.licence().ifPresent(licence -> node.put("licence", licence));
        node.put("weightsSha256", source.weights().hex());
        source.group().ifPresent(group -> node.put("initialisationGroup", group));
        source.repository().ifPresent(name -> node.put("datasetRepository", name));
        if (source.sameDataset()) {
            node.put("sameDataset", true);
        }
    }

    /// Reads the provenance of an adapter directory.
    ///
    /// @throws NoSuchFileException if Lorica did not write it
    /// @throws AdapterException if the file is damaged
    public static Provenance read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "expected an adapter directory that `lorica generate` wrote, which has this"
                            + " file");
        }
        JsonNode root;
        try {
            root = JSON.readTree(SmallFile.read(file));
        } catch (JacksonException e) {
            throw new AdapterException(file, "content", "JSON", JsonFault.of(e));
        }
        if (!root.path("format").asString("").equals(FORMAT)) {
            throw new AdapterException(file, "format", FORMAT, root.path("format").toString());
        }
        if (root.path("version").asInt(0) != VERSION) {
            throw new AdapterException(
                    file,
                    "version",
                    VERSION + " (a newer Lorica may read it)",
                    root.path("version").toString());
        }
        try {
            return provenance(root);
        } catch (JacksonException | IllegalArgumentException e) {
            throw new AdapterException(
                    file,
                    "content",
                    "what docs/formats.md describes",
                    String.valueOf(e.getMessage()));
        }
    }

    private static Provenance provenance(JsonNode root) {
        JsonNode dataset = root.required("dataset");
        JsonNode bank = root.required("bank");
        List<Provenance.SourceFacts> sources = new ArrayList<>();
        for (JsonNode source : root.required("sources")) {
            sources.add(source(source));
        }
        return new Provenance(
                text(root, "lorica"),
                text(root, "command"),
                text(root, "baseModel"),
                new Provenance.DatasetFacts(
                        text(dataset, "name"),
                        text(dataset, "form"),
                        new Checksum(text(dataset, "sha256")),
                        dataset.required("examples").longValue(),
                        dataset.required("tokens").longValue()),
                new Provenance.BankFacts(
                        text(bank, "name"),
                        new Checksum(text(bank, "sha256")),
                        bank.required("entries").intValue(),
                        bank.required("compared").intValue()),
                choices(root.required("choices")),
                template(root.required("template")),
                sources,
                result(root.required("result")),
                texts(root.required("warnings")));
    }

    private static Provenance.Choices choices(JsonNode node) {
        return new Provenance.Choices(
                text(node, "distance"),
                node.path("on").asString(Representation.published().label()), // absent: older
                text(node, "rule"),
                node.required("temperature").doubleValue(),
                text(node, "mixture"),
                integer(node.path("rank")),
                integer(node.path("topK")),
                node.has("minMass")
                        ? OptionalDouble.of(node.path("minMass").doubleValue())
                        : OptionalDouble.empty(),
                text(node, "dtype"),
                text(node, "template"),
                texts(node.required("excluded")),
                texts(node.path("notes")));
    }

    private static TemplateDecision template(JsonNode node) {
        return new TemplateDecision(
                TemplateDecision.Treatment.of(text(node, "treatment")),
                optional(node.path("text")).map(PromptTemplate::parse),
                text(node, "reason"),
                node.required("rows").longValue(),
                node.required("following").longValue(),
                text(node, "raw"),
                text(node, "compared"));
    }

    private static Provenance.SourceFacts source(JsonNode node) {
        return new Provenance.SourceFacts(
                text(node, "entry"),
                node.required("distance").doubleValue(),
                node.required("weight").doubleValue(),
                optional(node.path("licence")),
                new Checksum(text(node, "weightsSha256")),
                integer(node.path("initialisationGroup")),
                optional(node.path("datasetRepository")),
                node.path("sameDataset").asBoolean(false));
    }

    private static Provenance.ResultFacts result(JsonNode node) {
        return new Provenance.ResultFacts(
                node.required("modules").intValue(),
                node.required("rank").intValue(),
                node.required("scaling").doubleValue(),
                node.required("norm").doubleValue(),
                node.required("normBefore").doubleValue(),
                node.required("relativeError").doubleValue(),
                text(node, "licence"));
    }

    private static String text(JsonNode node, String name) {
        return node.required(name).stringValue();
    }

    private static Optional<String> optional(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private static OptionalInt integer(JsonNode node) {
        return node.isIntegralNumber() ? OptionalInt.of(node.intValue()) : OptionalInt.empty();
    }

    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }
}
