package lorica.experiment.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.PromptTemplate;
import lorica.experiment.fewexamples.FewExamples;
import lorica.experiment.fewexamples.SearchOptions;
import lorica.experiment.fewexamples.Stage;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.Refinement;
import lorica.generate.RunOptions;
import lorica.generate.TemplateChoice;
import lorica.generate.TemplateDecision;
import lorica.storage.Progress;
import lorica.testing.TinyModel;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
    private final Path folder;
    private final ToyFiles files;

    FineTuningTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        files = ToyFiles.write(folder);
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
    }

    private Generation generate(Bank bank, String name, Refinement refinement) throws IOException {
        return Generator.generate(
                Dataset.of(files.newDataset()),
                bank,
                folder.resolve(name),
                GenerateOptions.defaults(),
                RunOptions.defaults(),
                refinement);
    }

    private Refinement steps(int count, RefinementTraining training) {
        return new FineTuning(
                files.baseModel(), count, training, Refinement.none(), progress -> {});
    }

    @Test
    void theAdapterKeepsItsShapeAndSaysHowItWasMade() throws IOException {
        Bank bank = ToyBank.of(files, folder.resolve("bank"));
        Generation mixed = generate(bank, "mixed", Refinement.none());
        Generation tuned = generate(bank, "tuned", steps(3, RefinementTraining.defaults()));
        var before = PeftDirectory.readConfig(mixed.directory());
        var after = PeftDirectory.readConfig(tuned.directory());
        assertThat(after.rank()).isEqualTo(before.rank());
        assertThat(after.alpha()).isEqualTo(before.alpha());
        assertThat(after.targetModules()).isEqualTo(before.targetModules());
        assertThat(after.baseModel()).isEqualTo(before.baseModel());
        assertThat(tuned.provenance().command()).contains("--refine 3").containsOnlyOnce("--base ");
        assertThat(tuned.provenance().choices().notes())
                .singleElement()
                .asString()
                .contains("3 steps of 16 rows");
        assertThat(tuned.provenance().result().norm())
                .isNotEqualTo(mixed.provenance().result().norm());
        try (var content = Files.list(tuned.directory())) {
            assertThat(content.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            PeftDirectory.CONFIG,
                            PeftDirectory.WEIGHTS,
                            "training.json",
                            "lorica.json",
                            "README.md");
        }
    }

    @Test
    void withCoefficientsLearnedFirstTheCommandNamesTheBaseModelOnce() throws IOException {
        Bank bank = ToyBank.of(files, folder.resolve("bank"));
        Refinement learned =
                new FewExamples(
                        files.baseModel(),
                        SearchOptions.defaults().withPasses(1).withLast(Stage.SEARCH),
                        Optional.empty(),
                        Progress.SILENT);
        Generation tuned =
                generate(
                        bank,
                        "tuned",
                        new FineTuning(
                                files.baseModel(),
                                1,
                                RefinementTraining.defaults(),
                                learned,
                                progress -> {}));
        assertThat(tuned.provenance().command())
                .contains("--learn search", "--refine 1")
                .containsOnlyOnce("--base ");
    }

    @Test
    void aStepOfNearlyNoLengthLeavesTheMixture() throws IOException {
        Bank bank = ToyBank.of(files, folder.resolve("bank"));
        double mixed = generate(bank, "mixed", Refinement.none()).provenance().result().norm();
        double tuned =
                generate(bank, "tuned", steps(1, new RefinementTraining(1e-12, 1, 0, 4)))
                        .provenance()
                        .result()
                        .norm();
        assertThat(tuned).isCloseTo(mixed, within(1e-5 * mixed));
    }

    @Test
    void rowsAreLearnedInTheTemplateThatTheyAreComparedIn() throws IOException {
        Dataset dataset = Dataset.of(files.newDataset());
        Optional<PromptTemplate> template =
                Optional.of(PromptTemplate.parse("Sum: {input}\nTotal:"));
        List<Example> raw = ExampleReader.readAll(dataset);
        List<Example> wrapped =
                FineTuning.examples(
                        dataset,
                        TemplateDecision.of(new TemplateChoice.OfBank(), template, dataset));
        List<Example> asIs =
                FineTuning.examples(
                        dataset, TemplateDecision.of(new TemplateChoice.AsIs(), template, dataset));
        assertThat(asIs).isEqualTo(raw);
        assertThat(wrapped.getFirst().input())
                .isEqualTo("Sum: " + raw.getFirst().input() + "\nTotal:");
        assertThat(wrapped.getFirst().outputs()).isEqualTo(raw.getFirst().outputs());
    }

    @Test
    void noStepsAreRefused() {
        assertThatThrownBy(() -> steps(0, RefinementTraining.defaults()))
                .hasMessageContaining("at least 1 step");
    }
}
