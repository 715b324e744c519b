package lorica.experiment.fewexamples;

import java.util.Arrays;
import java.util.Locale;

/// How far a search goes; each stage starts from the one before and never ends worse on the
/// examples that it sees.
public enum Stage {
    /// The candidate of the lowest loss: distances on several parts of the examples, τ, k, λ, and
    /// near entries alone. Forward passes.
    SEARCH,
    /// Near entries added to it one by one, each kept where the loss falls. Forward passes.
    SOUP,
    /// One coefficient an adapter, by gradient.
    COEFFICIENTS,
    /// One coefficient a singular direction of an adapter, in every module, by gradient.
    DIRECTIONS;

    /// As on the command line and in files.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException if there is no such stage
    public static Stage parse(String label) {
        return Arrays.stream(values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "stage: expected one of %s, found '%s'"
                                                .formatted(
                                                        Arrays.stream(values())
                                                                .map(Stage::label)
                                                                .toList(),
                                                        label)));
    }
}
