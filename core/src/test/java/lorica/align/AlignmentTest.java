package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.align.Alignment.Centre;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlignmentTest {
    @ParameterizedTest
    @CsvSource({
        "RANDOM, 0",
        "RANDOM, 3",
        "COLLUDING, 0",
        "COLLUDING, 3",
        "SIGN_FLIP, 3",
        "SCALED, 0",
        "SCALED, 3"
    })
    void everyKindOfContaminationIsFoundAndRefinementBeatsTheOthers(
            Contamination kind, double common) throws IOException {
        Draw draw =
                new PlantedUpdates(32, 8, 24, 3, 7, kind, common, 0.5)
                        .draw(new SplittableRandom(5));
        Updates updates = updates(draw.updates());
        Alignment alignment = Alignment.of(updates, Centre.AUTOMATIC, 1);
        assertThat(flags(alignment)).isEqualTo(draw.contaminated());
        assertThat(alignment.common() || common == 0).isTrue();
        double refined = 0;
        double local = 0;
        double projected = 0;
        for (int k = 0; k < 24; k++) {
            if (!draw.contaminated().get(k)) {
                double[] truth = draw.truth().blocks().get(k);
                refined += distance(alignment.refined("w", k), truth);
                projected += distance(alignment.projected("w", k), truth);
                local += distance(draw.updates().blocks().get(k), truth);
            }
        }
        assertThat(refined).isLessThan(0.8 * local);
        if (common > 0) {
            assertThat(refined).isLessThan(projected);
        }
        for (Baseline baseline : Baseline.values()) {
            double[] same = baseline.of(updates).getOrDefault("w", new double[0]);
            double error = 0;
            for (int k = 0; k < 24; k++) {
                if (!draw.contaminated().get(k)) {
                    error += distance(same, draw.truth().blocks().get(k));
                }
            }
            assertThat(refined).as(baseline.name()).isLessThan(error);
        }
    }

    /// Pairwise cosines of benign clients are about 0.23.
    @ParameterizedTest
    @CsvSource({"RANDOM", "COLLUDING", "SIGN_FLIP", "SCALED"})
    void aWeakCommonPartIsEnough(Contamination kind) throws IOException {
        Draw draw =
                new PlantedUpdates(32, 8, 24, 3, 7, kind, 1, 1.5).draw(new SplittableRandom(21));
        Alignment alignment = Alignment.of(updates(draw.updates()), Centre.AUTOMATIC, 1);
        assertThat(alignment.common()).isTrue();
        assertThat(flags(alignment)).isEqualTo(draw.contaminated());
    }

    @Test
    void aCommonPartAloneIsRankZeroAndNobodyIsContaminated() throws IOException {
        Draw draw =
                new PlantedUpdates(16, 4, 12, 0, 0, Contamination.RANDOM, 2, 0.3)
                        .draw(new SplittableRandom(1));
        Alignment alignment = Alignment.of(updates(draw.updates()), Centre.AUTOMATIC, 1);
        assertThat(alignment.common()).isTrue();
        assertThat(flags(alignment)).containsOnly(false);
        assertThat(module(alignment).subspace().rank()).isZero();
    }

    @Test
    void withoutNoiseEverythingIsExact() throws IOException {
        Draw draw =
                PlantedUpdates.exact(32, 8, 24, 3, 7, Contamination.RANDOM)
                        .draw(new SplittableRandom(1));
        Alignment alignment = Alignment.of(updates(draw.updates()), Centre.AUTOMATIC, 1);
        assertThat(flags(alignment)).isEqualTo(draw.contaminated());
        assertThat(module(alignment).subspace().distance(draw.subspace())).isLessThan(1e-8);
        for (int k = 0; k < 24; k++) {
            if (!draw.contaminated().get(k)) {
                assertThat(distance(alignment.refined("w", k), draw.truth().blocks().get(k)))
                        .isLessThan(1e-8);
            }
        }
    }

    @Test
    void aFlipWithinTheSubspaceAndWithoutCommonPartCannotBeSeenAndDoesNoHarm() throws IOException {
        Draw draw =
                PlantedUpdates.exact(32, 8, 24, 3, 7, Contamination.SIGN_FLIP)
                        .draw(new SplittableRandom(1));
        Alignment alignment = Alignment.of(updates(draw.updates()), Centre.AUTOMATIC, 1);
        assertThat(flags(alignment)).containsOnly(false);
        assertThat(module(alignment).subspace().distance(draw.subspace())).isLessThan(1e-8);
    }

    @Test
    void decisionsArePooledOverModulesAndTheSameAtAnyNumberOfThreads() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        Draw one = new PlantedUpdates(24, 8, 15, 2, 4, Contamination.RANDOM, 0, 0.4).draw(random);
        TreeMap<String, Blocks> modules = new TreeMap<>();
        modules.put(
                "clean",
                new PlantedUpdates(24, 8, 15, 2, 0, Contamination.RANDOM, 0, 0.4)
                        .draw(random)
                        .updates());
        modules.put("hit", one.updates());
        Updates updates = new Updates(names(15), modules);
        Alignment alone = Alignment.of(updates, Centre.NONE, 1);
        assertThat(flags(alone)).isEqualTo(one.contaminated());
        assertThat(Alignment.of(updates, Centre.NONE, 2).scores()).isEqualTo(alone.scores());
    }

    @Test
    void equalUpdatesHaveNoDirectionsAndNobodyIsContaminated() throws IOException {
        Draw draw =
                PlantedUpdates.exact(10, 3, 1, 2, 0, Contamination.RANDOM)
                        .draw(new SplittableRandom(1));
        List<double[]> same = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            same.add(draw.updates().blocks().getFirst());
        }
        Alignment alignment = Alignment.of(updates(new Blocks(10, same)), Centre.AUTOMATIC, 1);
        assertThat(alignment.common()).isTrue();
        assertThat(flags(alignment)).containsOnly(false);
        assertThat(module(alignment).subspace().rank()).isZero();
        assertThat(distance(alignment.refined("w", 0), same.getFirst())).isLessThan(1e-12);
    }

    @Test
    void updatesOfZeroAreTheirOwnAnswer() throws IOException {
        List<double[]> zeros = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            zeros.add(new double[6]);
        }
        Alignment alignment = Alignment.of(updates(new Blocks(3, zeros)), Centre.AUTOMATIC, 1);
        assertThat(flags(alignment)).containsOnly(false);
        assertThat(alignment.refined("w", 0)).containsOnly(0);
    }

    @Test
    void whatCannotBeAnsweredIsRefused() {
        assertThatThrownBy(() -> aligned(2, 1, 0))
                .hasMessage(
                        "clients: expected at least 3 (of two, no majority can be told), found 2");
        assertThatThrownBy(() -> aligned(24, 3, 24))
                .hasMessageContaining("expected a common part or a direction that most");
        assertThatThrownBy(() -> aligned(6, 20, 0))
                .isInstanceOf(AlignmentException.class)
                .hasMessageContaining("clients: expected");
    }

    private static Alignment aligned(int clients, int rank, int contaminated) throws IOException {
        Draw draw =
                PlantedUpdates.exact(32, 2, clients, rank, contaminated, Contamination.RANDOM)
                        .draw(new SplittableRandom(4));
        return Alignment.of(updates(draw.updates()), Centre.NONE, 1);
    }

    private static ModuleAlignment module(Alignment alignment) {
        return alignment.modules().firstEntry().getValue();
    }

    static Updates updates(Blocks blocks) {
        return Updates.of(names(blocks.count()), "w", blocks);
    }

    private static List<String> names(int count) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            names.add("client-" + k);
        }
        return names;
    }

    static List<Boolean> flags(Alignment alignment) {
        return alignment.scores().stream().map(ClientScore::contaminated).toList();
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
