package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorica.distribution.Part;
import lorica.distribution.Representation;
import lorica.train.rule.ScalarRuleTraining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyPlanTest {
    @Test
    void everyRowOfAStudyIsThereOnce(@TempDir Path folder) throws IOException {
        StudyPlan plan = StudyPlan.of(ToyStudy.bank(folder), ToyStudy.options());
        assertThat(plan.rows().stream().map(StudyRow::name))
                .doesNotHaveDuplicates()
                .hasSize(2 + 2 * (2 + 1 + 2 + 4 + 4 + 16))
                .contains(
                        "base",
                        "own adapter",
                        "uniform factors",
                        "uniform delta (family out)",
                        "random entry",
                        "nearest js",
                        "nearest wd (family out)",
                        "oracle (simplex QP) delta",
                        "oracle (least squares) factors (family out)",
                        "js-normalized delta",
                        "wd-attentional-t0.3 factors (family out)",
                        "shuffled js-normalized-t0.3 delta");
    }

    @Test
    void noRowGivesATaskItsOwnAdapterOrOneOfItsFamily(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        for (StudyRow row : StudyPlan.of(bank, ToyStudy.options()).rows()) {
            for (int task = 0; task < 6; task++) {
                double total = Arrays.stream(row.weights()[task]).sum();
                switch (row.role()) {
                    case BASE -> assertThat(total).isZero();
                    case OWN -> assertThat(row.weights()[task][task]).isEqualTo(1);
                    case ORACLE -> assertThat(row.weights()[task][task]).isZero();
                    default -> {
                        assertThat(total).isCloseTo(1, within(1e-9));
                        assertThat(row.weights()[task][task]).isZero();
                        if (row.scope() == Scope.LEAVE_FAMILY_OUT) {
                            assertThat(row.weights()[task][task ^ 1]).isZero(); // its sibling
                        }
                    }
                }
            }
        }
    }

    @Test
    void theNearestEntryIsTheSiblingAndWithoutItAnother(@TempDir Path folder) throws IOException {
        List<StudyRow> rows = StudyPlan.of(ToyStudy.bank(folder), ToyStudy.options()).rows();
        StudyRow nearest = row(rows, "nearest js");
        StudyRow outside = row(rows, "nearest js (family out)");
        for (int task = 0; task < 6; task++) {
            assertThat(nearest.weights()[task][task ^ 1]).isEqualTo(1);
            assertThat(Arrays.stream(outside.weights()[task]).max()).hasValue(1);
        }
    }

    @Test
    void noRowOfSimplexWeightsIsNearerToTheOwnAdapterThanTheOracle(@TempDir Path folder)
            throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        List<StudyRow> rows = StudyPlan.of(bank, ToyStudy.options()).rows();
        for (StudyRow row : rows) {
            if (row.mixture().isEmpty() || row.role() == StudyRow.Role.ORACLE) {
                continue;
            }
            String end =
                    row.mixture().get().name()
                            + (row.scope() == Scope.LEAVE_ONE_OUT ? "" : " (family out)");
            StudyRow simplex = row(rows, "oracle (simplex QP) " + end);
            StudyRow free = row(rows, "oracle (least squares) " + end);
            var gram = Nearness.WEIGHTS.gram(bank.gram(), row.mixture().get()).orElseThrow();
            for (int task = 0; task < 6; task++) {
                double bound = gram.distanceShare(simplex.weights()[task], task);
                assertThat(bound)
                        .isLessThanOrEqualTo(gram.distanceShare(row.weights()[task], task) + 1e-9);
                assertThat(gram.distanceShare(free.weights()[task], task))
                        .isLessThanOrEqualTo(bound + 1e-9);
            }
        }
    }

    @Test
    void aRepresentationIsAnotherAxisOfTheRows(@TempDir Path folder) throws IOException {
        StudyOptions options = ToyStudy.options();
        StudyOptions two =
                new StudyOptions(
                        options.distances(),
                        List.of(
                                Representation.published(),
                                Representation.parse("output"),
                                Representation.parse("input=1,output=3")),
                        options.rules(),
                        options.temperatures(),
                        options.mixtures(),
                        options.scopes(),
                        Set.of(),
                        options.model(),
                        options.maxNewTokens(),
                        1,
                        options.seed(),
                        options.bootstrap());
        List<StudyRow> rows = StudyPlan.of(ToyStudy.bank(folder), two).rows();
        assertThat(rows)
                .extracting(StudyRow::name)
                .doesNotHaveDuplicates()
                .contains(
                        "js-normalized delta",
                        "js-output-normalized-t0.3 delta",
                        "wd-input=0.25,output=0.75-attentional factors (family out)",
                        "nearest js-output");
        assertThat(
                        Arrays.deepEquals(
                                row(rows, "js-output-normalized delta").weights(),
                                row(rows, "js-normalized delta").weights()))
                .isFalse();
    }

    @Test
    void anAblationChangesOneThingAtATime(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        List<StudyRow> rows =
                StudyPlan.of(bank, with(ToyStudy.options(), StudyOptions.Extra.ABLATION)).rows();
        String start = Ablation.steps().getFirst().label();
        assertThat(rows)
                .extracting(StudyRow::name)
                .doesNotHaveDuplicates()
                .contains(
                        start + " delta",
                        start + "-top2 delta",
                        start + "-equal-norms delta",
                        start + "-x1.5 delta",
                        "auto-nested delta");
        double[][] usual = row(rows, start + " delta").weights();
        double[][] scaled = row(rows, start + "-x1.5 delta").weights();
        double[][] two = row(rows, start + "-top2 delta").weights();
        double[][] equal = row(rows, start + "-equal-norms delta").weights();
        var gram = bank.gram().updates();
        for (int task = 0; task < 6; task++) {
            double norms = 0;
            double kept = 0;
            for (int entry = 0; entry < 6; entry++) {
                assertThat(scaled[task][entry]).isCloseTo(1.5 * usual[task][entry], within(1e-12));
                norms += usual[task][entry] * gram.norm(entry);
                kept += two[task][entry] > 0 ? 1 : 0;
            }
            assertThat(kept).isEqualTo(2);
            for (int entry = 0; entry < 6; entry++) {
                assertThat(equal[task][entry] * gram.norm(entry))
                        .isCloseTo(usual[task][entry] * norms, within(1e-9));
            }
            assertThat(row(rows, "auto-nested delta").weights()[task][task]).isZero();
        }
    }

    @Test
    void smallerBanksLieInLargerOnes(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        List<StudyRow> rows =
                StudyPlan.of(bank, with(ToyStudy.options(), StudyOptions.Extra.BANK_SIZES)).rows();
        assertThat(BankSizes.sizes(bank)).containsExactly(2, 5);
        double[][] two = row(rows, "defaults delta, 2 entries").weights();
        double[][] all = row(rows, "defaults delta, 5 entries").weights();
        double[][] nearest = row(rows, "nearest, 2 entries").weights();
        for (int task = 0; task < 6; task++) {
            assertThat(two[task][task]).isZero();
            assertThat(Arrays.stream(two[task]).filter(weight -> weight > 0)).hasSize(2);
            assertThat(Arrays.stream(all[task]).filter(weight -> weight > 0)).hasSize(5);
            assertThat(Arrays.stream(nearest[task]).sum()).isEqualTo(1);
        }
    }

    @Test
    void learnedRulesGiveNothingToTheTaskAndAVectorRuleNothingToItsFold(@TempDir Path folder)
            throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        var training =
                new ScalarRuleTraining.Options(8, 2, 1e-3, 9, ScalarRuleTraining.Points.TABLE, 0);
        List<StudyRow> rows = new NeuralRows(bank, ToyStudy.options(), training).rows();
        assertThat(rows)
                .extracting(StudyRow::name)
                .containsExactly(
                        "js-neural factors",
                        "js-input=0.5,output=0.5-neural delta",
                        "js-input=0.5,output=0.5-neural-vector delta",
                        "all-attention-reconstruction delta",
                        "all-attention-direction delta",
                        "all-attention-likeness delta");
        for (StudyRow row : rows) {
            for (int task = 0; task < 6; task++) {
                assertThat(Arrays.stream(row.weights()[task]).sum()).isCloseTo(1, within(1e-9));
                assertThat(row.weights()[task][task]).isZero();
                long zeros = Arrays.stream(row.weights()[task]).filter(w -> w == 0).count();
                assertThat(zeros).isBetween(1L, row.name().contains("vector") ? 2L : 1L);
            }
        }
    }

    private static StudyOptions with(StudyOptions options, StudyOptions.Extra extra) {
        return new StudyOptions(
                options.distances(),
                options.representations(),
                options.rules(),
                options.temperatures(),
                options.mixtures(),
                options.scopes(),
                Set.of(extra),
                options.model(),
                options.maxNewTokens(),
                1,
                options.seed(),
                options.bootstrap());
    }

    @Test
    void shuffledWeightsAreTheVariantsInAnotherOrder(@TempDir Path folder) throws IOException {
        List<StudyRow> rows = StudyPlan.of(ToyStudy.bank(folder), ToyStudy.options()).rows();
        double[][] dealt = row(rows, "shuffled js-normalized delta").weights();
        double[][] original = row(rows, "js-normalized delta").weights();
        assertThat(Arrays.deepEquals(dealt, original)).isFalse();
        for (int task = 0; task < 6; task++) {
            assertThat(sorted(dealt[task])).containsExactly(sorted(original[task]));
        }
    }

    @Test
    void theSameSeedPlansTheSameStudy(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        assertThat(StudyPlan.of(bank, ToyStudy.options()).jobs().stream().map(Job::key))
                .containsExactlyElementsOf(
                        StudyPlan.of(bank, ToyStudy.options()).jobs().stream()
                                .map(Job::key)
                                .toList());
    }

    @Test
    void oneWeightOfOneIsTheEntryItself(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        StudyRow own = StudyRow.own(bank);
        assertThat(Recipe.of(bank, own, 2)).isEqualTo(new Recipe.Entry(bank.tasks().get(2)));
        assertThat(Recipe.of(bank, StudyRow.base(bank), 2)).isEqualTo(new Recipe.Base());
    }

    @Test
    void banksThatCannotBeStudiedSayWhy(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        assertThatThrownBy(() -> with(bank, bank.tasks().subList(0, 1)))
                .hasMessageContaining("at least two")
                .hasMessageContaining("found 1");
        List<StudyTask> untested =
                bank.tasks().stream()
                        .map(
                                t ->
                                        new StudyTask(
                                                t.id(),
                                                t.family(),
                                                t.adapter(),
                                                t.checksum(),
                                                List.of()))
                        .toList();
        assertThatThrownBy(() -> with(bank, untested)).hasMessageContaining("test.jsonl");
        List<StudyTask> oneFamily =
                bank.tasks().stream()
                        .map(
                                t ->
                                        new StudyTask(
                                                t.id(),
                                                Optional.of("all"),
                                                t.adapter(),
                                                t.checksum(),
                                                t.test()))
                        .toList();
        assertThatThrownBy(() -> StudyPlan.of(with(bank, oneFamily), ToyStudy.options()))
                .hasMessageContaining("leave-family-out of 'add-1'")
                .hasMessageContaining("family 'all'");
    }

    @Test
    void whereTheBankKnowsWhatUpdatesDoThereAreOraclesOfIt(@TempDir Path folder)
            throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        StudyBank functional = ToyStudy.functional(bank);
        List<String> plain = names(StudyPlan.of(bank, ToyStudy.options()));
        List<String> both = names(StudyPlan.of(functional, ToyStudy.options()));
        assertThat(both).containsAll(plain);
        assertThat(both.stream().filter(name -> !plain.contains(name)))
                .containsExactly(
                        "oracle (simplex QP, functional) delta",
                        "oracle (least squares, functional) delta",
                        "oracle (simplex QP, functional) delta (family out)",
                        "oracle (least squares, functional) delta (family out)");
        StudyRow oracle =
                row(
                        StudyPlan.of(functional, ToyStudy.options()).rows(),
                        "oracle (simplex QP, functional) delta");
        for (int task = 0; task < bank.tasks().size(); task++) {
            assertThat(oracle.weights()[task][task]).isZero();
        }
        assertThat(oracle.weights())
                .isNotEqualTo(
                        row(
                                        StudyPlan.of(bank, ToyStudy.options()).rows(),
                                        "oracle (simplex QP) delta")
                                .weights());
    }

    private static List<String> names(StudyPlan plan) {
        return plan.rows().stream().map(StudyRow::name).toList();
    }

    private static StudyBank with(StudyBank bank, List<StudyTask> tasks) {
        return new StudyBank(
                bank.directory(),
                bank.checksum(),
                bank.base(),
                bank.tokenizer(),
                bank.text(),
                bank.beginning(),
                tasks,
                Map.of(Part.BOTH, bank.counts(Part.BOTH).subList(0, tasks.size())),
                bank.gram().among(tasks.stream().map(StudyTask::id).toList()),
                Optional.empty());
    }

    private static StudyRow row(List<StudyRow> rows, String name) {
        return rows.stream().filter(row -> row.name().equals(name)).findFirst().orElseThrow();
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }
}
