package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.coefficient.Attention;
import lorica.distribution.DatasetStatistics;
import lorica.generate.RuleEvidence;
import lorica.storage.Checksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The attention rule that was learned for a bank, kept with it for exactly its entries.
/// docs/formats.md describes the blob.
public final class AttentionIndex {
    /// Raised when the evidence or the meaning of the document changes.
    private static final BlobName RULE = new BlobName("rule.attention", 1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private AttentionIndex() {}

    /// The rule that is kept, if any.
    public static Optional<Attention> find(Bank bank) throws IOException {
        BlobStore blobs = bank.blobs();
        Checksum key = key(bank);
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
    public static void keep(Bank bank, Attention rule) throws IOException {
        bank.blobs().put(key(bank), RULE, encode(rule));
    }

    private static Checksum key(Bank bank) {
        return RuleIndex.key(bank, List.of("attention"));
    }

    static byte[] encode(Attention rule) {
        ObjectNode node = JSON.createObjectNode();
        put(node, "mean", rule.scaling().mean());
        put(node, "deviation", rule.scaling().deviation());
        put(node, "direct", rule.direct());
        ArrayNode hidden = node.putArray("hidden");
        for (double[] unit : rule.hidden()) {
            put(hidden.addArray(), unit);
        }
        put(node, "bias", rule.bias());
        put(node, "out", rule.out());
        return JSON.writeValueAsString(node).getBytes(UTF_8);
    }

    private static void put(ObjectNode node, String name, double[] numbers) {
        put(node.putArray(name), numbers);
    }

    private static void put(ArrayNode array, double[] numbers) {
        for (double number : numbers) {
            array.add(number);
        }
    }

    static Attention decode(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        double[] mean = RuleIndex.numbers(node.required("mean"));
        double[] direct = RuleIndex.numbers(node.required("direct"));
        if (mean.length != DatasetStatistics.COUNT || direct.length != RuleEvidence.seen().size()) {
            throw new IllegalArgumentException(
                    "attention: expected %d statistics and %d distances, found %d and %d"
                            .formatted(
                                    DatasetStatistics.COUNT,
                                    RuleEvidence.seen().size(),
                                    mean.length,
                                    direct.length));
        }
        JsonNode units = node.required("hidden");
        double[][] hidden = new double[units.size()][];
        for (int unit = 0; unit < hidden.length; unit++) {
            hidden[unit] = RuleIndex.numbers(units.path(unit));
        }
        return new Attention(
                new Attention.Scaling(mean, RuleIndex.numbers(node.required("deviation"))),
                direct,
                hidden,
                RuleIndex.numbers(node.required("bias")),
                RuleIndex.numbers(node.required("out")),
                1);
    }
}
