package lorica.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankWriter;
import lorica.coefficient.TransferMatrix;
import lorica.storage.Checksum;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferIndexTest {
    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        bank = ToyBank.of(ToyFiles.write(folder), folder.resolve("bank"));
    }

    private TransferIndex.Column column(int examples, double first) {
        Map<Checksum, Double> losses = new HashMap<>();
        double loss = first;
        for (BankEntry entry : TransferIndex.entries(bank)) {
            losses.put(bank.key(entry.dataset().orElseThrow()), loss++);
        }
        return new TransferIndex.Column(examples, losses);
    }

    private void keepAll() throws IOException {
        double first = 0;
        for (BankEntry entry : TransferIndex.entries(bank)) {
            TransferIndex.keep(bank, entry, column(24, first));
            first += 10;
        }
    }

    @Test
    void aColumnAnAdapterMakesTheMatrixOnceAllAreThere() throws IOException {
        assertThat(TransferIndex.find(bank)).isEmpty();
        keepAll();
        TransferMatrix matrix = TransferIndex.find(bank).orElseThrow();
        assertThat(matrix.entries())
                .isEqualTo(TransferIndex.entries(bank).stream().map(BankEntry::id).toList());
        assertThat(matrix.losses()[1][2]).isEqualTo(21);
    }

    @Test
    void columnsOfOtherNumbersOfExamplesMakeNone() throws IOException {
        keepAll();
        TransferIndex.keep(bank, TransferIndex.entries(bank).getLast(), column(8, 50));
        assertThat(TransferIndex.find(bank)).isEmpty();
    }

    @Test
    void anEntryThatIsRemovedTakesItsRowAndColumnAlong() throws IOException {
        keepAll();
        TransferMatrix whole = TransferIndex.find(bank).orElseThrow();
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            writer.remove(List.of(whole.entries().getFirst()));
        }
        TransferMatrix rest = TransferIndex.find(Bank.open(bank.directory())).orElseThrow();
        assertThat(rest.entries()).isEqualTo(whole.entries().subList(1, whole.entries().size()));
        assertThat(rest.losses()[0][0]).isEqualTo(whole.losses()[1][1]);
    }

    @Test
    void whatIsNoColumnIsRefused() {
        byte[] good = TransferIndex.encode(column(24, 1));
        assertThat(TransferIndex.decode(good)).isEqualTo(column(24, 1));
        for (byte[] bad :
                List.of(
                        new byte[0],
                        new byte[7],
                        Arrays.copyOf(good, good.length - 1),
                        Arrays.copyOf(good, good.length + 1),
                        changed(good, 4, -1),
                        changed(good, 7, -1),
                        changed(good, 0, 0))) {
            assertThatThrownBy(() -> TransferIndex.decode(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("transfer: expected");
        }
        byte[] infinite = good.clone();
        infinite[good.length - 1] = 0x7f;
        infinite[good.length - 2] = (byte) 0xf0;
        assertThatThrownBy(() -> TransferIndex.decode(infinite)).hasMessageContaining("finite");
    }

    @Test
    void aDamagedColumnIsSetAside() throws IOException {
        keepAll();
        BankEntry first = TransferIndex.entries(bank).getFirst();
        bank.blobs()
                .put(
                        bank.key(first.adapter()),
                        new lorica.bank.BlobName("transfer", 1),
                        new byte[] {1, 2, 3});
        assertThat(TransferIndex.column(bank, first)).isEmpty();
        assertThat(TransferIndex.find(bank)).isEmpty();
    }

    private static byte[] changed(byte[] bytes, int place, int value) {
        byte[] other = bytes.clone();
        other[place] = (byte) value;
        return other;
    }
}
