package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The neural rules that were learned for a bank, kept with it for exactly its entries: one a
/// distance and representation. docs/formats.md describes the blob.
public final class RuleIndex {
    /// Raised when the meaning of the document changes.
    private static final BlobName RULE = new BlobName("rule.neural", 1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private RuleIndex() {}

    /// The rule that is kept, if any.
    public static Optional<Neural> find(Bank bank, Distance distance, Representation on)
            throws IOException {
        BlobStore blobs = bank.blobs();
        Checksum key = key(bank, distance, on);
        Optional<byte[]> kept = blobs.get(key, RULE);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(decode(kept.get()));
        } catch (JacksonException | IllegalArgumentException e) {
            blobs.reject(key, RULE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// Keeps a rule, in place of the one that is there.
    public static void keep(Bank bank, Distance distance, Representation on, Neural rule)
            throws IOException {
        bank.blobs().put(key(bank, distance, on), RULE, encode(rule));
    }

    private static Checksum key(Bank bank, Distance distance, Representation on) {
        return key(bank, List.of("rule", distance.name(), on.label()));
    }

    /// What a rule is kept under: its own parts, and all entries in their order.
    static Checksum key(Bank bank, List<String> own) {
        List<String> parts = new ArrayList<>(own);
        for (BankEntry entry : bank.entries()) {
            parts.add(bank.key(entry.adapter()).hex());
            parts.add(entry.dataset().map(dataset -> bank.key(dataset).hex()).orElse(""));
        }
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }

    static byte[] encode(Neural rule) {
        ObjectNode node = JSON.createObjectNode();
        ArrayNode knots = node.putArray("knots");
        ArrayNode values = node.putArray("values");
        for (int i = 0; i < rule.knots().length; i++) {
            knots.add(rule.knots()[i]);
            values.add(rule.values()[i]);
        }
        return JSON.writeValueAsString(node).getBytes(UTF_8);
    }

    static Neural decode(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        return new Neural(numbers(node.required("knots")), numbers(node.required("values")), 1);
    }

    static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.path(i).doubleValue();
        }
        return numbers;
    }
}
