package lorica.dataset;

import java.util.List;

/// One row of a dataset: a prompt and its acceptable answers, the first being the one trained on.
public record Example(String input, List<String> outputs) {
    public Example {
        outputs = List.copyOf(outputs);
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException("example: expected at least one output, found none");
        }
    }

    /// The answer that training text and histograms use.
    public String output() {
        return outputs.getFirst();
    }
}
