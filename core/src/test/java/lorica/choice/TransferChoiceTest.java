package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.coefficient.TransferMatrix;
import lorica.distance.DistanceMatrix;
import lorica.storage.Progress;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferChoiceTest {
    private static final List<String> ENTRIES = List.of("a", "b", "c", "d");

    /// Neighbours in a ring.
    private static final double[][] NEAR = {{0, 1, 3, 2}, {1, 0, 2, 3}, {3, 2, 0, 1}, {2, 3, 1, 0}};

    /// Everyone as far from everyone.
    private static final double[][] ALIKE = {
        {0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 0, 1}, {1, 1, 1, 0}
    };

    private static List<DistanceMatrix> matrices(int telling) {
        List<DistanceMatrix> matrices = new ArrayList<>();
        for (int on = 0; on < TransferChoice.representations().size(); on++) {
            matrices.add(new DistanceMatrix("js", ENTRIES, on == telling ? NEAR : ALIKE));
        }
        return matrices;
    }

    /// An adapter serves a dataset as well as the dataset is near.
    private static TransferMatrix losses() {
        double[][] losses = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                losses[i][j] = 0.5 + NEAR[i][j];
            }
        }
        return new TransferMatrix(ENTRIES, losses);
    }

    @Test
    void whatTellsWhoServesIsChosen() throws IOException {
        for (int telling = 0; telling < 4; telling++) {
            TransferChoice choice = TransferChoice.of(losses(), matrices(telling), 2);
            assertThat(choice.way().on()).isEqualTo(TransferChoice.representations().get(telling));
            assertThat(choice.way().temperature()).isEqualTo(0.05);
            assertThat(choice.loss()).isCloseTo(Math.log(1.5), within(1e-3));
            assertThat(choice.loss()).isLessThanOrEqualTo(choice.usual());
        }
    }

    @Test
    void theChoiceIsKeptAndTheSameWhenReadBack(@TempDir Path folder) throws IOException {
        Bank bank = ToyBank.of(ToyFiles.write(folder), folder.resolve("bank"));
        List<String> ids = TransferIndex.entries(bank).stream().map(BankEntry::id).toList();
        double[][] values = new double[ids.size()][ids.size()];
        for (double[] row : values) {
            Arrays.setAll(row, j -> j + 1);
        }
        TransferMatrix losses = new TransferMatrix(ids, values);
        TransferChoice made = TransferChoiceIndex.open(bank, losses, 1, Progress.SILENT);
        assertThat(TransferChoiceIndex.open(bank, losses, 1, Progress.SILENT)).isEqualTo(made);
        assertThat(TransferChoiceIndex.decode(TransferChoiceIndex.encode(made))).isEqualTo(made);
        assertThat(made.way().rule(losses).temperature()).isEqualTo(made.way().temperature());
        for (String broken : List.of("", "[]", "{}", "{\"on\":\"nothing\"}")) {
            assertThatThrownBy(() -> TransferChoiceIndex.decode(broken.getBytes(UTF_8)))
                    .isInstanceOfAny(
                            IllegalArgumentException.class,
                            tools.jackson.core.JacksonException.class);
        }
    }
}
