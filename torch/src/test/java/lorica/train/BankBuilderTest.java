package lorica.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankEntry;
import lorica.bank.EntryNotes;
import lorica.model.CausalLanguageModel;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import lorica.token.Tokenizer;
import lorica.train.TrainingOptions.Batching;
import lorica.train.TrainingOptions.RowOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankBuilderTest {
    private final ToyFiles toy;
    private final Path directory;

    BankBuilderTest(@TempDir Path folder) throws IOException {
        toy = ToyFiles.write(folder);
        TinyModel.writeWeights(toy.baseModel(), TinyModel.toyWorld());
        directory = folder.resolve("bank");
        BankCreation.of(toy.baseModel().toString()).create(directory);
    }

    private Bank build(BankBuilder.Listener listener) throws IOException {
        Bank bank = Bank.open(directory);
        try (CausalLanguageModel model =
                        CausalLanguageModel.open(toy.baseModel(), Optional.empty());
                Tokenizer tokenizer = Tokenizer.open(bank.tokenizer())) {
            return new BankBuilder(
                            bank,
                            model,
                            tokenizer,
                            Map.of(
                                    "add-1",
                                    new EntryNotes(
                                            Optional.of("CC0-1.0"),
                                            Optional.of("add"),
                                            Optional.empty())))
                    .build(
                            toy.datasets(),
                            TextPolicy.of(bank.header().text(), bank.header().beginning()),
                            TrainingOptions.defaults()
                                    .withSteps(3)
                                    .withBatching(new Batching(4, 1, RowOrder.BUCKETED)),
                            listener);
        }
    }

    /// Remembers what was trained and dies when one training begins.
    private record Recorder(List<String> trained, String killAt) implements BankBuilder.Listener {
        @Override
        public TrainingListener begins(String id, int number, int total) {
            if (id.equals(killAt)) {
                throw new IllegalStateException("killed");
            }
            trained.add(id);
            return TrainingListener.silent();
        }

        @Override
        public void added(String id, TrainingResult result) {}
    }

    @Test
    void aBuildThatWasKilledGoesOnWhereItWas() throws IOException {
        Recorder first = new Recorder(new ArrayList<>(), "colour-1");
        assertThatThrownBy(() -> build(first)).hasMessage("killed");
        assertThat(first.trained()).containsExactly("add-1", "add-2");

        Recorder second = new Recorder(new ArrayList<>(), "");
        Bank bank = build(second);
        assertThat(second.trained()).containsExactly("colour-1", "colour-2", "upper-1", "upper-2");
        assertThat(bank.entries().stream().map(BankEntry::id)).isEqualTo(ToyFiles.IDS);
        assertThat(bank.entry("add-1").notes().family()).contains("add");
        for (BankEntry entry : bank.entries()) {
            Path adapter = bank.checkedAdapter(entry);
            assertThat(adapter).startsWith(directory);
            assertThat(Files.exists(adapter.resolve("training.json"))).isTrue();
            assertThat(bank.checkedDataset(entry)).startsWith(directory);
        }
        assertThat(directory.resolveSibling("bank.build")).doesNotExist();
    }
}
