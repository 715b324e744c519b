package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorica.distance.Distance;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DistancesCommandTest {
    @TempDir private Path folder;

    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bank = Path.of("");

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bank = Run.toyBank(files);
    }

    @Test
    void theTableHasTheNearestFirst() {
        Run run = Run.ok("distances", files.newDataset(), "--bank", bank);
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.getFirst().strip()).isEqualTo("js-input=0.5,output=0.5");
        assertThat(lines.get(1)).startsWith("add-");
        assertThat(run.err()).startsWith("dataset: ").hasLineCount(1);
    }

    @Test
    void csvHasEveryEntryInTheBanksOrderAndEveryDigit() {
        Run run =
                Run.ok(
                        "distances",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "--format",
                        "csv",
                        "--on",
                        "both",
                        "--distance",
                        "all");
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo(
                        "entry,"
                                + String.join(
                                        ",", Distance.all().stream().map(Distance::name).toList()));
        assertThat(lines.stream().skip(1).map(line -> line.split(",")[0]))
                .containsExactlyElementsOf(ToyFiles.IDS);
        Run one = Run.ok("distances", files.newDataset(), "--bank", bank, "--on", "both", "--json");
        JsonNode document = JsonMapper.shared().readTree(one.out());
        double js = document.path("distances").path(0).path("values").path(0).doubleValue();
        assertThat(Double.parseDouble(lines.get(1).split(",")[3])).isEqualTo(js);
    }

    @Test
    void jsonIsOneDocumentWithAStableSchema() {
        Run run = Run.ok("distances", files.newDataset(), "--bank", bank, "--on", "both", "--json");
        JsonNode root = JsonMapper.shared().readTree(run.out());
        assertThat(root.path("schema").stringValue()).isEqualTo("lorica.distances/1");
        assertThat(root.path("entries").size()).isEqualTo(6);
        assertThat(root.path("distances").path(0).path("name").stringValue()).isEqualTo("js");
        assertThat(root.path("distances").path(0).path("values").size()).isEqualTo(6);
        assertThat(root.path("template").path("treatment").stringValue()).isEqualTo("as is");
        assertThat(root.path("read").path("datasetsRead").intValue()).isEqualTo(6);
    }

    @Test
    void itComparesWhatGenerateCompares() throws IOException {
        Path made = folder.resolve("made");
        Run.ok("generate", files.newDataset(), "--bank", bank, "-o", made);
        JsonNode generated =
                JsonMapper.shared().readTree(Files.readString(made.resolve("lorica.json")));
        Map<String, Double> distances = new HashMap<>();
        generated
                .path("sources")
                .forEach(
                        one ->
                                distances.put(
                                        one.path("entry").stringValue(),
                                        one.path("distance").doubleValue()));
        Run run = Run.ok("distances", files.newDataset(), "--bank", bank, "--json");
        JsonNode root = JsonMapper.shared().readTree(run.out());
        for (int i = 0; i < root.path("entries").size(); i++) {
            assertThat(distances)
                    .containsEntry(
                            root.path("entries").path(i).stringValue(),
                            root.path("distances").path(0).path("values").path(i).doubleValue());
        }
    }

    @Test
    void pairsOfTokensAreComparedByWhatDoesNotMeasureTheirIds() {
        String[] line = {
            "distances",
            files.newDataset().toString(),
            "--bank",
            bank.toString(),
            "--on",
            "input-bigrams=1,output-bigrams=1"
        };
        List<String> nearest = Run.ok((Object[]) line).out().lines().toList();
        assertThat(nearest.get(1)).startsWith("add-");
        Run refused = Run.of((Object[]) append(line, "--distance", "wd"));
        assertThat(refused.exitCode()).isNotEqualTo(ExitCode.OK);
        assertThat(refused.err()).contains("wd: expected tokens", "js, kl and hellinger");
    }

    @Test
    void aSecondRunReadsNoDatasetOfTheBank() {
        Run.ok("distances", files.newDataset(), "--bank", bank, "--on", "both");
        Run again =
                Run.ok("distances", files.newDataset(), "--bank", bank, "--on", "both", "--json");
        JsonNode read = JsonMapper.shared().readTree(again.out()).path("read");
        assertThat(read.path("datasetsRead").intValue()).isZero();
        assertThat(read.path("fingerprintsRead").intValue()).isEqualTo(6);
    }

    @Test
    void theMatrixOfASymmetricDistanceIsSymmetricWithZerosOnItsDiagonal() {
        Run run = Run.ok("distances", "--bank", bank, "--matrix", "--distance", "wd", "--json");
        JsonNode root = JsonMapper.shared().readTree(run.out());
        assertThat(root.path("schema").stringValue()).isEqualTo("lorica.distance-matrix/1");
        JsonNode values = root.path("values");
        for (int i = 0; i < 6; i++) {
            assertThat(values.path(i).path(i).doubleValue()).isZero();
            for (int j = 0; j < 6; j++) {
                assertThat(values.path(i).path(j).doubleValue())
                        .isEqualTo(values.path(j).path(i).doubleValue());
            }
        }
    }

    @Test
    void theMatrixIsPrintedAsCsvAndWrittenAsTheFileIsCalled() throws IOException {
        Run printed = Run.ok("distances", "--bank", bank, "--matrix", "--distance", "kl");
        assertThat(printed.out()).startsWith("entry,add-1,add-2,").hasLineCount(7);
        Path csv = folder.resolve("matrix.csv");
        Path npy = folder.resolve("matrix.npy");
        Run.ok("distances", "--bank", bank, "--matrix", "--distance", "kl", "-o", csv);
        Run.ok("distances", "--bank", bank, "--matrix", "--distance", "kl", "-o", npy);
        assertThat(Files.readString(csv)).isEqualTo(printed.out());
        byte[] bytes = Files.readAllBytes(npy);
        assertThat(bytes).hasSize(128 + 8 * 36);
        DoubleBuffer numbers =
                ByteBuffer.wrap(bytes, 128, 8 * 36)
                        .slice()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asDoubleBuffer();
        String second = printed.out().lines().toList().get(2);
        assertThat(numbers.get(6)).isEqualTo(Double.parseDouble(second.split(",")[1]));
    }

    @Test
    void aGaussianWidthChangesTheValues() {
        assertThat(first("mmd-gaussian")).isEqualTo(first("mmd-gaussian-100"));
        assertThat(first("mmd-gaussian-3")).isNotCloseTo(first("mmd-gaussian"), within(1e-6));
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenForced() throws IOException {
        Path file = Files.writeString(folder.resolve("row.csv"), "mine");
        Run run = Run.of("distances", files.newDataset(), "--bank", bank, "-o", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("row.csv", "--force");
        assertThat(file).hasContent("mine");
        Run.ok("distances", files.newDataset(), "--bank", bank, "-o", file, "--force");
        assertThat(Files.readString(file)).startsWith("entry,\"js-input=0.5,output=0.5\"\n");
    }

    @ParameterizedTest
    @CsvSource({
        "--matrix DATA, expected none with --matrix",
        "--distance js, expected a DATASET",
        "DATA --distance euclid, 'expected one of wd, kl, js, mmd'",
        "DATA --distance mmd-gaussian--1, width",
        "DATA --format npy, expected a FILE",
        "DATA --format csv --json, expected none with --json",
        "DATA --threads 0, threads",
        "--matrix --distance all, one distance",
        "DATA --on triples, 'input-bigrams, output-bigrams'",
        "--matrix --template none, expected a DATASET"
    })
    void whatCannotBeMeantIsAUsageError(String arguments, String expected) {
        String line = arguments.replace("DATA", files.newDataset().toString());
        Run run = Run.of((Object[]) ("distances --bank " + bank + " " + line).split(" "));
        assertThat(run.err()).contains(expected, "try: lorica distances --help");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDatasetThatIsNoFileIsRefusedWithTheWayOut() {
        Run run = Run.of("distances", files.datasets(), "--bank", bank);
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).contains("found a folder; name the file in it").hasLineCount(1);
    }

    @Test
    void aWrappedDatasetIsSaidOnStderrAndInTheDocument() throws IOException {
        Path template = Files.writeString(folder.resolve("template.txt"), "Ask: {input}\nSay:");
        String[] line = {
            "distances", files.newDataset().toString(), "--bank", bank.toString(), "--template"
        };
        Run wrapped = Run.ok((Object[]) append(line, template.toString(), "--json"));
        JsonNode document = JsonMapper.shared().readTree(wrapped.out());
        assertThat(wrapped.err())
                .startsWith("dataset: ")
                .contains("rows compared wrapped")
                .hasLineCount(2);
        assertThat(document.path("template").path("treatment").stringValue()).isEqualTo("wrapped");
        Run none = Run.ok((Object[]) append(line, "none", "--json"));
        assertThat(none.err()).startsWith("dataset: ").hasLineCount(1);
        assertThat(document.path("distances").path(0).path("values").path(0).doubleValue())
                .isNotEqualTo(
                        JsonMapper.shared()
                                .readTree(none.out())
                                .path("distances")
                                .path(0)
                                .path("values")
                                .path(0)
                                .doubleValue());
    }

    private static String[] append(String[] line, String... more) {
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private double first(String distance) {
        Run run =
                Run.ok(
                        "distances",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "--distance",
                        distance,
                        "--json");
        return JsonMapper.shared()
                .readTree(run.out())
                .path("distances")
                .path(0)
                .path("values")
                .path(2)
                .doubleValue();
    }
}
