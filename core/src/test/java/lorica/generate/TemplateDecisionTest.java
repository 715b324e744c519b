package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.dataset.PromptTemplate;
import lorica.generate.TemplateDecision.Treatment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateDecisionTest {
    private static final PromptTemplate PLAIN = PromptTemplate.parse("Q: {input} A:");
    private static final PromptTemplate LONG = PromptTemplate.parse("{definition} Q: {input} A:");

    @TempDir private Path folder;

    @Test
    void rowsStayAsTheyAreWhereTheBankHasNoTemplate() throws IOException {
        TemplateDecision decision =
                TemplateDecision.of(
                        new TemplateChoice.Automatic(), Optional.empty(), rows(3, "two"));
        assertThat(decision.treatment()).isEqualTo(Treatment.AS_IS);
        assertThat(decision.compared()).isEqualTo("two").isEqualTo(decision.raw());
    }

    @Test
    void rowsThatFollowTheTemplateStayAsTheyAre() throws IOException {
        TemplateDecision decision = automatic(PLAIN, rows(3, "Q: two A:"));
        assertThat(decision.treatment()).isEqualTo(Treatment.AS_IS);
        assertThat(decision.following()).isEqualTo(3);
        assertThat(decision.reason()).contains("3 of 3 rows follow");
    }

    @Test
    void oneStrayRowInTwentyChangesNothing() throws IOException {
        Path dataset = rows(19, "Q: two A:");
        Files.writeString(
                dataset, Files.readString(dataset) + "{\"input\": \"x\", \"output\": \"y\"}\n");
        assertThat(automatic(PLAIN, dataset).treatment()).isEqualTo(Treatment.AS_IS);
        Files.writeString(
                dataset, Files.readString(dataset) + "{\"input\": \"x\", \"output\": \"y\"}\n");
        assertThat(automatic(PLAIN, dataset).treatment()).isEqualTo(Treatment.WRAPPED);
    }

    @Test
    void rowsWithoutTheTemplateAreWrappedWhereTheInputIsAllItNeeds() throws IOException {
        TemplateDecision decision = automatic(PLAIN, rows(3, "two"));
        assertThat(decision.treatment()).isEqualTo(Treatment.WRAPPED);
        assertThat(decision.raw()).isEqualTo("two");
        assertThat(decision.compared()).isEqualTo("Q: two A:");
        assertThat(decision.reason()).contains("3 of 3 rows lack");
        assertThat(decision.viewOfDataset().name()).startsWith("wrapped-");
        assertThat(decision.viewOfBank().name()).isEqualTo("whole");
    }

    @Test
    void bothSidesAreStrippedWhereTheTemplateDiffersBetweenDatasets() throws IOException {
        TemplateDecision decision = automatic(LONG, rows(3, "two"));
        assertThat(decision.treatment()).isEqualTo(Treatment.STRIPPED);
        assertThat(decision.compared()).isEqualTo("two");
        assertThat(decision.reason()).contains("definition");
        assertThat(decision.viewOfDataset()).isEqualTo(decision.viewOfBank());
    }

    @Test
    void whatIsAskedForIsDone() throws IOException {
        Path dataset = rows(2, "Q: two A:");
        assertThat(
                        TemplateDecision.of(
                                        new TemplateChoice.Stripped(), Optional.of(PLAIN), dataset)
                                .compared())
                .isEqualTo("two");
        PromptTemplate own = PromptTemplate.parse("<{input}>");
        assertThat(
                        TemplateDecision.of(
                                        new TemplateChoice.Own(own), Optional.of(PLAIN), dataset)
                                .compared())
                .isEqualTo("<Q: two A:>");
        assertThat(
                        TemplateDecision.of(
                                        new TemplateChoice.AsIs(),
                                        Optional.of(LONG),
                                        rows(2, "two"))
                                .treatment())
                .isEqualTo(Treatment.AS_IS);
    }

    @Test
    void whatCannotBeDoneIsRefusedWithTheWayOut() throws IOException {
        Path dataset = rows(2, "two");
        assertThatThrownBy(
                        () ->
                                TemplateDecision.of(
                                        new TemplateChoice.OfBank(), Optional.empty(), dataset))
                .hasMessageContaining("--template bank")
                .hasMessageContaining("--template FILE");
        assertThatThrownBy(
                        () ->
                                TemplateDecision.of(
                                        new TemplateChoice.OfBank(), Optional.of(LONG), dataset))
                .hasMessageContaining("{definition}");
        assertThatThrownBy(() -> new TemplateChoice.Own(LONG)).hasMessageContaining("definition");
    }

    private TemplateDecision automatic(PromptTemplate template, Path dataset) throws IOException {
        return TemplateDecision.of(new TemplateChoice.Automatic(), Optional.of(template), dataset);
    }

    private Path rows(int count, String input) throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add("{\"input\": \"%s\", \"output\": \"y\"}".formatted(input));
        }
        return Files.write(folder.resolve("data.jsonl"), rows);
    }
}
