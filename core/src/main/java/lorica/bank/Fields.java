package lorica.bank;

import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, each refused by name where it is not what it must be.
///
/// @param what the object, for error messages
record Fields(Path file, String what, JsonNode node) {
    Fields {
        if (!node.isObject()) {
            throw new BankException(file, what, "a JSON object", found(node));
        }
    }

    /// Whether the field is there and not null.
    boolean has(String name) {
        return !node.path(name).isMissingNode() && !node.path(name).isNull();
    }

    String text(String name) {
        JsonNode value = node.path(name);
        if (!value.isString()) {
            throw wrong(name, "a string", value);
        }
        return value.stringValue();
    }

    Optional<String> optional(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long integer(String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(name, "an integer", value);
        }
        return value.longValue();
    }

    /// An integer that counts: of 32 bits.
    int count(String name) {
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(name, "an integer of 32 bits", value);
        }
        return value.intValue();
    }

    double real(String name) {
        JsonNode value = node.path(name);
        if (!value.isNumber()) {
            throw wrong(name, "a number", value);
        }
        return value.doubleValue();
    }

    Fields object(String name) {
        JsonNode value = node.path(name);
        if (!value.isObject()) {
            throw wrong(name, "a JSON object", value);
        }
        return new Fields(file, what + ": " + name, value);
    }

    Iterable<JsonNode> list(String name) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            throw wrong(name, "a list", value);
        }
        return value;
    }

    private BankException wrong(String name, String expected, JsonNode value) {
        return new BankException(file, what + ": " + name, expected, found(value));
    }

    private static String found(JsonNode value) {
        return value.isMissingNode() ? "nothing there" : value.toString();
    }
}
