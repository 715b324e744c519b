package lorica.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import lorica.bank.Bank;
import lorica.bank.BankWriter;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.Remoteness;
import lorica.storage.Progress;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChoiceIndexTest {
    @TempDir private Path folder;
    private ToyFiles files = new ToyFiles(Path.of(""));
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.of(files, folder.resolve("bank"));
    }

    @Test
    void theChoiceIsKeptAndTheSameWhenReadBack() throws IOException {
        AutomaticChoice made = open();
        assertThat(ChoiceIndex.decode(ChoiceIndex.encode(made))).isEqualTo(made);
        assertThat(open()).isEqualTo(made);
        try (var blobs = Files.walk(bank.directory().resolve("blobs"))) {
            assertThat(blobs.filter(file -> file.toString().contains(".choice."))).hasSize(1);
        }
    }

    @Test
    void itIsNoWorseThanTheDefaultsByItsOwnLoss() throws IOException {
        AutomaticChoice made = open();
        assertThat(made.loss()).isLessThanOrEqualTo(made.usual());
        assertThat(made.candidates()).isGreaterThan(1000);
    }

    @Test
    void anotherBankChoosesAnew() throws IOException {
        open();
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank = writer.remove(List.of("add-1", "colour-1"));
        }
        open();
        try (var blobs = Files.walk(bank.directory().resolve("blobs"))) {
            assertThat(blobs.filter(file -> file.toString().contains(".choice."))).hasSize(2);
        }
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank = writer.remove(List.of("add-2", "colour-2"));
        }
        assertThatThrownBy(this::open)
                .hasMessageContaining("at least three entries")
                .hasMessageContaining("found 2");
    }

    @Test
    void whatIsGeneratedByItSaysSoAndWarnsOfADatasetThatIsLikeNone() throws IOException {
        AutomaticChoice choice = open();
        GenerateOptions options =
                GenerateOptions.defaults()
                        .withDistance(choice.candidate().distance())
                        .withOn(choice.candidate().on())
                        .withChosen(
                                choice.chosen(() -> OptionalDouble.of(remoteness().threshold())));
        Generation near =
                Generator.generate(files.newDataset(), bank, folder.resolve("near"), options);
        assertThat(near.provenance().choices().notes())
                .singleElement()
                .asString()
                .startsWith("chosen for this bank by leave-one-out");
        Path strange = folder.resolve("strange.jsonl");
        Files.writeString(
                strange,
                "{\"input\": \"éèêë ÀÂÄ\", \"output\": [\"ÖÜ øæ\"]}\n",
                StandardCharsets.UTF_8);
        Generation far = Generator.generate(strange, bank, folder.resolve("far"), options);
        assertThat(far.provenance().warnings())
                .anyMatch(warning -> warning.startsWith("No entry is near"));
        assertThat(near.provenance().warnings())
                .noneMatch(warning -> warning.startsWith("No entry is near"));
    }

    private Remoteness remoteness() throws IOException {
        return Remoteness.open(bank, 1, Progress.SILENT).orElseThrow();
    }

    private AutomaticChoice open() throws IOException {
        return ChoiceIndex.open(bank, 2, Progress.SILENT);
    }
}
