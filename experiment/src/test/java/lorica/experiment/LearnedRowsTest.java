package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import lorica.bank.Bank;
import lorica.distribution.Part;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.storage.Progress;
import lorica.testing.TinyModel;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnedRowsTest {
    private final Path folder;
    private final ToyFiles files;
    private final Bank opened;
    private final StudyBank bank;

    LearnedRowsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        files = ToyFiles.write(folder);
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        opened = ToyBank.of(files, folder.resolve("bank"));
        bank =
                StudyBank.read(
                        opened,
                        new StudyBank.Extent(2, EnumSet.range(Part.BOTH, Part.OUTPUT), Set.of()),
                        Progress.SILENT,
                        1);
    }

    @Test
    void entriesThatAreNotAskedForAreSourcesOnly() throws IOException {
        StudyBank some =
                StudyBank.read(
                        opened,
                        new StudyBank.Extent(2, EnumSet.of(Part.BOTH), Set.of("add-2", "upper-1")),
                        Progress.SILENT,
                        1);
        assertThat(some.tasks()).hasSize(6);
        assertThat(some.tested()).hasSize(2);
        assertThat(some.tested())
                .allSatisfy(place -> assertThat(some.tasks().get(place).test()).hasSize(2));
        StudyBank.Extent unknown = new StudyBank.Extent(2, EnumSet.of(Part.BOTH), Set.of("nobody"));
        assertThatThrownBy(() -> StudyBank.read(opened, unknown, Progress.SILENT, 1))
                .hasMessageContaining("nobody");
    }

    private List<StudyRow> rows() throws IOException {
        SearchOptions options =
                SearchOptions.defaults().withPool(3).withSteps(6).withExamples(8).withPasses(9);
        return new LearnedRows(opened, bank, options)
                .rows(files.baseModel(), ToyStudy.options(), folder, Progress.SILENT);
    }

    @Test
    void everyStageAndTheOracleAreRowsThatLeaveTheTaskOut() throws IOException {
        List<StudyRow> rows = rows();
        assertThat(rows.stream().map(StudyRow::name))
                .containsExactly(
                        "few-examples search delta",
                        "few-examples soup delta",
                        "few-examples coefficients delta",
                        "few-examples directions delta",
                        "oracle (loss in the hull) delta");
        for (StudyRow row : rows) {
            for (int task = 0; task < bank.tasks().size(); task++) {
                assertThat(row.weights()[task][task]).isZero();
                assertThat(Recipe.of(bank, row, task).toString())
                        .doesNotContain("source=StudyTask[id=" + bank.tasks().get(task).id() + ",");
            }
        }
        double sum = 0;
        for (double weight : rows.getLast().weights()[0]) {
            assertThat(weight).isNotNegative();
            sum += weight;
        }
        assertThat(sum).isBetween(0.999, 1.001);
    }

    @Test
    void whatWasLearnedIsKept() throws IOException {
        List<StudyRow> first = rows();
        List<Path> kept;
        try (Stream<Path> found = Files.walk(folder.resolve("learned"))) {
            kept = found.filter(Files::isRegularFile).toList();
        }
        assertThat(kept).hasSize(6);
        for (Path file : kept) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        }
        List<StudyRow> again = rows();
        for (Path file : kept) {
            assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1000);
        }
        for (int row = 0; row < first.size(); row++) {
            for (int task = 0; task < 6; task++) {
                assertThat(Recipe.of(bank, again.get(row), task).checksum())
                        .isEqualTo(Recipe.of(bank, first.get(row), task).checksum());
            }
        }
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        rows();
        Path file;
        try (Stream<Path> found = Files.walk(folder.resolve("learned"))) {
            file = found.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
        }
        Files.writeString(file, "{\"schema\":\"lorica.learned/1\"}");
        assertThatThrownBy(this::rows)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("delete the file");
    }
}
