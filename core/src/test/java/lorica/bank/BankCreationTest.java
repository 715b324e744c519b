package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.TrainingText;
import lorica.testing.ToyFiles;
import lorica.token.TokenizerException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankCreationTest {
    @TempDir private Path folder;
    private ToyFiles files;

    @BeforeEach
    void writeFiles() throws IOException {
        files = ToyFiles.write(folder);
    }

    @Test
    void theBankIsReadBackAsItWasMade() throws IOException {
        BankCreation creation =
                new BankCreation(
                        ToyFiles.BASE,
                        Optional.empty(),
                        Optional.of(files.tokenizerFile()),
                        new TrainingText(" ", "\n"),
                        new Beginning.None(),
                        Optional.of("Question: {input}\nAnswer:"),
                        OptionalInt.of(300));
        Bank bank = creation.create(folder.resolve("bank")).bank();
        assertThat(bank.header().base()).isEqualTo(BaseModel.named(ToyFiles.BASE));
        assertThat(bank.header().text()).isEqualTo(new TrainingText(" ", "\n"));
        assertThat(bank.header().beginning()).isEmpty();
        assertThat(bank.header().template()).hasValue("Question: {input}\nAnswer:");
        assertThat(bank.header().vocabulary()).isEqualTo(300);
        assertThat(bank.entries()).isEmpty();
        assertThat(bank.checkedTokenizer()).hasSameBinaryContentAs(files.tokenizerFile());
    }

    @Test
    void thePostProcessorsTokenBeginsTextsWhereNoConfigurationSpeaks() throws IOException {
        BankCreation.Created created = created(new Beginning.OfModel());
        assertThat(created.beginning().value()).hasValue(0);
        assertThat(created.beginning().source()).contains("post-processor");
    }

    @Test
    void theTokenizerConfigurationDecidesOnTheBeginning() throws IOException {
        Path config = files.baseModel().resolve("tokenizer_config.json");
        Files.writeString(config, "{\"add_bos_token\": false, \"bos_token\": \"<s>\"}");
        assertThat(created(new Beginning.OfModel()).beginning().value()).isEmpty();
        Files.writeString(config, "{\"add_bos_token\": true, \"bos_token\": {\"content\": \"a\"}}");
        assertThat(created("two", new Beginning.OfModel()).beginning().value()).hasValue(98);
        Files.writeString(config, "{\"add_bos_token\": true}");
        assertThatThrownBy(() -> created("three", new Beginning.OfModel()))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("--bos");
    }

    @Test
    void aBeginningThatIsNoTokenIsRefused() {
        assertThatThrownBy(() -> created(new Beginning.Token("<bos>")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("<bos>");
    }

    @Test
    void theLargerVocabularyCountsAndASmallerOneIsRefused() throws IOException {
        assertThat(created(new Beginning.None()).vocabulary().value()).isEqualTo(257);
        Files.writeString(files.baseModel().resolve("config.json"), "{\"vocab_size\": 320}");
        assertThat(created("two", new Beginning.None()).vocabulary().value()).isEqualTo(320);
        assertThatThrownBy(
                        () ->
                                new BankCreation(
                                                files.baseModel().toString(),
                                                Optional.empty(),
                                                Optional.empty(),
                                                TrainingText.concatenation(),
                                                new Beginning.None(),
                                                Optional.empty(),
                                                OptionalInt.of(100))
                                        .create(folder.resolve("three")))
                .hasMessageContaining("100")
                .hasMessageContaining("257");
    }

    @Test
    void theNameComesFromTheConfigurationElseFromTheFirstAdapter() throws IOException {
        Bank bank = ToyBank.full(files);
        assertThat(bank.header().base().name()).hasValue(ToyFiles.BASE);
        Files.writeString(
                files.baseModel().resolve("config.json"), "{\"_name_or_path\": \"said/here\"}");
        assertThat(created("two", new Beginning.None()).base().value().name())
                .hasValue("said/here");
    }

    @Test
    void nothingIsMadeWhereSomethingStandsOrATokenizerIsMissing() throws IOException {
        created(new Beginning.None());
        assertThatThrownBy(() -> created(new Beginning.None()))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> BankCreation.of("some/model").create(folder.resolve("two")))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("--tokenizer");
        Files.delete(files.tokenizerFile());
        assertThatThrownBy(() -> created("three", new Beginning.None()))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(folder.resolve("two")).doesNotExist();
        assertThat(folder.resolve("three")).doesNotExist();
    }

    private BankCreation.Created created(Beginning beginning) throws IOException {
        return created("bank", beginning);
    }

    private BankCreation.Created created(String name, Beginning beginning) throws IOException {
        return new BankCreation(
                        files.baseModel().toString(),
                        Optional.empty(),
                        Optional.empty(),
                        TrainingText.concatenation(),
                        beginning,
                        Optional.empty(),
                        OptionalInt.empty())
                .create(folder.resolve(name));
    }
}
