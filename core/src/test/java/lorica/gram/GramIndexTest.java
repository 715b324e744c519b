package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.adapter.AdapterException;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BankVerification;
import lorica.bank.BankWriter;
import lorica.bank.EntryNotes;
import lorica.bank.NewEntry;
import lorica.storage.Progress;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GramIndexTest {
    @TempDir private Path folder;
    private ToyFiles files;
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.of(files, folder.resolve("bank"));
    }

    @Test
    void theFirstReadingComputesEveryPairAndTheSecondNone() throws IOException {
        GramIndex first = open();
        GramIndex second = open();
        assertThat(first.report().pairsComputed()).isEqualTo(21);
        assertThat(second.report().pairsComputed()).isZero();
        assertThat(second.report().pairsKept()).isEqualTo(21);
        assertThat(second.gram().updates().values()).isDeepEqualTo(first.gram().updates().values());
        assertThat(second.gram().factors().orElseThrow().values())
                .isDeepEqualTo(first.gram().factors().orElseThrow().values());
    }

    @Test
    void itIsTheGramOfTheAdaptersAtHand() throws IOException {
        List<LoraAdapter> adapters = new ArrayList<>();
        try (Arena arena = Arena.ofConfined()) {
            for (String id : ToyFiles.IDS) {
                adapters.add(PeftDirectory.read(files.adapters().resolve(id), arena));
            }
            BankGram inMemory = BankGram.of(ToyFiles.IDS, adapters, 1);
            assertThat(open().gram().updates().values()).isDeepEqualTo(inMemory.updates().values());
        }
    }

    @Test
    void anAddedEntryCostsOneRow() throws IOException {
        double[][] before = open().gram().updates().values();
        bank = add("zebra", ToyFiles.BASE);
        GramIndex index = open();
        assertThat(index.report().pairsComputed()).isEqualTo(7);
        double[][] after = index.gram().updates().values();
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 6; j++) {
                assertThat(after[i][j]).isEqualTo(before[i][j]);
            }
        }
        bank.blobs().reject(bank.key(bank.entry("zebra").adapter()), name(), "a test");
        assertThat(open().gram().updates().values()).isDeepEqualTo(after);
    }

    @Test
    void aRemovedEntryTakesItsRowAndLeavesTheOthers() throws IOException {
        double[][] before = open().gram().updates().values();
        var key = bank.key(bank.entry("add-1").adapter());
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank = writer.remove(List.of("add-1"));
        }
        assertThat(bank.blobs().names(key)).isEmpty();
        GramIndex index = open();
        assertThat(index.report().pairsComputed()).isZero();
        assertThat(index.gram().updates().entries()).doesNotContain("add-1").hasSize(5);
        assertThat(index.gram().updates().values()[0][0]).isEqualTo(before[1][1]);
    }

    @Test
    void aDamagedRowIsComputedAgainAndSaidSo() throws IOException {
        double[][] before = open().gram().updates().values();
        Path row = blob("upper-2");
        byte[] bytes = Files.readAllBytes(row);
        bytes[bytes.length / 2] ^= 1;
        Files.write(row, bytes);
        assertThat(
                        BankVerification.verify(
                                        bank, BankVerification.Depth.FULL, 1, Progress.SILENT)
                                .faults())
                .hasSize(1);
        GramIndex index = open();
        assertThat(index.report().damaged()).hasSize(1);
        assertThat(index.report().pairsComputed()).isEqualTo(6);
        assertThat(index.gram().updates().values()).isDeepEqualTo(before);
    }

    @Test
    void aWalkThatWasInterruptedGoesOnWhereItStopped() throws IOException {
        open();
        Files.delete(blob("upper-1"));
        Files.delete(blob("upper-2"));
        assertThat(open().report().pairsComputed()).isEqualTo(5 + 6);
    }

    @Test
    void theModulesAddUpToTheWhole() throws IOException {
        GramIndex index = open();
        assertThat(index.modules()).hasSize(2);
        double sum = 0;
        for (String module : index.modules()) {
            sum += index.module(module).values()[4][1];
        }
        assertThat(sum).isEqualTo(index.gram().updates().values()[4][1]);
    }

    @Test
    void entriesWithTheSameAdapterHaveTheSameProducts() throws IOException {
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank =
                    writer.add(
                            List.of(entry("twin", files.adapters().resolve("add-1"))),
                            AddOptions.defaults(),
                            Progress.SILENT);
        }
        GramMatrix gram = open().gram().updates();
        assertThat(gram.values()[6]).containsExactly(column(gram, 0), within(1e-12));
        assertThat(gram.cosine(6, 0)).isCloseTo(1, within(1e-15));
    }

    @Test
    void anAdapterThatChangedIsRefusedOnlyWhereItMustBeRead() throws IOException {
        open();
        Files.delete(files.adapters().resolve("add-1").resolve(PeftDirectory.WEIGHTS));
        ToyFiles.adapter(files.adapters().resolve("add-1"), ToyFiles.BASE, 77);
        assertThat(open().report().pairsComputed()).isZero();
        Files.delete(blob("add-1"));
        assertThatThrownBy(this::open)
                .isInstanceOf(BankException.class)
                .hasMessageContaining("add-1");
    }

    @Test
    void adaptersOfOtherExtentsAreRefusedByModule() {
        var random = new java.util.Random(1);
        LoraAdapter small =
                ToyLoras.random("s", 8, List.of(new ToyLoras.Module("q", 2, 8, 8)), random);
        LoraAdapter large =
                ToyLoras.random("l", 8, List.of(new ToyLoras.Module("q", 2, 9, 8)), random);
        assertThatThrownBy(() -> BankGram.of(List.of("s", "l"), List.of(small, large), 1))
                .isInstanceOf(AdapterException.class)
                .hasMessageContaining("q: expected in 8, out 8 as in s")
                .hasMessageContaining("found in 9, out 8");
    }

    @Test
    void factorsOfOtherRanksHaveNoFlatGram() throws IOException {
        var random = new java.util.Random(1);
        LoraAdapter two =
                ToyLoras.random("s", 8, List.of(new ToyLoras.Module("q", 2, 8, 8)), random);
        LoraAdapter three =
                ToyLoras.random("l", 8, List.of(new ToyLoras.Module("q", 3, 8, 8)), random);
        assertThat(BankGram.of(List.of("s", "l"), List.of(two, three), 1).factors()).isEmpty();
    }

    private GramIndex open() throws IOException {
        return GramIndex.open(bank, 2, Progress.SILENT);
    }

    private static lorica.bank.BlobName name() {
        return new lorica.bank.BlobName("gram", GramRowCodec.VERSION);
    }

    private Path blob(String entry) throws IOException {
        String key = bank.key(bank.entry(entry).adapter()).hex();
        return bank.directory()
                .resolve("blobs")
                .resolve(key.substring(0, 2))
                .resolve(key + ".gram.v" + GramRowCodec.VERSION);
    }

    private Bank add(String id, String base) throws IOException {
        Path adapter = folder.resolve(id);
        ToyFiles.adapter(adapter, base, 99);
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            return writer.add(List.of(entry(id, adapter)), AddOptions.defaults(), Progress.SILENT);
        }
    }

    private static NewEntry entry(String id, Path adapter) {
        return new NewEntry(
                id,
                adapter,
                Optional.empty(),
                new EntryNotes(Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static double[] column(GramMatrix gram, int entry) {
        double[] column = new double[gram.entries().size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = gram.values()[i][entry];
        }
        return column;
    }
}
