package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorica.bank.Bank;
import lorica.bank.BankWriter;
import lorica.coefficient.Attention;
import lorica.coefficient.Evidence;
import lorica.generate.BankIndex;
import lorica.generate.GenerateOptions;
import lorica.generate.Generator;
import lorica.generate.Recipe;
import lorica.generate.RuleEvidence;
import lorica.generate.RunOptions;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionIndexTest {
    @TempDir private Path folder;
    private ToyFiles files = new ToyFiles(Path.of(""));
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        files = ToyFiles.write(folder);
        bank = ToyBank.of(files, folder.resolve("bank"));
    }

    /// Looks at the last distance alone, and at how unlike the numbers of examples are.
    private Attention rule() throws IOException {
        try (BankIndex index = BankIndex.open(bank)) {
            Evidence.OfBank evidence = RuleEvidence.of(index);
            Attention.Scaling scaling = Attention.Scaling.of(evidence.statistics());
            double[] direct = new double[evidence.distances().size()];
            direct[direct.length - 1] = 2;
            double[] unit = new double[direct.length + 3 * scaling.mean().length];
            unit[direct.length] = 1;
            return new Attention(
                    scaling,
                    direct,
                    new double[][] {unit},
                    new double[] {0.25},
                    new double[] {0.5},
                    1);
        }
    }

    @Test
    void theRuleIsKeptForExactlyTheseEntriesAndTheSameWhenReadBack() throws IOException {
        assertThat(AttentionIndex.find(bank)).isEmpty();
        Attention made = rule();
        AttentionIndex.keep(bank, made);
        Attention read = AttentionIndex.find(bank).orElseThrow();
        assertThat(AttentionIndex.RULES.render(read)).isEqualTo(AttentionIndex.RULES.render(made));
        try (BankWriter writer = BankWriter.open(bank.directory())) {
            bank = writer.remove(List.of("add-1"));
        }
        assertThat(AttentionIndex.find(bank)).isEmpty();
    }

    @Test
    void aDatasetIsWeighedByWhatTheRuleSees() throws IOException {
        Attention rule = rule();
        Recipe recipe =
                Generator.recipe(
                        files.newDataset(),
                        bank,
                        GenerateOptions.defaults().withRule(rule),
                        RunOptions.defaults());
        assertThat(recipe.coefficients().entries()).isEqualTo(recipe.distances().entries());
        assertThat(Arrays.stream(recipe.coefficients().weights()).sum()).isBetween(0.999, 1.001);
        Recipe without =
                Generator.recipe(
                        files.newDataset(),
                        bank,
                        GenerateOptions.defaults().withRule(rule).withExcluded(List.of("add-1")),
                        RunOptions.defaults());
        assertThat(without.coefficients().entries()).doesNotContain("add-1").hasSize(5);
    }

    @Test
    void anotherNumberOfDistancesIsRefused() throws IOException {
        Attention made = rule();
        Attention other =
                new Attention(
                        made.scaling(),
                        new double[] {1},
                        new double[][] {new double[1 + 3 * made.scaling().mean().length]},
                        made.bias(),
                        made.out(),
                        1);
        assertThatThrownBy(() -> AttentionIndex.RULES.parse(AttentionIndex.RULES.render(other)))
                .hasMessageContaining("expected 8 statistics and 11 distances, found 8 and 1");
    }

    @Test
    void brokenDocumentsAreRefused() throws IOException {
        String whole = new String(AttentionIndex.RULES.render(rule()), UTF_8);
        for (String broken :
                List.of(
                        "",
                        "[]",
                        "{}",
                        whole.substring(0, whole.length() / 2),
                        whole.replace("\"bias\":[0.25]", "\"bias\":[0.25,1]"),
                        whole.replace("\"bias\":[0.25]", "\"bias\":[\"NaN\"]"),
                        whole.replace("\"bias\":[0.25]", "\"bias\":[1e999]"),
                        whole.replace("\"hidden\":[[", "\"hidden\":[[1,"),
                        whole.replace("\"deviation\":[", "\"deviation\":[-1,"))) {
            assertThatThrownBy(() -> AttentionIndex.RULES.parse(broken.getBytes(UTF_8)))
                    .as(broken)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
