package lorica.demo.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The stages of the demo's building, in order. A stage is done when its folder exists; each writes
/// its folder whole or not at all.
public enum Stage {
    /// The datasets: `datasets/<task>/`, `outside/<task>/`, `entries.json`.
    TASKS,
    /// The start of the base model: `config.json`, `tokenizer.json`, `tokenizer_config.json`.
    TOKENIZER,
    /// The base model's training rows: `train.jsonl`, `valid.jsonl`.
    CORPUS,
    /// The trained base model: a Hugging Face directory.
    BASE,
    /// The bank: an adapter for each dataset of the bank.
    BANK,
    /// What the repository carries: zip files of at most 4 MB.
    PACK;

    /// The stage's name on the command line.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The stage of a name, as [#label] gives it.
    public static Stage named(String label) {
        return Stream.of(values())
                .filter(stage -> stage.label().equals(label))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "stage '%s': expected one of %s"
                                                .formatted(
                                                        label,
                                                        Stream.of(values())
                                                                .map(Stage::label)
                                                                .toList())));
    }

    /// The stages whose folders it reads.
    List<Stage> sources() {
        return switch (this) {
            case TASKS, TOKENIZER, CORPUS -> List.of();
            case BASE -> List.of(TOKENIZER, CORPUS);
            case BANK -> List.of(TASKS, BASE);
            case PACK -> List.of(TASKS, BASE, BANK);
        };
    }

    /// The stage's folder under the folder of the whole building.
    public Path folder(Path home) {
        return home.resolve(label());
    }
}
