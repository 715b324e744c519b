package lorica.volterra.ablation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lorica.torch.Activation;
import lorica.torch.Libtorch;
import lorica.volterra.ablation.Ablation.Done;
import lorica.volterra.network.GdnOptions;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.network.GdnOptions.Encoding;
import lorica.volterra.network.HgnOptions;
import lorica.volterra.network.Predictor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AblationTest {
    @TempDir private Path folder;

    @BeforeAll
    static void oneThread() {
        Libtorch.setThreads(1);
    }

    private static AblationOptions options(AblationTable... tables) {
        GdnOptions gdn =
                new GdnOptions(
                        List.of(8),
                        Activation.RELU,
                        Encoding.LOG_MAP,
                        Decoding.PRESENT,
                        2,
                        1,
                        8,
                        1e-3,
                        1,
                        0);
        return new AblationOptions(
                List.of(tables), 8, 4, 6, 4, gdn, HgnOptions.lowDimensional(), 1, 0);
    }

    private List<Done> run(AblationTable... tables) throws IOException {
        return new Ablation(options(tables), 1)
                .run(
                        folder,
                        new Ablation.Listener() {
                            @Override
                            public void at(String what, long done, long total) {}

                            @Override
                            public void done(Done row, int number, int total) {}
                        });
    }

    private Set<String> rows() throws IOException {
        try (var files = Files.list(folder.resolve("rows"))) {
            Set<String> rows = new HashSet<>();
            for (Path file : files.toList()) {
                rows.add(file.getFileName() + " " + Files.getLastModifiedTime(file));
            }
            return rows;
        }
    }

    @Test
    void rowsThatTablesShareAreTrainedOnceAndAreNotTrainedAgain() throws IOException {
        List<Done> first = run(AblationTable.MEMORY, AblationTable.CURVATURE);
        assertThat(first).hasSize(7);
        Set<String> rows = rows();
        assertThat(rows).hasSize(6);
        List<Done> again = run(AblationTable.MEMORY, AblationTable.CURVATURE);
        assertThat(rows()).isEqualTo(rows);
        assertThat(again.stream().map(Done::scores).toList())
                .isEqualTo(first.stream().map(Done::scores).toList());
        assertThat(folder.resolve("volterra.json")).isNotEmptyFile();
        assertThat(Files.readString(folder.resolve("volterra.md")))
                .contains("## Table 3.4: Memory w", "| w = 0.25 | 1.02e-04 [9.40e-05, 1.10e-04] |")
                .contains("Order of the rows (Spearman)");
        assertThat(Files.readString(folder.resolve("figure-3.6-0.0001.svg")))
                .contains("<svg", "HGN recurrent");
    }

    @Test
    void everyTableHasTheRowsOfTheThesis() {
        List<Integer> sizes = new ArrayList<>();
        for (AblationTable table : AblationTable.values()) {
            sizes.add(table.rows().size());
        }
        assertThat(sizes).isEqualTo(Arrays.asList(1, 4, 7, 6, 4, 8, 3, 4));
        assertThat(AblationTable.MEMORY.rows().getFirst().process().weight()).isEqualTo(1);
    }

    @Test
    void anIntervalIsOverPathsEachCountedOnceByItsMeanOverTheTimes() {
        RowScores.Score score = RowScores.Score.of(new double[] {1, 3, 2}, new double[] {3, 5, 10});
        assertThat(score.mean()).isEqualTo(4);
        assertThat(score.ofTimes()).containsExactly(2.0, 6.0);
        // the paths' means are 2, 4 and 6: deviation 2, standard error 2/√3
        assertThat(score.high()).isCloseTo(4 + 1.959964 * 2 / Math.sqrt(3), within(1e-9));
        assertThat(score.low()).isCloseTo(4 - 1.959964 * 2 / Math.sqrt(3), within(1e-9));
    }

    @Test
    void aRowExplodesWhenItIsWorseThanTheLastValue() throws IOException {
        RowScores scores = run(AblationTable.BASE).getFirst().scores();
        boolean worse =
                scores.score(Predictor.GDN).mean() > scores.score(Predictor.LAST_VALUE).mean();
        assertThat(scores.explodes() || !worse).isTrue();
    }
}
