package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import lorica.bank.Bank;
import lorica.distance.DistanceMatrix;
import lorica.generate.Strength.WhenFar;
import lorica.storage.Progress;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemotenessTest {
    private static final Path RANDOM = Path.of("random.jsonl");
    private static final Path RUSSIAN = Path.of("russian.jsonl");

    @TempDir private Path folder;
    private ToyFiles files = new ToyFiles(Path.of(""));
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.of(files, folder.resolve("bank"));
        Random random = new Random(1);
        StringBuilder rows = new StringBuilder();
        StringBuilder other = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            rows.append("{\"input\": \"").append(noise(random));
            rows.append("\", \"output\": \"").append(noise(random)).append("\"}\n");
            other.append(
                    "{\"input\": \"Какого цвета вода %d\", \"output\": \"синего\"}%n".formatted(i));
        }
        Files.writeString(folder.resolve(RANDOM), rows);
        Files.writeString(folder.resolve(RUSSIAN), other);
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            text.append((char) random.nextInt('!' + 60, '~'));
        }
        return text.toString().replace("\\", "|").replace("\"", "|");
    }

    private Remoteness remoteness() throws IOException {
        return Remoteness.open(bank, 1, Progress.SILENT).orElseThrow();
    }

    private Generation generate(Path dataset, String name, Strength strength) throws IOException {
        Chosen chosen = new Chosen(List.of(), OptionalDouble.of(remoteness().threshold()));
        return Generator.generate(
                dataset,
                bank,
                folder.resolve(name),
                GenerateOptions.defaults().withChosen(chosen).withStrength(strength));
    }

    @Test
    void atMostOneInTwentyOfTheBanksOwnDatasetsIsFar() {
        int n = 60;
        Random random = new Random(4);
        double[] place = random.doubles(n).toArray();
        double[][] values = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                values[i][j] = Math.abs(place[i] - place[j]);
            }
        }
        List<String> names = IntStream.range(0, n).mapToObj(i -> "e" + i).toList();
        double threshold = Remoteness.of(new DistanceMatrix("line", names, values)).threshold();
        long far =
                IntStream.range(0, n)
                        .filter(
                                i ->
                                        IntStream.range(0, n)
                                                        .filter(j -> j != i)
                                                        .mapToDouble(j -> values[i][j])
                                                        .min()
                                                        .orElseThrow()
                                                > threshold)
                        .count();
        assertThat(far).isEqualTo(3);
    }

    @Test
    void theThresholdIsKeptWithTheBank() throws IOException {
        Remoteness first = remoteness();
        assertThat(remoteness()).isEqualTo(first);
        try (var blobs = Files.walk(bank.directory().resolve("blobs"))) {
            assertThat(blobs.filter(file -> file.toString().contains(".far.js."))).hasSize(1);
        }
    }

    @Test
    void aDatasetLikeTheBanksIsNotFar() throws IOException {
        Generation near = generate(files.newDataset(), "near", new Strength(1, WhenFar.ZERO));
        assertThat(near.provenance().warnings()).noneMatch(warning -> warning.contains("near"));
        assertThat(near.provenance().result().norm()).isPositive();
    }

    @Test
    void randomStringsAndAnotherLanguageAreFar() throws IOException {
        for (Path dataset : List.of(RANDOM, RUSSIAN)) {
            Path file = folder.resolve(dataset);
            double whole =
                    generate(file, dataset + "-warn", Strength.whole())
                            .provenance()
                            .result()
                            .norm();
            Generation shrunk =
                    generate(file, dataset + "-shrink", new Strength(1, WhenFar.SHRINK));
            assertThat(shrunk.provenance().warnings())
                    .anyMatch(warning -> warning.contains("No entry is near"));
            assertThat(shrunk.provenance().result().norm()).isPositive().isLessThan(whole);
            Generation zero = generate(file, dataset + "-zero", new Strength(1, WhenFar.ZERO));
            assertThat(zero.provenance().result().norm()).isZero();
            assertThat(zero.provenance().warnings())
                    .anyMatch(warning -> warning.contains("--when-far"));
        }
    }

    @Test
    void aScaleMultipliesTheUpdate() throws IOException {
        double whole =
                generate(files.newDataset(), "whole", Strength.whole())
                        .provenance()
                        .result()
                        .norm();
        Generation half = generate(files.newDataset(), "half", new Strength(0.5, WhenFar.WARN));
        assertThat(half.provenance().result().norm()).isCloseTo(whole / 2, within(1e-9 * whole));
        assertThat(half.provenance().command()).contains("--scale 0.5");
    }
}
