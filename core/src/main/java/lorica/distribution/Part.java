package lorica.distribution;

import java.util.Locale;

/// Which part of an example is counted.
public enum Part {
    /// Input and output as one text, with what joins them: as published.
    BOTH,
    /// The input alone, as its template treatment leaves it.
    INPUT,
    /// The first output alone: how a task answers, whatever it is asked.
    OUTPUT,
    /// Pairs of neighbouring tokens of the input.
    INPUT_BIGRAMS,
    /// Pairs of neighbouring tokens of the first output.
    OUTPUT_BIGRAMS,
    /// The inputs as a cloud of sentence embeddings.
    INPUT_SENTENCES,
    /// The first outputs as such a cloud.
    OUTPUT_SENTENCES;

    /// The name on the command line and in files.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether tokens are counted, and not pairs of them.
    public boolean countsTokens() {
        return this == BOTH || this == INPUT || this == OUTPUT;
    }

    /// Whether it is a cloud of points, and no tokens or pairs of them.
    public boolean isCloud() {
        return this == INPUT_SENTENCES || this == OUTPUT_SENTENCES;
    }

    /// @throws IllegalArgumentException if no part has this name
    public static Part of(String label) {
        for (Part part : values()) {
            if (part.label().equals(label)) {
                return part;
            }
        }
        throw new IllegalArgumentException(
                "part of a dataset: expected one of both, input, output, input-bigrams, output-bigrams, input-sentences, output-sentences, found '%s'"
                        .formatted(label));
    }
}
