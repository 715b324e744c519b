package lorica.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.coefficient.TransferMatrix;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferRowsTest {
    private static final int LEFT = 2;

    private static double[][] losses() {
        SplittableRandom random = new SplittableRandom(3);
        double[][] losses = new double[6][6];
        for (double[] row : losses) {
            for (int j = 0; j < 6; j++) {
                row[j] = random.nextDouble(0.1, 5);
            }
        }
        return losses;
    }

    private static StudyBank with(StudyBank bank, double[][] losses) {
        return new StudyBank(
                bank.directory(),
                bank.checksum(),
                bank.base(),
                bank.tokenizer(),
                bank.text(),
                bank.beginning(),
                bank.tasks(),
                bank.counts(),
                bank.gram(),
                Optional.of(new TransferMatrix(ToyFiles.IDS, losses)));
    }

    private static StudyRow row(StudyBank bank, String name) throws IOException {
        StudyOptions toy = ToyStudy.options();
        StudyOptions options =
                new StudyOptions(
                        toy.distances(),
                        toy.representations(),
                        List.of("normalized", "transfer"),
                        toy.temperatures(),
                        toy.mixtures(),
                        toy.scopes(),
                        toy.extras(),
                        toy.model(),
                        toy.maxNewTokens(),
                        toy.threads(),
                        toy.seed(),
                        toy.bootstrap());
        return StudyPlan.of(bank, options).rows().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTasksWeightsSeeNothingOfItsOwnRowAndColumn(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        double[][] changed = losses();
        for (int i = 0; i < 6; i++) {
            changed[i][LEFT] = 9 - i;
            changed[LEFT][i] = i;
        }
        double[][] before = row(with(bank, losses()), "js-transfer delta").weights();
        double[][] after = row(with(bank, changed), "js-transfer delta").weights();
        assertThat(after[LEFT]).isEqualTo(before[LEFT]);
        assertThat(after[LEFT + 1]).isNotEqualTo(before[LEFT + 1]);
    }

    @Test
    void theNestedChoiceSeesNothingOfItEither(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        double[][] changed = losses();
        for (int i = 0; i < 6; i++) {
            changed[i][LEFT] = 9 - i;
            changed[LEFT][i] = i;
        }
        String name = "auto-transfer-nested delta";
        assertThat(row(with(bank, changed), name).weights()[LEFT])
                .isEqualTo(row(with(bank, losses()), name).weights()[LEFT]);
    }

    @Test
    void theBestEntryIsTheOtherOneOfTheLowestLoss(@TempDir Path folder) throws IOException {
        double[][] losses = losses();
        losses[LEFT][LEFT] = 0;
        losses[LEFT][4] = 0.01;
        StudyRow best = row(with(ToyStudy.bank(folder), losses), "oracle (best entry)");
        assertThat(best.role()).isEqualTo(StudyRow.Role.ORACLE);
        assertThat(best.weights()[LEFT]).containsExactly(0, 0, 0, 0, 1, 0);
    }

    @Test
    void withoutLossesTheRuleIsRefused(@TempDir Path folder) throws IOException {
        StudyBank bank = ToyStudy.bank(folder);
        assertThatThrownBy(() -> row(bank, "js-transfer delta"))
                .isInstanceOf(StudyException.class)
                .hasMessageContaining("`lorica bank transfer " + bank.directory())
                .hasMessageContaining("found none");
    }
}
