package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankVerificationTest {
    private static final BlobName NAME = new BlobName("any", 1);

    @TempDir private Path folder;
    private ToyFiles files;
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.full(files);
        for (BankEntry entry : bank.entries()) {
            bank.blobs().put(bank.key(entry.dataset().orElseThrow()), NAME, new byte[2_000]);
        }
    }

    @Test
    void aWholeBankIsWholeAtBothDepths() throws IOException {
        for (BankVerification.Depth depth : BankVerification.Depth.values()) {
            BankVerification.Result result = verify(depth);
            assertThat(result.faults()).isEmpty();
            assertThat(result.entries()).isEqualTo(6);
            assertThat(result.blobs()).isEqualTo(6);
        }
    }

    @Test
    void touchedFilesAreNamedQuicklyAndClearedByALookAtTheContent() throws IOException {
        Files.setLastModifiedTime(files.dataset("add-1"), FileTime.fromMillis(1));
        assertThat(quick().faults()).hasSize(1);
        assertThat(quick().faults().getFirst().entry()).hasValue("add-1");
        assertThat(full().faults()).isEmpty();
    }

    @Test
    void changedContentOfTheSameSizeAndTimeNeedsTheFullDepth() throws IOException {
        FileTime time = Files.getLastModifiedTime(files.dataset("add-1"));
        String text = Files.readString(files.dataset("add-1"));
        Files.writeString(files.dataset("add-1"), text.replaceFirst("plus", "PLUS"));
        Files.setLastModifiedTime(files.dataset("add-1"), time);
        assertThat(quick().faults()).isEmpty();
        assertThat(full().faults()).hasSize(1);
        assertThat(full().faults().getFirst().expected()).startsWith("SHA-256");
    }

    @Test
    void weightsThatAreNotFiniteAreNamed() throws IOException {
        Path weights = files.adapters().resolve("upper-2/adapter_model.safetensors");
        String before = Checksum.ofFile(weights).hex();
        byte[] bytes = Files.readAllBytes(weights);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
        Files.write(weights, bytes);
        Path list = bank.directory().resolve("bank.json");
        Files.writeString(
                list, Files.readString(list).replace(before, Checksum.ofFile(weights).hex()));
        BankVerification.Result result =
                BankVerification.verify(
                        Bank.open(bank.directory()),
                        BankVerification.Depth.FULL,
                        2,
                        Progress.SILENT);
        assertThat(result.faults()).hasSize(1);
        assertThat(result.faults().getFirst().entry()).hasValue("upper-2");
        assertThat(result.faults().getFirst().found()).contains("NaN");
    }

    @Test
    void missingFilesAreNamedAndAKeptFingerprintIsEnough() throws IOException {
        Files.delete(files.dataset("add-1"));
        assertThat(full().faults()).isEmpty();
        assertThat(full().fingerprintOnly()).isEqualTo(1);
        bank.blobs().delete(bank.key(bank.entry("add-1").dataset().orElseThrow()));
        assertThat(quick().faults()).hasSize(1);
        assertThat(quick().faults().getFirst().found()).isEqualTo("no such file");
        Files.delete(files.adapters().resolve("add-2/adapter_config.json"));
        Files.delete(bank.tokenizer());
        assertThat(quick().faults()).hasSize(3);
    }

    @Test
    void damagedBlobsAreNamed() throws IOException {
        Path blob = bank.blobs().file(bank.key(bank.entry("add-1").dataset().orElseThrow()), NAME);
        byte[] bytes = Files.readAllBytes(blob);
        bytes[1_000] ^= 1;
        Files.write(blob, bytes);
        assertThat(quick().faults()).isEmpty();
        assertThat(full().faults()).hasSize(1);
        assertThat(full().faults().getFirst().file()).isEqualTo(blob);
        Files.write(blob, java.util.Arrays.copyOf(bytes, 900));
        assertThat(quick().faults()).hasSize(1);
        assertThat(quick().faults().getFirst().expected()).contains("lorica bank index");
    }

    private BankVerification.Result quick() throws IOException {
        return verify(BankVerification.Depth.QUICK);
    }

    private BankVerification.Result full() throws IOException {
        return verify(BankVerification.Depth.FULL);
    }

    private BankVerification.Result verify(BankVerification.Depth depth) throws IOException {
        return BankVerification.verify(bank, depth, 2, Progress.SILENT);
    }
}
