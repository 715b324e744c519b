package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeSet;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.coefficient.Truncation;
import lorica.dataset.DatasetException;
import lorica.mixture.ConcatMixture;
import lorica.mixture.FactorMixture;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory.Existing;
import lorica.tensor.Dtype;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratorTest {
    @TempDir private Path folder;

    private final GenerateOptions options = GenerateOptions.defaults();
    private ToyFiles files = new ToyFiles(Path.of(""));
    private Path bankDirectory = Path.of("");

    @BeforeEach
    void aToyBank() throws IOException {
        files = ToyFiles.write(folder.resolve("toy"));
        bankDirectory = ToyBank.of(files, folder.resolve("bank")).directory();
    }

    @Test
    void entriesOfTheSameKindWeighMost() throws IOException {
        Provenance made = generate("out", options).provenance();
        assertThat(made.sources()).hasSize(6);
        assertThat(made.sources().subList(0, 2))
                .extracting(Provenance.SourceFacts::entry)
                .containsExactlyInAnyOrder("add-1", "add-2");
        assertThat(made.sources().stream().mapToDouble(Provenance.SourceFacts::weight).sum())
                .isBetween(1 - 1e-9, 1 + 1e-9);
    }

    @Test
    void theAdapterIsAPeftDirectoryWithCardAndProvenance() throws IOException {
        Generation generation = generate("out", options);
        assertThat(names(generation.directory()))
                .containsExactly(
                        "README.md",
                        "adapter_config.json",
                        "adapter_model.safetensors",
                        "lorica.json");
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter adapter = PeftDirectory.read(generation.directory(), arena);
            assertThat(adapter.config().baseModel()).isEqualTo(ToyFiles.BASE);
            assertThat(adapter.config().rank()).isEqualTo(4);
        }
        assertThat(ProvenanceFile.read(generation.directory())).isEqualTo(generation.provenance());
    }

    @Test
    void theSameInputsGiveTheSameBytesAtAnyNumberOfThreads() throws IOException {
        Path one = generate("one", options, 1).directory();
        Path four = generate("four", options, 4).directory();
        for (String name : names(one)) {
            assertThat(four.resolve(name)).hasSameBinaryContentAs(one.resolve(name));
        }
    }

    @Test
    void aSecondRunReadsNoDatasetOfTheBank() throws IOException {
        assertThat(generate("one", options).recipe().read().datasetsRead()).isEqualTo(6);
        IndexReport second = generate("two", options).recipe().read();
        assertThat(second.datasetsRead()).isZero();
        assertThat(second.fingerprintsRead()).isEqualTo(12); // inputs and outputs
    }

    @Test
    void whatStandsAtTheTargetIsRefusedUnlessLoricaWroteItAndMayReplaceIt() throws IOException {
        Path out = generate("out", options).directory();
        assertThatThrownBy(() -> generate("out", options))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("--force");
        RunOptions force = new RunOptions(1, Existing.REPLACE, Progress.SILENT);
        GenerateOptions top = options.withTruncation(top(1));
        Generator.generate(files.newDataset(), bank(), out, top, force);
        assertThat(ProvenanceFile.read(out).mixed()).hasSize(1);

        Path precious = Files.createDirectory(folder.resolve("precious"));
        Files.writeString(precious.resolve("thesis.tex"), "years");
        assertThatThrownBy(
                        () ->
                                Generator.generate(
                                        files.newDataset(), bank(), precious, options, force))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("lorica.json");
        assertThat(precious.resolve("thesis.tex")).hasContent("years");
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"input\": 7}\n");
        List<String> before = names(folder);
        assertThatThrownBy(() -> Generator.generate(broken, bank(), folder.resolve("out"), options))
                .isInstanceOf(DatasetException.class);
        assertThat(names(folder)).isEqualTo(before);
    }

    @Test
    void aDamagedAdapterIsNamedAndNothingIsWritten() throws IOException {
        Files.writeString(files.adapters().resolve("add-2/adapter_model.safetensors"), "gone");
        assertThatThrownBy(() -> generate("out", options))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("add-2");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void excludedEntriesAreNotCompared() throws IOException {
        Generation generation = generate("out", options.withExcluded(List.of("add-1", "upper-1")));
        assertThat(generation.recipe().distances().entries())
                .doesNotContain("add-1", "upper-1")
                .hasSize(4);
        assertThatThrownBy(() -> generate("other", options.withExcluded(List.of("nobody"))))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> generate("other", options.withExcluded(ToyFiles.IDS)))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("6 left out");
    }

    @Test
    void anEntryTrainedOnTheVeryDatasetIsPointedOutAndLeftOutOnRequest() throws IOException {
        Path own = files.dataset("colour-2");
        Generation kept = Generator.generate(own, bank(), folder.resolve("kept"), options);
        assertThat(kept.provenance().warnings())
                .singleElement()
                .asString()
                .contains("colour-2", "--leave-out");
        assertThat(kept.provenance().sources().getFirst().sameDataset()).isTrue();
        Generation without =
                Generator.generate(
                        own,
                        bank(),
                        folder.resolve("without"),
                        options.withOwnEntry(GenerateOptions.OwnEntry.LEAVE_OUT));
        assertThat(without.recipe().distances().entries()).doesNotContain("colour-2");
        assertThat(without.provenance().warnings()).isEmpty();
    }

    @Test
    void truncationKeepsTheLargestWeights() throws IOException {
        assertThat(generate("two", options.withTruncation(top(2))).provenance().mixed()).hasSize(2);
        Truncation half = new Truncation(OptionalInt.empty(), OptionalDouble.of(0.5));
        assertThat(generate("half", options.withTruncation(half)).provenance().mixed())
                .hasSizeLessThan(6);
    }

    @Test
    void everyMixtureAndDtypeIsWritten() throws IOException {
        Generation concat =
                generate("concat", options.withMixture(new ConcatMixture()).withDtype(Dtype.BF16));
        assertThat(concat.provenance().result().rank()).isEqualTo(24);
        assertThat(concat.provenance().warnings()).anyMatch(text -> text.contains("vLLM"));
        Generation factors = generate("factors", options.withMixture(new FactorMixture()));
        assertThat(factors.provenance().result().rank()).isEqualTo(4);
    }

    @Test
    void factorsOverSeveralInitialisationsAreWarnedAbout() throws IOException {
        ToyFiles.adapter(files.adapters().resolve("odd"), ToyFiles.BASE, 5, 12345);
        Path dataset = Files.createDirectories(files.datasets().resolve("odd"));
        Files.write(dataset.resolve("train.jsonl"), ToyFiles.rows("add-3", 5));
        Bank two = ToyBank.of(files, folder.resolve("two-groups"));
        Provenance made =
                Generator.generate(
                                files.newDataset(),
                                two,
                                folder.resolve("out"),
                                options.withMixture(new FactorMixture()))
                        .provenance();
        assertThat(made.warnings()).anyMatch(text -> text.contains("2 initialisation groups"));
        assertThat(made.mixed()).extracting(source -> source.group().orElse(0)).contains(1, 2);
    }

    @Test
    void aDatasetThatCannotBeReadTwiceIsRefused() {
        assertThatThrownBy(() -> Generator.generate(folder, bank(), folder.resolve("out"), options))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("regular file");
    }

    private static Truncation top(int k) {
        return new Truncation(OptionalInt.of(k), OptionalDouble.empty());
    }

    private Bank bank() throws IOException {
        return Bank.open(bankDirectory);
    }

    private Generation generate(String out, GenerateOptions chosen) throws IOException {
        return generate(out, chosen, 2);
    }

    private Generation generate(String out, GenerateOptions chosen, int threads)
            throws IOException {
        return Generator.generate(
                files.newDataset(),
                bank(),
                folder.resolve(out),
                chosen,
                new RunOptions(threads, Existing.REFUSE, Progress.SILENT));
    }

    private static List<String> names(Path directory) throws IOException {
        try (var content = Files.list(directory)) {
            return List.copyOf(
                    new TreeSet<>(content.map(path -> path.getFileName().toString()).toList()));
        }
    }
}
