package lorica.bank;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lorica.adapter.PeftDirectory;
import lorica.dataset.DatasetFolder;

/// Finds the entries that a folder of adapters and a folder of datasets make.
///
/// `adapters` is one PEFT directory, or a tree with one in each folder. The dataset of the entry
/// `name` is, below `datasets`, the first that is there of: `name/train.jsonl`, `name.jsonl`, the
/// only `.jsonl` file of the folder `name`; `.json`, `.csv` and `.parquet` where there is no
/// `.jsonl`. Files named `test`, `valid`, `validation` or `dev` are held out: no adapter was
/// trained on them. For one PEFT directory, `datasets` may be the file itself, or a folder with
/// `train.jsonl` or one `.jsonl` file.
///
/// @param id the id of a single PEFT directory; by default the folder's name
/// @param notes what is known of the entries
public record EntrySearch(
        Path adapters, Optional<Path> datasets, Optional<String> id, NotesFile notes) {
    private static final String TRAIN = "train";

    /// Names of splits that no adapter was trained on.
    private static final Set<String> HELD_OUT = Set.of("test", "valid", "validation", "dev");

    /// What was found.
    ///
    /// @param skipped folders of the tree that are no PEFT directory
    /// @param unmatched datasets of the tree that no adapter goes with, by name
    public record Found(List<NewEntry> entries, List<Path> skipped, List<String> unmatched) {
        public Found {
            entries = List.copyOf(entries);
            skipped = List.copyOf(skipped);
            unmatched = List.copyOf(unmatched);
        }
    }

    /// Looks at the folders; opens no file.
    ///
    /// @throws BankException if there is no adapter, or a dataset cannot be told
    public Found find() throws IOException {
        if (!Files.exists(adapters)) {
            throw new NoSuchFileException(
                    adapters.toString(), null, "expected a PEFT directory or a folder of them");
        }
        if (!Files.isDirectory(adapters)) {
            throw new NotDirectoryException(adapters.toString());
        }
        if (datasets.isPresent() && !Files.exists(datasets.get())) {
            throw new NoSuchFileException(
                    datasets.get().toString(), null, "expected a dataset or a folder of them");
        }
        return Files.exists(adapters.resolve(PeftDirectory.CONFIG)) ? one() : tree();
    }

    private Found one() throws IOException {
        String name = id.orElse(adapters.toAbsolutePath().normalize().getFileName().toString());
        Optional<Path> dataset = Optional.empty();
        if (datasets.isPresent()) {
            dataset = Optional.of(onlyDataset(name, datasets.get()));
        }
        return new Found(
                List.of(new NewEntry(name, adapters, dataset, notes.of(name))),
                List.of(),
                List.of());
    }

    private static Path onlyDataset(String name, Path given) throws IOException {
        if (Files.isRegularFile(given)) {
            return given;
        }
        Optional<Path> dataset = inFolder(given);
        if (dataset.isEmpty()) {
            dataset = inTree(name, given);
        }
        return dataset.orElseThrow(
                () ->
                        new BankException(
                                given,
                                "dataset of entry '" + name + "'",
                                "train.jsonl, one .jsonl file, %s/train.jsonl or %s.jsonl"
                                        .formatted(name, name),
                                "none of them"));
    }

    private Found tree() throws IOException {
        if (id.isPresent()) {
            throw new BankException(
                    adapters,
                    "id '" + id.get() + "'",
                    "one PEFT directory, which has %s (entries of a tree are named by folder)"
                            .formatted(PeftDirectory.CONFIG),
                    "a folder without it");
        }
        List<NewEntry> entries = new ArrayList<>();
        List<Path> skipped = new ArrayList<>();
        for (Path folder : sorted(adapters)) {
            if (!Files.isDirectory(folder) || folder.getFileName().toString().startsWith(".")) {
                continue;
            }
            if (!Files.exists(folder.resolve(PeftDirectory.CONFIG))) {
                skipped.add(folder);
                continue;
            }
            String name = folder.getFileName().toString();
            Optional<Path> dataset =
                    datasets.isPresent() ? inTree(name, datasets.get()) : Optional.empty();
            entries.add(new NewEntry(name, folder, dataset, notes.of(name)));
        }
        if (entries.isEmpty()) {
            throw new BankException(
                    adapters,
                    "content",
                    "a PEFT directory or folders that are (each has %s)"
                            .formatted(PeftDirectory.CONFIG),
                    skipped.isEmpty()
                            ? "neither; is the configuration missing, or a link that leads nowhere?"
                            : skipped.size() + " folders without it");
        }
        return new Found(entries, skipped, unmatched(entries));
    }

    private List<String> unmatched(List<NewEntry> entries) throws IOException {
        if (datasets.isEmpty() || !Files.isDirectory(datasets.get())) {
            return List.of();
        }
        Set<String> names = new HashSet<>();
        entries.forEach(entry -> names.add(entry.id()));
        List<String> unmatched = new ArrayList<>();
        for (Path path : sorted(datasets.get())) {
            String name = path.getFileName().toString();
            if (Files.isRegularFile(path)) {
                String file = name;
                Optional<String> ending =
                        DatasetFolder.ENDINGS.stream().filter(file::endsWith).findFirst();
                if (ending.isEmpty() || ending.get().equals(".json")) {
                    continue; // other JSON beside datasets describes them
                }
                name = name.substring(0, name.length() - ending.get().length());
            }
            if (!name.startsWith(".") && !names.contains(name)) {
                unmatched.add(name);
            }
        }
        return unmatched;
    }

    private static Optional<Path> inTree(String name, Path tree) throws IOException {
        Path folder = tree.resolve(name);
        Optional<Path> named = named(folder, TRAIN).or(() -> named(tree, name));
        return named.isPresent() ? named : inFolder(folder);
    }

    private static Optional<Path> inFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        Optional<Path> train = named(folder, TRAIN);
        if (train.isPresent()) {
            return train;
        }
        for (String ending : DatasetFolder.ENDINGS) {
            List<Path> files =
                    sorted(folder).stream()
                            .filter(file -> file.toString().endsWith(ending))
                            .filter(file -> !isHeldOut(file, ending))
                            .filter(Files::isRegularFile)
                            .toList();
            if (files.size() > 1) {
                throw new BankException(
                        folder,
                        "dataset",
                        "%s%s or one %s file".formatted(TRAIN, ending, ending),
                        files.size() + " of them: " + files);
            }
            if (files.size() == 1) {
                return Optional.of(files.getFirst());
            }
        }
        return Optional.empty();
    }

    private static boolean isHeldOut(Path file, String ending) {
        String name = file.getFileName().toString();
        return HELD_OUT.contains(name.substring(0, name.length() - ending.length()));
    }

    private static Optional<Path> named(Path folder, String name) {
        return new DatasetFolder(folder).split(name);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        try (var listing = Files.list(folder)) {
            return listing.sorted().toList();
        }
    }
}
