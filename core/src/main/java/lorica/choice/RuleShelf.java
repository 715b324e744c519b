package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BlobName;
import lorica.coefficient.CoefficientRule;
import lorica.storage.Checksum;
import lorica.storage.JsonFault;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a bank keeps the learned rules of one kind, as JSON. What was learned is not learned again
/// in passing: a rule that is damaged is refused, not taken for none.
///
/// @param decode throws IllegalArgumentException for what is no such rule
record RuleShelf<R extends CoefficientRule>(
        BlobName name, Function<R, ObjectNode> encode, Function<JsonNode, R> decode) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /// The rule that is kept, if any.
    ///
    /// @throws BankException if it is damaged
    Optional<R> find(Bank bank, Checksum key) throws IOException {
        return bank.blobs().find(key, name, this::parse, "learn it again: `lorica bank learn`");
    }

    /// Keeps a rule, in place of the one that is there.
    void keep(Bank bank, Checksum key, R rule) throws IOException {
        bank.blobs().put(key, name, render(rule));
    }

    byte[] render(R rule) {
        return JSON.writeValueAsString(encode.apply(rule)).getBytes(UTF_8);
    }

    R parse(byte[] bytes) {
        try {
            return decode.apply(JSON.readTree(bytes));
        } catch (JacksonException e) {
            throw new IllegalArgumentException(JsonFault.of(e), e);
        }
    }

    static void put(ObjectNode node, String field, double[] numbers) {
        put(node.putArray(field), numbers);
    }

    static void put(ArrayNode array, double[] numbers) {
        for (double number : numbers) {
            array.add(number);
        }
    }

    static double[] numbers(JsonNode node, String field) {
        return numbers(node.required(field));
    }

    static double[] numbers(JsonNode array) {
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.path(i).doubleValue();
        }
        return numbers;
    }
}
