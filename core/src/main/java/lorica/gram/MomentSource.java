package lorica.gram;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lorica.storage.Checksum;

/// What second moments were measured on: with the same, they are the same.
///
/// @param model of the base model's files
/// @param datasets of the keys of all datasets in the bank's order
/// @param examples of each dataset, at most
/// @param seed that chose them
/// @param inputs by module, the module under whose name the moment of its input is kept: linear
///     maps that see the same input share one
public record MomentSource(
        Checksum model,
        Checksum datasets,
        int examples,
        long seed,
        SequencedMap<String, String> inputs) {
    public MomentSource {
        inputs = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(inputs));
        if (examples < 1) {
            throw new IllegalArgumentException(
                    "moments: expected at least 1 example a dataset, found " + examples);
        }
    }

    /// Tells measurements apart.
    Checksum checksum() {
        List<String> parts =
                new ArrayList<>(
                        List.of(
                                "moments",
                                model.hex(),
                                datasets.hex(),
                                Integer.toString(examples),
                                Long.toString(seed)));
        inputs.forEach(
                (module, input) -> {
                    parts.add(module);
                    parts.add(input);
                });
        return Checksum.ofStrings(parts.toArray(String[]::new));
    }
}
