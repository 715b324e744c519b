package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.storage.WholeDirectory;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;

/// The commands that write, each with toy files of any number below a folder.
record Victims(Path folder) {
    /// Adds `entries` entries, copied, to a bank that has one.
    Victim bankAdd(int entries) throws IOException {
        ToyFiles files = world(entries + 1, 12);
        Path first = folder.resolve("first");
        move(files, first, 1);
        Path before = bank(files, first);
        return victim(
                before,
                "bank/writer.lock",
                "bank",
                "add",
                work("bank"),
                "--copy",
                "--adapters",
                files.adapters().toString(),
                "--datasets",
                files.datasets().toString(),
                "--threads",
                "1");
    }

    Victim bankIndex(int entries, int rows) throws IOException {
        ToyFiles files = world(entries, rows);
        return victim(
                bank(files, files.root()),
                "bank/blobs",
                "bank",
                "index",
                work("bank"),
                "--threads",
                "1");
    }

    /// Generates from a bank that is not indexed yet.
    Victim generate(int entries, int rows) throws IOException {
        ToyFiles files = world(entries, rows);
        return victim(
                bank(files, files.root()),
                "bank/blobs",
                "generate",
                files.newDataset().toString(),
                "--bank",
                work("bank"),
                "-o",
                work("out"),
                "--threads",
                "1");
    }

    /// Merges an adapter into a small model.
    Victim exportMerged() throws IOException {
        ToyFiles files = world(1, 12);
        Path before = bank(files, files.root());
        Path base = Files.createDirectories(before.resolve("base"));
        TinyModel.writeWeights(base, TinyModel.toyWorld());
        ToyFiles.adapter(before.resolve("adapter"), ToyFiles.BASE, 3);
        return victim(
                before,
                "out",
                "export",
                "merged",
                work("adapter"),
                "--base",
                work("base"),
                "-o",
                work("out"),
                "--threads",
                "1");
    }

    private Victim victim(Path before, String sign, String... arguments) {
        Path work = folder.resolve("work");
        return new Victim(before, work, work.resolve(sign), List.of(arguments));
    }

    private String work(String name) {
        return folder.resolve("work").resolve(name).toString();
    }

    /// Toy files with this many entries of this many rows each.
    private ToyFiles world(int entries, int rows) throws IOException {
        Path root = folder.resolve("toy-%d-%d".formatted(entries, rows));
        ToyFiles files = ToyFiles.write(root);
        WholeDirectory.delete(files.adapters());
        WholeDirectory.delete(files.datasets());
        for (int i = 0; i < entries; i++) {
            String id = "add-%03d".formatted(i);
            ToyFiles.adapter(files.adapters().resolve(id), ToyFiles.BASE, i);
            Path dataset = Files.createDirectories(files.datasets().resolve(id));
            List<String> all = new ArrayList<>();
            for (int part = 0; part < rows / 12; part++) {
                all.addAll(ToyFiles.rows(id, 1_000L * i + part));
            }
            Files.write(dataset.resolve("train.jsonl"), all);
        }
        return files;
    }

    /// Moves the first entries elsewhere.
    private static void move(ToyFiles files, Path to, int entries) throws IOException {
        for (String kind : List.of("adapters", "datasets")) {
            Files.createDirectories(to.resolve(kind));
            for (int i = 0; i < entries; i++) {
                String id = "add-%03d".formatted(i);
                Files.move(files.root().resolve(kind).resolve(id), to.resolve(kind).resolve(id));
            }
        }
    }

    /// A bank of the entries below `root`, at `bank` below the folder returned.
    private Path bank(ToyFiles files, Path root) throws IOException {
        Path before = folder.resolve("before-" + root.getFileName());
        Files.createDirectories(before);
        Path bank = before.resolve("bank");
        Run.ok(
                "bank",
                "create",
                bank,
                "--base",
                ToyFiles.BASE,
                "--tokenizer",
                files.tokenizerFile());
        Run.ok(
                "bank",
                "add",
                bank,
                "--adapters",
                root.resolve("adapters"),
                "--datasets",
                root.resolve("datasets"));
        Files.delete(bank.resolve("writer.lock"));
        return before;
    }
}
