package lorica.dataset;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A value of a row, with the name by which errors call it (`output`, `messages[2].content`).
///
/// `null` stands for nothing, as an empty string does; a number is not text.
record Cell(Row.Place place, String name, JsonNode value) {
    private static final int SHOWN = 40;

    boolean isMissing() {
        return value.isMissingNode();
    }

    /// A string; nothing is an empty one.
    ///
    /// @throws DatasetException if it is missing or anything else
    String text() {
        if (value.isNull()) {
            return "";
        }
        if (!value.isString()) {
            throw refused("a string");
        }
        return value.stringValue();
    }

    /// A string or a list of strings; nothing is an empty list.
    ///
    /// @throws DatasetException if it is missing or anything else
    List<String> texts() {
        if (value.isNull()) {
            return List.of();
        }
        if (value.isString()) {
            return List.of(value.stringValue());
        }
        if (!value.isArray()) {
            throw refused("a string or a list of strings");
        }
        List<String> texts = new ArrayList<>(value.size());
        for (int i = 0; i < value.size(); i++) {
            texts.add(element(i).text());
        }
        return texts;
    }

    /// Number of elements of a list.
    ///
    /// @throws DatasetException if it is no list
    int size() {
        if (!value.isArray()) {
            throw refused("a list");
        }
        return value.size();
    }

    Cell element(int index) {
        return new Cell(place, "%s[%d]".formatted(name, index), value.path(index));
    }

    Cell field(String key) {
        return new Cell(place, name + "." + key, value.path(key));
    }

    DatasetException refused(String expected) {
        return refused(expected, kind(value));
    }

    DatasetException refused(String expected, String found) {
        return new DatasetException(
                place,
                "%s under \"%s\"".formatted(expected, name),
                found + "; mend the row, or --map other columns");
    }

    /// A value in a few words, however large it is.
    static String kind(JsonNode value) {
        if (value.isMissingNode()) {
            return "no such column";
        }
        if (value.isArray()) {
            return "a list";
        }
        if (value.isObject()) {
            return "an object";
        }
        if (value.isString()) {
            return "the text \"" + shortened(value.stringValue()) + "\"";
        }
        return value.isNumber() ? "the number " + shortened(value.asString()) : value.asString("");
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
