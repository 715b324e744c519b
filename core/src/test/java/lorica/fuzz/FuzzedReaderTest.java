package lorica.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What fuzzing has found, and a little of it in every build: each seed, and changed copies of it,
/// is read or refused in the reader's own words.
class FuzzedReaderTest {
    private static final Path SEEDS = Path.of("src/test/resources/lorica/fuzz");
    private static final int CHANGED_COPIES = 300;

    @TempDir private Path folder;

    @TestFactory
    Stream<DynamicTest> everySeedIsReadOrRefused() throws IOException {
        return Stream.of(FuzzedReader.values())
                .flatMap(
                        reader ->
                                seeds(reader).stream()
                                        .map(
                                                seed ->
                                                        DynamicTest.dynamicTest(
                                                                reader.folder()
                                                                        + "/"
                                                                        + seed.getFileName(),
                                                                () -> isTaken(reader, seed))));
    }

    @Test
    void everyReaderTakesOneOfItsSeeds() throws IOException {
        for (FuzzedReader reader : FuzzedReader.values()) {
            boolean taken = false;
            for (Path seed : seeds(reader)) {
                taken |= reader.take(Files.readAllBytes(seed), folder).isEmpty();
            }
            assertThat(taken).as(reader.folder()).isTrue();
        }
    }

    private void isTaken(FuzzedReader reader, Path seed) throws IOException {
        byte[] content = Files.readAllBytes(seed);
        says(reader.take(content, folder));
        SplittableRandom random = new SplittableRandom(Arrays.hashCode(content));
        for (int i = 0; i < CHANGED_COPIES; i++) {
            says(reader.take(changed(content, random), folder));
        }
    }

    private static void says(Optional<String> refusal) {
        refusal.ifPresent(text -> assertThat(text).contains("expected"));
    }

    /// A copy with bytes overwritten, cut out, or doubled.
    private static byte[] changed(byte[] content, SplittableRandom random) {
        byte[] copy = content.clone();
        if (copy.length < 2) {
            return copy;
        }
        for (int i = random.nextInt(3); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        int cut = random.nextInt(copy.length);
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(copy, cut);
            case 1 -> Arrays.copyOfRange(copy, cut, copy.length);
            case 2 -> joined(Arrays.copyOf(copy, cut), copy);
            default -> copy;
        };
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static List<Path> seeds(FuzzedReader reader) {
        try (var files = Files.list(SEEDS.resolve(reader.folder()))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
