package lorica.bank;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// Made-up adapters and datasets, as many as wanted, to see how the size of a bank tells.
///
/// ```
/// base/tokenizer.json              one token a word, 2,000 words
/// adapters/entry-00000/            small: rank 4, alpha 8, two modules of 32 × 32, random numbers;
///                                  or of paper scale ([PaperScaleAdapters])
/// datasets/entry-00000/train.jsonl 24 rows of 12 words, half of them from a window of its own
/// new.jsonl                        one more dataset, which no adapter goes with
/// ```
///
/// The same seed gives the same bytes; a small entry is the same in worlds of any size.
///
/// @param count how many entries
public record SyntheticEntries(int count, long seed, Shape shape) {
    /// What an adapter's tensors look like.
    public enum Shape {
        SMALL,
        /// Those of Lots-of-LoRAs, 36 MiB an adapter.
        PAPER,
        /// The same in one layer of width 256, for tests.
        PAPER_MINIATURE
    }

    private static final int WORDS = 2_000;
    private static final int WINDOW = 100;
    private static final int ROWS = 24;
    private static final int ROW_WORDS = 12;
    private static final int RANK = 4;
    private static final int WIDTH = 32;
    private static final long SMALL_BYTES = 1 << 14;
    private static final long OVERHEAD = 1 << 20;
    private static final String BASE = "synthetic/base";
    private static final List<String> MODULES =
            List.of(
                    "base_model.model.model.layers.0.self_attn.q_proj",
                    "base_model.model.model.layers.0.self_attn.v_proj");

    public SyntheticEntries {
        if (count < 1) {
            throw new IllegalArgumentException("entries: expected at least 1, found " + count);
        }
    }

    /// How much room on the disk they take, generously rounded.
    public long bytes() {
        return OVERHEAD
                + count * paperScale().map(PaperScaleAdapters::bytesAnEntry).orElse(SMALL_BYTES);
    }

    private Optional<PaperScaleAdapters> paperScale() {
        return switch (shape) {
            case SMALL -> Optional.empty();
            case PAPER -> Optional.of(new PaperScaleAdapters(count, seed, 32, 4096));
            case PAPER_MINIATURE -> Optional.of(new PaperScaleAdapters(count, seed, 1, 256));
        };
    }

    /// Writes everything below a directory that is not there yet. Small entries are not forced to
    /// the disk: fifteen thousand files would take minutes, and can be written again.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if it is there
    /// @throws BankException if the disk has no room for them; nothing is written then
    public void write(Path directory, Progress progress) throws IOException {
        requireRoom(directory);
        Files.createDirectory(directory);
        Path base = Files.createDirectories(directory.resolve("base"));
        Files.writeString(base.resolve(Bank.TOKENIZER), tokenizer());
        Files.writeString(
                base.resolve("config.json"), "{\"_name_or_path\": \"%s\"}%n".formatted(BASE));
        byte[][] pattern = pattern(directory.resolve("pattern"));
        for (int i = 0; i < count; i++) {
            RandomGenerator random = random(i);
            String id = "entry-%05d".formatted(i);
            Path adapter = Files.createDirectories(directory.resolve("adapters").resolve(id));
            if (paperScale().isPresent()) {
                paperScale().get().write(adapter, i, BASE);
            } else {
                Files.write(adapter.resolve(PeftDirectory.CONFIG), pattern[0]);
                Files.write(adapter.resolve(PeftDirectory.WEIGHTS), weights(pattern[1], random));
            }
            Path dataset = Files.createDirectories(directory.resolve("datasets").resolve(id));
            Files.write(dataset.resolve("train.jsonl"), rows(random));
            progress.at("writing entries", i + 1L, count);
        }
        Files.write(directory.resolve("new.jsonl"), rows(random(-1)));
    }

    private void requireRoom(Path directory) throws IOException {
        long free =
                Files.getFileStore(directory.toAbsolutePath().resolveSibling("")).getUsableSpace();
        if (free < bytes()) {
            throw new BankException(
                    directory,
                    count + " entries",
                    "%,d bytes of room on the disk (choose another, or fewer entries)"
                            .formatted(bytes()),
                    "%,d bytes".formatted(free));
        }
    }

    /// The two files of one adapter of zeros, whose numbers stand at the end of the second.
    private static byte[][] pattern(Path folder) throws IOException {
        Files.createDirectory(folder);
        PeftDirectory.writeConfig(
                folder,
                LoraConfig.of(
                        BASE, RANK, 8, new TargetModules.Listed(List.of("q_proj", "v_proj"))));
        List<TensorSpec> specs = new ArrayList<>();
        for (String module : MODULES) {
            specs.addAll(PeftDirectory.specs(module, Dtype.F32, RANK, WIDTH, WIDTH));
        }
        try (SafetensorsWriter writer = PeftDirectory.createWeights(folder, specs)) {
            for (TensorSpec spec : specs) {
                writer.write(spec.name(), new float[RANK * WIDTH]);
            }
        }
        byte[][] pattern = {
            Files.readAllBytes(folder.resolve(PeftDirectory.CONFIG)),
            Files.readAllBytes(folder.resolve(PeftDirectory.WEIGHTS))
        };
        WholeDirectory.delete(folder);
        return pattern;
    }

    private static byte[] weights(byte[] pattern, RandomGenerator random) {
        int numbers = 2 * MODULES.size() * RANK * WIDTH;
        ByteBuffer file = ByteBuffer.wrap(pattern.clone()).order(ByteOrder.LITTLE_ENDIAN);
        file.position(pattern.length - 4 * numbers);
        for (int i = 0; i < numbers; i++) {
            file.putFloat((float) (0.02 * random.nextGaussian()));
        }
        return file.array();
    }

    private RandomGenerator random(int entry) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + entry);
    }

    private static List<String> rows(RandomGenerator random) {
        int window = random.nextInt(WORDS - WINDOW);
        List<String> rows = new ArrayList<>(ROWS);
        for (int row = 0; row < ROWS; row++) {
            StringBuilder text = new StringBuilder();
            for (int word = 0; word < ROW_WORDS; word++) {
                int id =
                        word % 2 == 0
                                ? window + random.nextInt(WINDOW)
                                : (int) (WORDS * Math.pow(random.nextDouble(), 3));
                text.append(word == 0 ? "w" : " w").append(id);
            }
            rows.add(
                    "{\"input\": \"%s\", \"output\": [\"w%d\"]}"
                            .formatted(text, window + random.nextInt(WINDOW)));
        }
        return rows;
    }

    private static String tokenizer() {
        StringBuilder vocabulary = new StringBuilder("\"<unk>\": 0");
        for (int word = 0; word < WORDS; word++) {
            vocabulary.append(", \"w").append(word).append("\": ").append(word + 1);
        }
        return """
        {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
         "normalizer": null, "pre_tokenizer": {"type": "WhitespaceSplit"}, "post_processor": null,
         "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "<unk>", "vocab": {%s}}}
        """
                .formatted(vocabulary);
    }
}
