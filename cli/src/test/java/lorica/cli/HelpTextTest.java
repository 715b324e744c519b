package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTextTest {
    private static final int NARROW = 60;

    @Test
    void linesBecomeParagraphsWhereEmptyOnesPartThem() {
        assertThat(HelpText.paragraphs(List.of("One", "and two.", "", "Three", "  and four.")))
                .containsExactly("One and two.", "", "Three and four.");
        assertThat(HelpText.paragraphs(List.of())).isEmpty();
    }

    @Test
    void theFirstClauseEndsAtItsStop() {
        assertThat(HelpText.firstClause("Counts: many.")).isEqualTo("Counts.");
        assertThat(HelpText.firstClause("Reads my.jsonl; writes.")).isEqualTo("Reads my.jsonl.");
        assertThat(HelpText.firstClause("Measures a thing.")).isEqualTo("Measures a thing.");
    }

    @TestFactory
    Stream<DynamicTest> aDescriptionFillsTheWidthThatIsThere() {
        return commands(Lorica.commandLine()).stream()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        command.getCommandSpec().qualifiedName(),
                                        () -> fills(command)));
    }

    /// No word would have had room on the line before.
    private static void fills(CommandLine command) {
        command.setUsageHelpWidth(NARROW);
        List<String> lines = command.getHelp().description().lines().toList();
        for (int i = 1; i < lines.size(); i++) {
            String first = lines.get(i).split(" ", 2)[0];
            if (!first.isEmpty() && !lines.get(i - 1).isEmpty()) {
                assertThat(lines.get(i - 1).length() + 1 + first.length())
                        .as(lines.get(i - 1) + " / " + lines.get(i))
                        .isGreaterThanOrEqualTo(NARROW);
            }
        }
    }

    private static List<CommandLine> commands(CommandLine command) {
        List<CommandLine> all = new ArrayList<>(List.of(command));
        command.getSubcommands().values().forEach(sub -> all.addAll(commands(sub)));
        return all;
    }
}
