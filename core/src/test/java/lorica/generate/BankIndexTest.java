package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.bank.AddOptions;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.bank.BankException;
import lorica.bank.BankWriter;
import lorica.bank.EntrySearch;
import lorica.bank.NotesFile;
import lorica.distance.Distance;
import lorica.distance.Fingerprint;
import lorica.distance.FingerprintCodec;
import lorica.distribution.DatasetView;
import lorica.distribution.Representation;
import lorica.storage.Progress;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankIndexTest {
    @TempDir private Path folder;
    private ToyFiles files;
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        Bank empty =
                BankCreation.of(files.baseModel().toString()).create(folder.resolve("bank")).bank();
        try (BankWriter writer = BankWriter.open(empty.directory())) {
            bank =
                    writer.add(
                            new EntrySearch(
                                            files.adapters(),
                                            Optional.of(files.datasets()),
                                            Optional.empty(),
                                            NotesFile.none())
                                    .find()
                                    .entries(),
                            AddOptions.defaults(),
                            Progress.SILENT);
        }
    }

    @Test
    void aSecondRunReadsNoDatasetAndGivesTheSameBits() throws IOException {
        for (Distance distance : Distance.all()) {
            List<byte[]> first = encoded(distance);
            IndexReport report;
            List<byte[]> second;
            try (BankIndex index = BankIndex.open(bank)) {
                second = encoded(index.fingerprints(distance, DatasetView.whole()));
                report = index.report();
            }
            assertThat(second).usingRecursiveComparison().isEqualTo(first);
            assertThat(report.datasetsRead()).isZero();
            assertThat(report.countsRead()).isZero();
            assertThat(report.fingerprintsRead()).isEqualTo(6);
        }
    }

    @Test
    void viewsThatAreExpectedTogetherAreReadInOnePass() throws IOException {
        Distance distance = Distance.all().getFirst();
        Representation on = Representation.parse("input=1,output=1");
        Path away = folder.resolve("away");
        List<byte[]> together = new ArrayList<>();
        try (BankIndex index = BankIndex.open(bank)) {
            index.expect(index.views(on));
            DatasetView first = index.views(on).getFirst();
            together.addAll(encoded(index.fingerprints(distance, first)));
            Files.move(files.datasets(), away);
            together.addAll(encoded(index.fingerprints(distance, index.views(on).getLast())));
            assertThat(index.report().datasetsRead()).isEqualTo(6);
        }
        Files.move(away, files.datasets());
        for (Path blob : blobs()) {
            Files.delete(blob);
        }
        List<byte[]> apart = new ArrayList<>();
        try (BankIndex index = BankIndex.open(bank)) {
            for (DatasetView view : index.views(on)) {
                apart.addAll(encoded(index.fingerprints(distance, view)));
            }
        }
        assertThat(together).usingRecursiveComparison().isEqualTo(apart);
    }

    @Test
    void anotherDistanceReadsCountsAndNoDataset() throws IOException {
        encoded(Distance.all().getFirst());
        try (BankIndex index = BankIndex.open(bank)) {
            index.fingerprints(Distance.all().getLast(), DatasetView.whole());
            assertThat(index.report().datasetsRead()).isZero();
            assertThat(index.report().countsRead()).isEqualTo(6);
            assertThat(index.report().fingerprintsComputed()).isEqualTo(6);
        }
    }

    @Test
    void damageIsMendedFromTheCountsElseFromTheDataset() throws IOException {
        Distance distance = Distance.all().getFirst();
        List<byte[]> first = encoded(distance);
        List<Path> blobs = blobs();
        assertThat(blobs).hasSize(12);
        for (Path blob : blobs) {
            Files.write(blob, new byte[] {1, 2, 3});
        }
        try (BankIndex index = BankIndex.open(bank)) {
            assertThat(encoded(index.fingerprints(distance, DatasetView.whole())))
                    .usingRecursiveComparison()
                    .isEqualTo(first);
            assertThat(index.report().damaged()).hasSize(12);
            assertThat(index.report().datasetsRead()).isEqualTo(6);
        }
        try (BankIndex index = BankIndex.open(bank)) {
            index.fingerprints(distance, DatasetView.whole());
            assertThat(index.report().damaged()).isEmpty();
            assertThat(index.report().fingerprintsRead()).isEqualTo(6);
        }
    }

    @Test
    void aFingerprintServesWithoutItsDataset() throws IOException {
        Distance distance = Distance.all().getFirst();
        List<byte[]> first = encoded(distance);
        Files.delete(files.dataset("add-1"));
        assertThat(encoded(distance)).usingRecursiveComparison().isEqualTo(first);
        for (Path blob : blobs()) {
            Files.delete(blob);
        }
        assertThatThrownBy(() -> encoded(distance))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("add-1")
                .hasMessageContaining("no such file");
    }

    @Test
    void anInterruptedWalkGoesOnWhereItStopped() throws IOException {
        Distance distance = Distance.all().getFirst();
        String whole = Files.readString(files.dataset("upper-2"));
        Files.writeString(files.dataset("upper-2"), "changed");
        assertThatThrownBy(
                        () -> {
                            try (BankIndex index = BankIndex.open(bank, 1, Progress.SILENT)) {
                                index.fingerprints(distance, DatasetView.whole());
                            }
                        })
                .isInstanceOf(BankException.class)
                .hasMessageContaining("upper-2");
        Files.writeString(files.dataset("upper-2"), whole);
        try (BankIndex index = BankIndex.open(bank)) {
            index.fingerprints(distance, DatasetView.whole());
            assertThat(index.report().fingerprintsRead()).isEqualTo(5);
            assertThat(index.report().datasetsRead()).isEqualTo(1);
        }
    }

    private List<byte[]> encoded(Distance distance) throws IOException {
        try (BankIndex index = BankIndex.open(bank)) {
            return encoded(index.fingerprints(distance, DatasetView.whole()));
        }
    }

    private static List<byte[]> encoded(List<Fingerprint> fingerprints) {
        return fingerprints.stream().map(FingerprintCodec::encode).toList();
    }

    private List<Path> blobs() throws IOException {
        try (var walk = Files.walk(bank.directory().resolve("blobs"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }
}
