package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lorica.adapter.LoraAdapter;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.ReferenceContained;
import lorica.evaluate.RougeL;
import lorica.storage.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyTest {
    private static final String ROUGE = RougeL.published().name();
    private static final String EXACT = ExactMatch.published().name();

    @Test
    void ownAdaptersAreRightTheBaseIsVerboseAndTheGapIsClosedInBetween(@TempDir Path folder)
            throws IOException {
        Study study = study(folder, ToyStudy.options());
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        StudyResult result = study.score();
        assertThat(result.only(StudyRow.Role.OWN).summary(EXACT).mean()).isEqualTo(1);
        RowScores base = result.only(StudyRow.Role.BASE);
        assertThat(base.summary(EXACT).mean()).isZero();
        assertThat(base.summary(ReferenceContained.published().name()).mean()).isEqualTo(1);
        StudyResult.Comparison own = result.compare(result.only(StudyRow.Role.OWN), ROUGE);
        assertThat(own.gap().share().orElseThrow().estimate()).isEqualTo(1);
        assertThat(own.gap().aboveBase()).isEqualTo(1);
        assertThat(own.gap().smallGap()).isEmpty();
        assertThat(result.best(ROUGE).row().role()).isEqualTo(StudyRow.Role.VARIANT);
    }

    @Test
    void whatIsWrittenCanBeReadByPeopleAndPrograms(@TempDir Path folder) throws IOException {
        Study study = study(folder, ToyStudy.options());
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        StudyResult result = study.score();
        study.write(result);
        assertThat(study.tables())
                .contains("Table 1: ROUGE-L")
                .contains("| | js | wd |")
                .contains("| normalized, τ=0.3 |")
                .contains("leave-family-out, mixture `delta`:")
                .contains("| oracle (simplex QP) delta |")
                .contains("## Does a distance find near adapters?")
                .contains("| distance | Pearson | Spearman |")
                .contains("## Do near adapters answer better?")
                .contains("| delta | 13 | ")
                .contains("| own adapter | 1.000 ± 0.000 | 1.000 |")
                .contains("None.");
        List<String> scores = Files.readAllLines(study.directory().resolve("scores.csv"));
        assertThat(scores)
                .hasSize(1 + 6 * study.plan().rows().size() * Study.SCORES.size())
                .contains("add-1,own adapter,leave-one-out,exact-match,1.000000");
        assertThat(StudyJson.document(result).path("schema").asString())
                .isEqualTo("lorica.study/1");
        assertThat(study.directory().resolve("samples.md")).content().contains("## upper-2");
        assertThat(study.directory().resolve("figures")).isDirectoryContaining("glob:**.svg");
    }

    @Test
    void whatIsAskedForByNameHasItsTable(@TempDir Path folder) throws IOException {
        StudyOptions usual = ToyStudy.options();
        StudyOptions more =
                new StudyOptions(
                        usual.distances(),
                        usual.representations(),
                        usual.rules(),
                        usual.temperatures(),
                        usual.mixtures(),
                        usual.scopes(),
                        Set.of(
                                StudyOptions.Extra.ABLATION,
                                StudyOptions.Extra.CHOICE,
                                StudyOptions.Extra.BANK_SIZES),
                        usual.model(),
                        usual.maxNewTokens(),
                        1,
                        usual.seed(),
                        usual.bootstrap());
        Study study = study(folder, more);
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        StudyResult result = study.score();
        study.write(result);
        assertThat(study.tables())
                .contains("## One idea at a time")
                .contains("| the defaults | ")
                .contains("| `--auto`, chosen without the task's adapter | auto-nested delta |")
                .contains("## Quality against the size of the bank")
                .contains("\n| 2 | ")
                .contains("3 datasets choose, 3 test")
                .contains("\nChosen, `");
        assertThat(StudyJson.document(result).path("halves").path("over").size()).isPositive();
    }

    @Test
    void whatUpdatesDoHasItsColumnAndTables(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.functional(ToyStudy.bank(folder));
        Study study = new Study(StudyPlan.of(bank, ToyStudy.options()), folder.resolve("study"));
        study.answer(() -> ToyStudy.Model.of(bank), Progress.SILENT);
        StudyResult result = study.score();
        study.write(result);
        assertThat(study.tables())
                .contains("| p nearest | rest | functional rest |\n")
                .contains("| own adapter | 1.000 ± 0.000 | 1.000 |")
                .contains("| 0.000 | 0.000 |\n")
                .contains("## Does a distance find adapters that do alike?")
                .contains("## Do adapters that do alike answer better?")
                .contains("## Is what adapters do a better objective than what they are?")
                .contains("\n| oracle (least squares, functional) delta | ");
        var document = StudyJson.document(result);
        assertThat(document.path("functionalNearnessAndScore").size()).isEqualTo(1);
        assertThat(document.path("rows").path(1).path("functionalRest").path(0).asDouble())
                .isZero();
    }

    @Test
    void aSecondRunGeneratesNothing(@TempDir Path folder) throws IOException {
        Study study = study(folder, ToyStudy.options());
        ToyStudy.Model model = ToyStudy.Model.of(study.plan().bank());
        int answered = study.answer(() -> model, Progress.SILENT);
        assertThat(answered).isEqualTo(study.plan().jobs().size()).isGreaterThan(50);
        assertThat(model.calls().get()).isLessThanOrEqualTo(answered);
        assertThat(study.answer(() -> model, Progress.SILENT)).isZero();
        assertThat(model.calls().get()).isLessThanOrEqualTo(answered);
    }

    @Test
    void rowsThatShareAnAdapterShareItsAnswers(@TempDir Path folder) throws IOException {
        Study study = study(folder, ToyStudy.options());
        long pairs = (long) study.plan().rows().size() * study.plan().bank().tested().size();
        assertThat((long) study.plan().jobs().size()).isLessThan(pairs);
    }

    @Test
    void aKilledStudyGoesOnAndEndsTheSame(@TempDir Path folder) throws IOException {
        Study whole = study(folder.resolve("whole"), ToyStudy.options());
        whole.answer(() -> ToyStudy.Model.of(whole.plan().bank()), Progress.SILENT);
        Study killed = study(folder.resolve("killed"), ToyStudy.options());
        ToyStudy.Model model = ToyStudy.Model.of(killed.plan().bank());
        assertThatThrownBy(() -> killed.answer(() -> dyingAfter(20, model), Progress.SILENT))
                .hasMessage("killed");
        assertThatThrownBy(killed::score)
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("--base");
        int rest = killed.answer(() -> model, Progress.SILENT);
        assertThat(rest).isLessThanOrEqualTo(killed.plan().jobs().size() - 20);
        assertThat(ScoresCsv.render(killed.score())).isEqualTo(ScoresCsv.render(whole.score()));
    }

    private static Answerer dyingAfter(int calls, ToyStudy.Model model) {
        return new Answerer() {
            @Override
            public List<String> complete(Optional<LoraAdapter> adapter, List<String> prompts) {
                if (model.calls().get() >= calls) {
                    throw new IllegalStateException("killed");
                }
                return model.complete(adapter, prompts);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void otherOptionsAreOtherPredictions(@TempDir Path folder) throws IOException {
        Study study = study(folder, ToyStudy.options());
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        StudyOptions options = ToyStudy.options();
        StudyOptions longer =
                new StudyOptions(
                        options.distances(),
                        options.representations(),
                        options.rules(),
                        options.temperatures(),
                        options.mixtures(),
                        options.scopes(),
                        Set.of(),
                        options.model(),
                        options.maxNewTokens() + 1,
                        1,
                        options.seed(),
                        options.bootstrap());
        Study other = new Study(StudyPlan.of(study.plan().bank(), longer), study.directory());
        assertThat(StudyRun.missing(other.plan(), other.store()))
                .hasSameSizeAs(other.plan().jobs());
    }

    @Test
    void aPredictionsFileOfOtherRowsIsRefused(@TempDir Path folder) throws IOException {
        Study study = study(folder, ToyStudy.options());
        study.answer(() -> ToyStudy.Model.of(study.plan().bank()), Progress.SILENT);
        Job first = study.plan().jobs().getFirst();
        Job last = study.plan().jobs().getLast();
        Files.copy(
                study.store().file(last),
                study.store().file(first),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(study::score)
                .hasMessageContaining(study.store().file(first).toString())
                .hasMessageContaining("row 1");
    }

    static Study study(Path folder, StudyOptions options) throws IOException {
        return new Study(
                StudyPlan.of(ToyStudy.bank(folder.resolve("toy")), options),
                folder.resolve("study"));
    }
}
