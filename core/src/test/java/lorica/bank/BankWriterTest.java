package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.adapter.AdapterException;
import lorica.storage.Progress;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankWriterTest {
    @TempDir private Path folder;
    private ToyFiles files;

    @BeforeEach
    void writeFiles() throws IOException {
        files = ToyFiles.write(folder);
    }

    @Test
    void entriesAreRecordedWithShapeAndChecksums() throws IOException {
        Bank bank = ToyBank.full(files);
        assertThat(bank.entries()).extracting(BankEntry::id).isEqualTo(ToyFiles.IDS);
        BankEntry entry = bank.entry("colour-1");
        AdapterShape shape = entry.adapter().shape();
        assertThat(shape.base()).isEqualTo(ToyFiles.BASE);
        assertThat(shape.rank()).isEqualTo(4);
        assertThat(shape.alpha()).isEqualTo(8);
        assertThat(shape.kinds()).containsExactly("q_proj", "v_proj");
        assertThat(shape.parameters()).isEqualTo(2 * 4 * (16 + 16));
        assertThat(entry.dataset().orElseThrow().path()).isEqualTo(files.dataset("colour-1"));
        assertThat(bank.state(entry.adapter().weights())).isEqualTo(FileReference.State.UNTOUCHED);
        assertThat(Bank.open(bank.directory())).isEqualTo(bank);
    }

    @Test
    void copiesMakeTheBankIndependentOfTheOriginals() throws IOException {
        Bank bank =
                ToyBank.full(
                        files,
                        new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 2));
        Files.delete(files.dataset("add-1"));
        Files.delete(files.adapters().resolve("add-1/adapter_model.safetensors"));
        BankEntry entry = bank.entry("add-1");
        assertThat(bank.checkedDataset(entry)).startsWith(bank.directory());
        assertThat(bank.checkedDataset(entry).resolveSibling("test.jsonl"))
                .hasSameBinaryContentAs(files.dataset("add-1").resolveSibling("test.jsonl"));
        assertThat(bank.checkedAdapter(entry)).startsWith(bank.directory());
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            writer.remove(List.of("add-1"));
        }
        assertThat(bank.directory().resolve("adapters/add-1")).doesNotExist();
        assertThat(bank.directory().resolve("datasets/add-1")).doesNotExist();
        assertThat(bank.directory().resolve("adapters/add-2")).exists();
    }

    @Test
    void anEntryMayLackADataset() throws IOException {
        Files.delete(files.dataset("add-2"));
        Bank bank = ToyBank.full(files);
        assertThat(bank.entry("add-2").dataset()).isEmpty();
        assertThatThrownBy(() -> bank.checkedDataset(bank.entry("add-2")))
                .hasMessageContaining("add-2");
    }

    @Test
    void oneRefusedEntryMeansThatNoneIsAdded() throws IOException {
        ToyFiles.adapter(files.adapters().resolve("zz-other"), "other/model", 3);
        Bank empty = ToyBank.empty(files);
        assertThatThrownBy(
                        () ->
                                ToyBank.add(
                                        empty,
                                        ToyBank.search(files.adapters(), files.datasets()),
                                        AddOptions.defaults()))
                .isInstanceOf(BankException.class)
                .hasMessageContaining(ToyFiles.BASE)
                .hasMessageContaining("other/model")
                .hasMessageContaining("--force");
        assertThat(Bank.open(empty.directory())).isEqualTo(empty);
    }

    @Test
    void anotherNameOfTheBaseModelIsTakenAtTheUsersWord() throws IOException {
        ToyFiles.adapter(files.adapters().resolve("zz-other"), "other/model", 3);
        Bank bank =
                ToyBank.full(
                        files,
                        new AddOptions(
                                AddOptions.Keeping.REFERENCE, AddOptions.OtherBase.ACCEPT, 2));
        assertThat(bank.header().base().name()).hasValue(ToyFiles.BASE);
        assertThat(bank.entry("zz-other").adapter().shape().base()).isEqualTo("other/model");
    }

    @Test
    void thePathOfTheBaseModelIsANameOfIt() throws IOException {
        ToyFiles.adapter(
                files.adapters().resolve("zz-local"),
                files.baseModel().toAbsolutePath().toString(),
                3);
        assertThat(ToyBank.full(files).entries()).hasSize(7);
    }

    @Test
    void idsThatAreTakenOrNoPathSegmentAreRefused() throws IOException {
        Bank bank = ToyBank.full(files);
        assertThatThrownBy(
                        () ->
                                ToyBank.add(
                                        bank,
                                        ToyBank.search(files.adapters(), files.datasets()),
                                        AddOptions.defaults()))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("add-1");
        for (String id : List.of("", " ", "..", ".a", "a/b", "a\\b", "a\nb", "x".repeat(201))) {
            assertThatThrownBy(() -> new NewEntry(id, folder, Optional.empty(), EntryNotes.none()))
                    .as(id)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("entry id");
        }
    }

    @Test
    void removingAnUnknownEntryRemovesNone() throws IOException {
        Bank bank = ToyBank.full(files);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            assertThatThrownBy(() -> writer.remove(List.of("add-1", "nobody")))
                    .isInstanceOf(BankException.class)
                    .hasMessageContaining("nobody");
        }
        assertThat(Bank.open(bank.directory())).isEqualTo(bank);
    }

    @Test
    void removalForgetsTheBlobsThatNoOtherEntryShares() throws IOException {
        Files.copy(
                files.dataset("add-1"),
                files.dataset("add-2"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Bank bank = ToyBank.full(files);
        BlobName name = new BlobName("any", 1);
        var shared = bank.key(bank.entry("add-1").dataset().orElseThrow());
        var own = bank.key(bank.entry("upper-1").dataset().orElseThrow());
        bank.blobs().put(shared, name, new byte[3]);
        bank.blobs().put(own, name, new byte[3]);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            writer.remove(List.of("add-1", "upper-1"));
        }
        assertThat(bank.blobs().get(shared, name)).isPresent();
        assertThat(bank.blobs().get(own, name)).isEmpty();
        assertThat(files.dataset("upper-1")).exists();
    }

    @Test
    void aSecondWriterIsToldWhoWrites() throws IOException {
        Bank bank = ToyBank.full(files);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            assertThat(writer.bank()).isEqualTo(bank);
            assertThatThrownBy(() -> BankWriter.open(bank.directory()))
                    .isInstanceOf(BankException.class)
                    .hasMessageContaining("one writer at a time")
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            assertThat(Bank.open(bank.directory())).isEqualTo(bank);
        }
        BankWriter.open(bank.directory()).close();
    }

    @Test
    void aReaderKeepsTheBankThatItOpened() throws IOException {
        Bank before = ToyBank.full(files);
        try (BankWriter writer = BankWriter.open(before.directory())) {
            writer.remove(List.of("add-1"));
        }
        assertThat(before.entries()).hasSize(6);
        assertThat(Bank.open(before.directory()).entries()).hasSize(5);
        assertThat(Bank.open(before.directory()).checksum()).isNotEqualTo(before.checksum());
    }

    @Test
    void anInterruptedCopyIsReplacedByTheNext() throws IOException {
        Bank bank = ToyBank.empty(files);
        Path leftover = Files.createDirectories(bank.directory().resolve("adapters/add-1"));
        Files.writeString(leftover.resolve("half"), "written");
        ToyBank.add(
                bank,
                ToyBank.search(files.adapters(), files.datasets()),
                new AddOptions(AddOptions.Keeping.COPY, AddOptions.OtherBase.REFUSE, 2));
        assertThat(leftover.resolve("half")).doesNotExist();
        assertThat(leftover.resolve("adapter_config.json")).exists();
    }

    @Test
    void whatIsNoAdapterIsRefusedByName() throws IOException {
        Path broken = files.adapters().resolve("add-2/adapter_config.json");
        Files.writeString(broken, "{\"peft_type\": \"IA3\"}");
        Bank empty = ToyBank.empty(files);
        try (BankWriter writer = BankWriter.open(empty.directory())) {
            assertThatThrownBy(
                            () ->
                                    writer.add(
                                            ToyBank.search(files.adapters(), files.datasets())
                                                    .find()
                                                    .entries(),
                                            AddOptions.defaults(),
                                            Progress.SILENT))
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining(broken.toString());
        }
    }
}
