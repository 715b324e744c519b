package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Banks whose files are damaged, changed or gone.
class BankHostileTest {
    @TempDir private Path folder;
    private ToyFiles files;
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.full(files);
    }

    @Test
    void aFolderThatIsNoBankIsRefusedWithTheWayOut() {
        assertThatThrownBy(() -> Bank.open(folder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("lorica bank create");
        assertThatThrownBy(() -> BankWriter.open(folder)).isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("writer.lock")).doesNotExist();
    }

    @Test
    void aCutOffBankFileIsNeverTakenForAShorterBank() throws IOException {
        Path file = bank.directory().resolve("bank.json");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length - 2; length += 97) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Bank.open(bank.directory()))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(BankException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void fieldsThatAreNotWhatTheyMustBeAreNamed() throws IOException {
        for (String[] change :
                List.of(
                        new String[] {"\"version\" : 1", "\"version\" : 2", "newer"},
                        new String[] {
                            "\"format\" : \"lorica-bank\"", "\"format\" : \"x\"", "format"
                        },
                        new String[] {"\"rank\" : 4", "\"rank\" : \"4\"", "rank"},
                        new String[] {"\"bos\" : 0", "\"bos\" : 999", "BOS"},
                        new String[] {"\"vocabulary\" : 257", "\"vocabulary\" : 0", "vocabulary"},
                        new String[] {"\"sha256\" : \"", "\"sha256\" : \"Z", "hexadecimal"},
                        new String[] {"\"id\" : \"add-2\"", "\"id\" : \"add-1\"", "add-1"},
                        new String[] {"\"id\" : \"add-2\"", "\"id\" : \"../up\"", "../up"})) {
            Path file = bank.directory().resolve("bank.json");
            String whole = Files.readString(file);
            assertThat(whole).contains(change[0]);
            Files.writeString(file, whole.replaceFirst(change[0], change[1]));
            assertThatThrownBy(() -> Bank.open(bank.directory()))
                    .as(change[1])
                    .isInstanceOf(BankException.class)
                    .hasMessageContaining(change[2]);
            Files.writeString(file, whole);
        }
        assertThat(Bank.open(bank.directory())).isEqualTo(bank);
    }

    @Test
    void changedWeightsAreRefusedWithBothChecksums() throws IOException {
        BankEntry entry = bank.entry("add-1");
        Path weights = entry.adapter().weights().path();
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);
        Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
        assertThatThrownBy(() -> bank.checkedAdapter(entry))
                .isInstanceOf(BankException.class)
                .hasMessageContaining(entry.adapter().weights().checksum().hex())
                .hasMessageContaining(lorica.storage.Checksum.ofFile(weights).hex())
                .hasMessageContaining("lorica bank remove");
        Files.delete(weights);
        assertThatThrownBy(() -> bank.checkedAdapter(entry)).hasMessageContaining("no such file");
    }

    @Test
    void aTouchedFileOfTheSameContentIsTaken() throws IOException {
        BankEntry entry = bank.entry("add-1");
        Path weights = entry.adapter().weights().path();
        Files.setLastModifiedTime(weights, FileTime.fromMillis(1));
        assertThat(bank.checkedAdapter(entry)).isEqualTo(weights.getParent());
        assertThat(bank.state(entry.adapter().weights()))
                .isEqualTo(FileReference.State.SAME_CONTENT);
    }

    @Test
    void aDatasetChangedSinceItWasAddedIsRefused() throws IOException {
        BankEntry entry = bank.entry("add-1");
        FileTime time = Files.getLastModifiedTime(files.dataset("add-1"));
        String text = Files.readString(files.dataset("add-1"));
        Files.writeString(files.dataset("add-1"), text.replaceFirst("plus", "PLUS"));
        Files.setLastModifiedTime(files.dataset("add-1"), time);
        assertThatThrownBy(() -> bank.checkedDataset(entry))
                .isInstanceOf(BankException.class)
                .hasMessageContaining(entry.dataset().orElseThrow().checksum().hex())
                .hasMessageContaining("add it again");
    }

    @Test
    void anotherTokenizerIsRefused() throws IOException {
        Files.writeString(bank.tokenizer(), Files.readString(bank.tokenizer()) + " ");
        assertThatThrownBy(bank::checkedTokenizer)
                .isInstanceOf(BankException.class)
                .hasMessageContaining(bank.header().tokenizer().hex());
    }
}
