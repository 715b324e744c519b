package lorica.dataset;

import java.util.List;

/// What a row's columns hold before it is known to be an example: either side may be empty.
record Texts(String input, List<String> outputs) {
    boolean lacksInput() {
        return input.isBlank();
    }

    /// No output, or one of several without text.
    boolean lacksOutput() {
        return outputs.isEmpty() || outputs.stream().anyMatch(String::isBlank);
    }
}
