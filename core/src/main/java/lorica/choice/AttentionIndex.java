package lorica.choice;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BlobName;
import lorica.coefficient.Attention;
import lorica.distribution.DatasetStatistics;
import lorica.generate.RuleEvidence;
import lorica.storage.Checksum;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The attention rule that was learned for a bank, kept with it for exactly its entries.
/// docs/formats.md describes the blob.
public final class AttentionIndex {
    /// Its version is raised when the evidence or the meaning of the document changes.
    static final RuleShelf<Attention> RULES =
            new RuleShelf<>(
                    new BlobName("rule.attention", 1),
                    AttentionIndex::encode,
                    AttentionIndex::decode);

    private AttentionIndex() {}

    /// The rule that is kept, if any.
    ///
    /// @throws BankException if it is damaged
    public static Optional<Attention> find(Bank bank) throws IOException {
        return RULES.find(bank, key(bank));
    }

    /// Keeps a rule, in place of the one that is there.
    public static void keep(Bank bank, Attention rule) throws IOException {
        RULES.keep(bank, key(bank), rule);
    }

    private static Checksum key(Bank bank) {
        return bank.key(List.of("attention"));
    }

    static ObjectNode encode(Attention rule) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        RuleShelf.put(node, "mean", rule.scaling().mean());
        RuleShelf.put(node, "deviation", rule.scaling().deviation());
        RuleShelf.put(node, "direct", rule.direct());
        ArrayNode hidden = node.putArray("hidden");
        for (double[] unit : rule.hidden()) {
            RuleShelf.put(hidden.addArray(), unit);
        }
        RuleShelf.put(node, "bias", rule.bias());
        RuleShelf.put(node, "out", rule.out());
        return node;
    }

    static Attention decode(JsonNode node) {
        double[] mean = RuleShelf.numbers(node, "mean");
        double[] direct = RuleShelf.numbers(node, "direct");
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
            hidden[unit] = RuleShelf.numbers(units.path(unit));
        }
        return new Attention(
                new Attention.Scaling(mean, RuleShelf.numbers(node, "deviation")),
                direct,
                hidden,
                RuleShelf.numbers(node, "bias"),
                RuleShelf.numbers(node, "out"),
                1);
    }
}
