package lorica.choice;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BlobName;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The neural rules that were learned for a bank, kept with it for exactly its entries: one a
/// distance and representation. docs/formats.md describes the blob.
public final class RuleIndex {
    /// Its version is raised when the meaning of the document changes.
    static final RuleShelf<Neural> RULES =
            new RuleShelf<>(new BlobName("rule.neural", 1), RuleIndex::encode, RuleIndex::decode);

    private RuleIndex() {}

    /// The rule that is kept, if any.
    ///
    /// @throws BankException if it is damaged
    public static Optional<Neural> find(Bank bank, Distance distance, Representation on)
            throws IOException {
        return RULES.find(bank, key(bank, distance, on));
    }

    /// Keeps a rule, in place of the one that is there.
    public static void keep(Bank bank, Distance distance, Representation on, Neural rule)
            throws IOException {
        RULES.keep(bank, key(bank, distance, on), rule);
    }

    private static Checksum key(Bank bank, Distance distance, Representation on) {
        return bank.key(List.of("rule", distance.name(), on.label()));
    }

    static ObjectNode encode(Neural rule) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        RuleShelf.put(node, "knots", rule.knots());
        RuleShelf.put(node, "values", rule.values());
        return node;
    }

    static Neural decode(JsonNode node) {
        return new Neural(RuleShelf.numbers(node, "knots"), RuleShelf.numbers(node, "values"), 1);
    }
}
