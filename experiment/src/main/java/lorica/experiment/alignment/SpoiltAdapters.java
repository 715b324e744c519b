package lorica.experiment.alignment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;

/// The adapters of a bank, some of them spoilt, in a folder each: what an audit is tried on.
///
/// Kinds take turns, but for the two of SWAPPED, which come together. Randomness is seeded.
public record SpoiltAdapters(int count, long seed) {
    private static final List<Kind> TURNS =
            List.of(Kind.RANDOM, Kind.FLIPPED, Kind.SCALED, Kind.SWAPPED, Kind.SWAPPED);
    private static final float SCALE = 10;

    /// What is wrong with an adapter.
    public enum Kind {
        /// Normal elements, with the norms of A and B.
        RANDOM,
        /// −B in place of B.
        FLIPPED,
        /// 10·B in place of B.
        SCALED,
        /// The adapter of another entry, which has this one's.
        SWAPPED;

        /// The name in tables.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// One spoilt entry.
    public record Spoilt(String id, Kind kind) {}

    public SpoiltAdapters {
        if (count < 1) {
            throw new IllegalArgumentException("spoilt: expected at least 1, found " + count);
        }
    }

    /// Writes every adapter of a bank into a folder of its id.
    ///
    /// @param directory exists and is empty
    public List<Spoilt> write(Bank bank, Path directory) throws IOException {
        List<BankEntry> entries = bank.entries();
        if (count > entries.size()) {
            throw new IllegalArgumentException(
                    "spoilt: expected at most the bank's %d entries, found %d"
                            .formatted(entries.size(), count));
        }
        SplittableRandom random = new SplittableRandom(seed);
        List<Integer> chosen = chosen(entries.size(), random);
        List<Spoilt> spoilt = new ArrayList<>();
        for (BankEntry entry : entries) {
            copy(bank.checkedAdapter(entry), directory.resolve(entry.id()));
        }
        for (int i = 0; i < count; i++) {
            Kind kind = TURNS.get(i % TURNS.size());
            BankEntry entry = entries.get(chosen.get(i));
            Path folder = directory.resolve(entry.id());
            if (kind == Kind.SWAPPED) {
                boolean second = TURNS.get((i + TURNS.size() - 1) % TURNS.size()) == kind;
                int other = second ? i - 1 : i + 1;
                if (other >= count) {
                    break; // nobody to swap with
                }
                replace(bank.checkedAdapter(entries.get(chosen.get(other))), folder);
            } else {
                spoil(bank.checkedAdapter(entry), folder, kind, random.split());
            }
            spoilt.add(new Spoilt(entry.id(), kind));
        }
        return spoilt;
    }

    private static List<Integer> chosen(int size, SplittableRandom random) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(random.nextInt(all.size() + 1), i);
        }
        return all;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        replace(from, to);
    }

    /// Configuration and weights of one folder in another.
    private static void replace(Path from, Path to) throws IOException {
        for (String name : List.of(PeftDirectory.CONFIG, PeftDirectory.WEIGHTS)) {
            Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void spoil(Path from, Path to, Kind kind, SplittableRandom random)
            throws IOException {
        Files.delete(to.resolve(PeftDirectory.WEIGHTS));
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter adapter = PeftDirectory.read(from, arena);
            List<TensorSpec> specs = new ArrayList<>();
            for (LoraFactors one : adapter.modules().values()) {
                specs.addAll(
                        PeftDirectory.specs(
                                one.module(), Dtype.F32, one.rank(), one.in(), one.out()));
            }
            try (SafetensorsWriter writer = PeftDirectory.createWeights(to, specs)) {
                for (LoraFactors one : adapter.modules().values()) {
                    float[] a = floats(one.a().toDoubles());
                    float[] b = floats(one.b().toDoubles());
                    switch (kind) {
                        case RANDOM -> {
                            randomise(a, random);
                            randomise(b, random);
                        }
                        case FLIPPED -> scale(b, -1);
                        case SCALED -> scale(b, SCALE);
                        case SWAPPED -> throw new IllegalStateException("swapped, not spoilt");
                    }
                    writer.write(PeftDirectory.keyA(one.module()), a);
                    writer.write(PeftDirectory.keyB(one.module()), b);
                }
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static void scale(float[] values, float factor) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    /// Normal elements of the same norm.
    private static void randomise(float[] values, SplittableRandom random) {
        double before = 0;
        double after = 0;
        for (int i = 0; i < values.length; i++) {
            before += (double) values[i] * values[i];
            values[i] = (float) random.nextGaussian();
            after += (double) values[i] * values[i];
        }
        scale(values, (float) Math.sqrt(before / after));
    }
}
