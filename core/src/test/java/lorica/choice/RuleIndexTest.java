package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.coefficient.Neural;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.testing.ToyBank;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleIndexTest {
    private static final Distance DISTANCE = Distance.parse("js");
    private static final Representation ON = Representation.parse("both");
    private static final Neural RULE = new Neural(new double[] {-1, 2}, new double[] {0.5, 0}, 1);

    @TempDir private Path folder;
    private Bank bank;

    @BeforeEach
    void makeBank() throws IOException {
        bank = ToyBank.of(ToyFiles.write(folder), folder.resolve("bank"));
    }

    @Test
    void aRuleIsKeptForOneDistanceAndRepresentation() throws IOException {
        RuleIndex.keep(bank, DISTANCE, ON, RULE);
        Neural read = RuleIndex.find(bank, DISTANCE, ON).orElseThrow();
        assertThat(read.knots()).containsExactly(RULE.knots());
        assertThat(read.values()).containsExactly(RULE.values());
        assertThat(RuleIndex.find(bank, Distance.parse("kl"), ON)).isEmpty();
        assertThat(RuleIndex.find(bank, DISTANCE, Representation.parse("input"))).isEmpty();
    }

    @Test
    void aRuleCutOffAnywhereIsRefusedWhereItLiesUntilItIsLearnedAgain() throws IOException {
        RuleIndex.keep(bank, DISTANCE, ON, RULE);
        Path file = blob();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertRefused(file, "found");
        }
        assertThat(file).exists();
        RuleIndex.keep(bank, DISTANCE, ON, RULE);
        assertThat(RuleIndex.find(bank, DISTANCE, ON)).isPresent();
    }

    @Test
    void whatIsNoRuleIsRefusedByItsFile() throws IOException {
        RuleIndex.keep(bank, DISTANCE, ON, RULE);
        Path file = blob();
        for (String document : List.of("", "{}", "[1]", "{\"knots\":[0,1],\"values\":[1]}")) {
            bank.blobs()
                    .put(
                            bank.key(List.of("rule", "js", "both")),
                            RuleIndex.RULES.name(),
                            document.getBytes(UTF_8));
            assertRefused(file, "expected a whole one");
        }
    }

    private void assertRefused(Path file, String fault) {
        assertThatThrownBy(() -> RuleIndex.find(bank, DISTANCE, ON))
                .isInstanceOf(BankException.class)
                .hasMessageStartingWith(file + ": rule.neural: expected ")
                .hasMessageContaining("learn it again: `lorica bank learn`")
                .hasMessageContaining(fault);
    }

    private Path blob() throws IOException {
        try (var blobs = Files.walk(bank.directory().resolve("blobs"))) {
            return blobs.filter(file -> file.toString().contains(".rule."))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
