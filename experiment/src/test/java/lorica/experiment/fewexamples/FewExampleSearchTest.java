package lorica.experiment.fewexamples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.adapter.PeftDirectory;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceRow;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import lorica.train.TimeLimit;
import lorica.train.TokenizedExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The toy world's adapters on a random model; examples of a copying task.
class FewExampleSearchTest {
    private static final SearchOptions OPTIONS =
            SearchOptions.defaults().withPool(4).withSteps(12).withExamples(16);
    private static final List<DistanceRow> ROWS =
            List.of(
                    new DistanceRow("near", "new", ToyFiles.IDS, new double[] {1, 2, 3, 4, 5, 6}),
                    new DistanceRow("far", "new", ToyFiles.IDS, new double[] {6, 5, 4, 3, 2, 1}));

    private final ToyFiles files;

    FewExampleSearchTest(@TempDir Path folder) throws IOException {
        files = ToyFiles.write(folder);
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
    }

    private static List<TokenizedExample> examples() {
        SplittableRandom random = new SplittableRandom(3);
        List<TokenizedExample> examples = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int id = random.nextInt(40, 60);
            examples.add(new TokenizedExample(new int[] {0, id, 5, id}, 3));
        }
        return examples;
    }

    private Map<Stage, LearnedMixture> run(
            SearchOptions options, TimeLimit limit, Optional<Coefficients> given)
            throws IOException {
        try (Arena arena = Arena.ofConfined();
                CausalLanguageModel model =
                        CausalLanguageModel.open(files.baseModel(), Optional.empty())) {
            return new FewExampleSearch(
                            model,
                            entry -> PeftDirectory.read(files.adapters().resolve(entry), arena),
                            options,
                            limit,
                            Progress.SILENT)
                    .run(examples(), ROWS, given);
        }
    }

    private Map<Stage, LearnedMixture> run(SearchOptions options) throws IOException {
        return run(options, TimeLimit.none(), Optional.empty());
    }

    private static LearnedMixture of(Map<Stage, LearnedMixture> found, Stage stage) {
        return Optional.ofNullable(found.get(stage)).orElseThrow();
    }

    @Test
    void noStageEndsWorseThanItBegins() throws IOException {
        Map<Stage, LearnedMixture> found = run(OPTIONS);
        assertThat(found).containsOnlyKeys(Stage.values());
        for (LearnedMixture learned : found.values()) {
            assertThat(learned.after()).isLessThanOrEqualTo(learned.before());
            assertThat(learned.entries()).hasSizeBetween(4, 6);
        }
        assertThat(of(found, Stage.SOUP).before()).isEqualTo(of(found, Stage.SEARCH).after());
        assertThat(of(found, Stage.DIRECTIONS).after())
                .isLessThan(of(found, Stage.COEFFICIENTS).before());
        assertThat(of(found, Stage.COEFFICIENTS).shared()).isTrue();
        assertThat(of(found, Stage.DIRECTIONS).shared()).isFalse();
    }

    @Test
    void theSameInputsGiveTheSameCoefficients() throws IOException {
        LearnedMixture once = of(run(OPTIONS), Stage.DIRECTIONS);
        LearnedMixture again = of(run(OPTIONS), Stage.DIRECTIONS);
        assertThat(again.entries()).isEqualTo(once.entries());
        once.coefficients()
                .forEach(
                        (module, values) ->
                                assertThat(again.coefficients().get(module)).isEqualTo(values));
    }

    @Test
    void nothingRunsAfterTheLastStage() throws IOException {
        assertThat(run(OPTIONS.withLast(Stage.SEARCH))).containsOnlyKeys(Stage.SEARCH);
        assertThat(run(OPTIONS.withLast(Stage.SOUP))).containsOnlyKeys(Stage.SEARCH, Stage.SOUP);
    }

    @Test
    void noMorePassesAreMadeThanAllowed() throws IOException {
        LearnedMixture learned = of(run(OPTIONS.withPasses(3)), Stage.DIRECTIONS);
        assertThat(learned.passes()).isEqualTo(3);
        assertThat(learned.steps()).isEqualTo(24);
    }

    @Test
    void withoutTimeTheFirstCandidateIsTheResult() throws IOException {
        double[] weights = {0, 0.25, 0, 0.75, 0, 0};
        LearnedMixture learned =
                of(
                        run(
                                OPTIONS,
                                TimeLimit.in(Duration.ZERO),
                                Optional.of(new Coefficients(ToyFiles.IDS, weights))),
                        Stage.DIRECTIONS);
        assertThat(learned.passes()).isEqualTo(1);
        assertThat(learned.steps()).isZero();
        assertThat(learned.origin()).startsWith("as chosen");
        for (int k = 0; k < learned.entries().size(); k++) {
            int place = ToyFiles.IDS.indexOf(learned.entries().get(k));
            assertThat((float) learned.means()[k]).isEqualTo((float) weights[place]);
        }
    }
}
