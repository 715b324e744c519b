package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SequencedMap;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MomentIndexTest {
    private static final String QUERIES = "model.layers.0.self_attn.q_proj";
    private static final String VALUES = "model.layers.0.self_attn.v_proj";

    @TempDir private Path folder;
    private Bank bank;
    private int measured;

    @BeforeEach
    void makeBank() throws IOException {
        bank = ToyBank.of(ToyFiles.write(folder), folder.resolve("bank"));
    }

    @Test
    void whatIsKeptIsMeasuredOnce() throws IOException {
        assertThat(MomentIndex.find(bank)).isEmpty();
        MomentIndex first = open("one model");
        MomentIndex second = open("one model");
        assertThat(measured).isEqualTo(1);
        assertThat(second.tokens()).isEqualTo(77);
        assertThat(second.moment(VALUES).orElseThrow())
                .isEqualTo(first.moment(QUERIES).orElseThrow());
        assertThat(MomentIndex.find(bank).orElseThrow().source()).isEqualTo(second.source());
    }

    @Test
    void anotherModelIsMeasuredAndItsProductsComputedAnew() throws IOException {
        GramIndex one = gram(open("one model"));
        GramIndex kept = gram(open("one model"));
        GramIndex other = gram(open("another"));
        assertThat(measured).isEqualTo(2);
        assertThat(one.report().pairsComputed()).isEqualTo(21);
        assertThat(kept.report().pairsComputed()).isZero();
        assertThat(kept.gram().updates().values()).isDeepEqualTo(one.gram().updates().values());
        assertThat(other.report().pairsComputed()).isEqualTo(21);
        assertThat(other.gram().factors()).isEmpty();
        assertThat(other.gram().updates().values()[0][0])
                .isNotEqualTo(one.gram().updates().values()[0][0]);
    }

    @Test
    void anAddedEntryCostsOneRowInTheSameGeometry() throws IOException {
        double[][] before = gram(open("one model")).gram().updates().values();
        Path adapter = folder.resolve("zebra");
        ToyFiles.adapter(adapter, ToyFiles.BASE, 99);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank =
                    writer.add(
                            List.of(
                                    new NewEntry(
                                            "zebra", adapter, Optional.empty(), EntryNotes.none())),
                            AddOptions.defaults(),
                            Progress.SILENT);
        }
        GramIndex after = gram(MomentIndex.find(bank).orElseThrow());
        assertThat(after.report().pairsComputed()).isEqualTo(7);
        assertThat(after.gram().updates().among(ToyFiles.IDS).values()).isDeepEqualTo(before);
    }

    @Test
    void theGramOfTheWeightsStandsBesideIt() throws IOException {
        double[][] weights = GramIndex.open(bank, 1, Progress.SILENT).gram().updates().values();
        assertThat(GramIndex.all(bank, 1, Progress.SILENT).functional()).isEmpty();
        open("one model");
        BankGram both = GramIndex.all(bank, 1, Progress.SILENT);
        assertThat(both.updates().values()).isDeepEqualTo(weights);
        assertThat(both.functional().orElseThrow().entries()).isEqualTo(ToyFiles.IDS);
        assertThat(both.among(List.of("add-2")).functional().orElseThrow().values().length)
                .isEqualTo(1);
    }

    @Test
    void aDamagedMomentIsMeasuredAgainOrAskedFor() throws IOException {
        MomentIndex index = open("one model");
        for (Path blob : blobs()) {
            byte[] bytes = Files.readAllBytes(blob);
            bytes[bytes.length / 2] ^= 1;
            Files.write(blob, bytes);
        }
        assertThatThrownBy(() -> gram(index))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("moments of what " + QUERIES + " sees")
                .hasMessageContaining("bank --base DIR` measures them")
                .hasMessageContaining("found none, or a damaged blob");
        assertThat(gram(open("one model")).report().pairsComputed()).isEqualTo(21);
        assertThat(measured).isEqualTo(2);
    }

    @Test
    void aModuleThatWasNotMeasuredIsNamed() throws IOException {
        MomentIndex index = open("one model");
        assertThatThrownBy(() -> index.moment("model.layers.7.mlp.up_proj"))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("model.layers.7.mlp.up_proj")
                .hasMessageContaining("found those of 2 others");
    }

    @Test
    void momentsOfAnotherWidthAreRefused() throws IOException {
        MomentIndex narrow = open("one model", 15);
        assertThatThrownBy(() -> gram(narrow))
                .hasMessageContaining("expected second moments of 16 inputs, found 225 numbers");
    }

    private GramIndex gram(MomentIndex moments) throws IOException {
        return GramIndex.open(bank, moments, 2, Progress.SILENT);
    }

    private MomentIndex open(String model) throws IOException {
        return open(model, 16);
    }

    private MomentIndex open(String model, int width) throws IOException {
        SequencedMap<String, String> inputs = new LinkedHashMap<>();
        inputs.put(QUERIES, QUERIES);
        inputs.put(VALUES, QUERIES);
        return MomentIndex.open(
                bank,
                new MomentSource(
                        Checksum.ofStrings(model), Checksum.ofStrings("datasets"), 4, 0, inputs),
                () -> {
                    measured++;
                    return new MomentIndex.Measured(
                            Map.of(
                                    QUERIES,
                                    ToyLoras.moment(width, 5, new Random(model.hashCode()))),
                            77);
                });
    }

    private List<Path> blobs() throws IOException {
        try (var files = Files.walk(bank.directory())) {
            return files.filter(file -> file.toString().contains(".moment.v")).toList();
        }
    }
}
