package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lorica.dataset.Example;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import org.junit.jupiter.api.Test;

class RepresentationTest {
    private static final TrainingText TEXT = new TrainingText(" ", "\n");
    private static final Example EXAMPLE = new Example("2 + 3", List.of("5", "five"));

    @Test
    void onePartIsWrittenByItsName() {
        assertThat(Representation.parse("output")).isEqualTo(Representation.of(Part.OUTPUT));
        assertThat(Representation.parse("both")).isEqualTo(Representation.published());
        assertThat(Representation.parse("output").name("js")).isEqualTo("js-output");
        assertThat(Representation.published().name("js")).isEqualTo("js");
    }

    @Test
    void weightsAreDividedByTheirSumAndReadBackAsTheyAreWritten() {
        Representation sum = Representation.parse("input=1,output=3");
        assertThat(sum.terms())
                .containsExactly(
                        new Representation.Term(Part.INPUT, 0.25),
                        new Representation.Term(Part.OUTPUT, 0.75));
        assertThat(sum.parts()).containsExactlyInAnyOrder(Part.INPUT, Part.OUTPUT);
        assertThat(Representation.parse(sum.label())).isEqualTo(sum);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        assertThatThrownBy(() -> Representation.parse("answer"))
                .hasMessageContaining("both, input, output")
                .hasMessageContaining("'answer'");
        assertThatThrownBy(() -> Representation.parse("input,input"))
                .hasMessageContaining("'input' once");
        assertThatThrownBy(() -> Representation.parse("input=0"))
                .hasMessageContaining("weight > 0")
                .hasMessageContaining("found 0.0");
        assertThatThrownBy(() -> Representation.parse("input=x"))
                .hasMessageContaining("PART=WEIGHT");
        assertThatThrownBy(() -> Representation.parse("")).hasMessageContaining("found ''");
    }

    @Test
    void aPartIsItsTextAndNothingThatJoinsIt() {
        DatasetView whole = DatasetView.whole();
        assertThat(DatasetView.part(whole, Part.BOTH)).isEqualTo(whole);
        assertThat(DatasetView.part(whole, Part.INPUT).of(EXAMPLE, TEXT)).isEqualTo("2 + 3");
        assertThat(DatasetView.part(whole, Part.OUTPUT).of(EXAMPLE, TEXT)).isEqualTo("5");
        assertThat(DatasetView.part(whole, Part.OUTPUT).countsBeginning()).isFalse();
    }

    @Test
    void inputsAreTreatedAsTheWholeTextIsAndOutputsAreTheSameForAllTreatments() {
        PromptTemplate template = PromptTemplate.parse("Q: {input}\nA:");
        DatasetView wrapped = new DatasetView.Wrapped(template);
        DatasetView bare = new DatasetView.Bare(template);
        Example asked = new Example("Q: 2 + 3\nA:", List.of("5"));
        assertThat(DatasetView.part(wrapped, Part.INPUT).of(EXAMPLE, TEXT))
                .isEqualTo(asked.input());
        assertThat(DatasetView.part(bare, Part.INPUT).of(asked, TEXT)).isEqualTo("2 + 3");
        assertThat(DatasetView.part(wrapped, Part.INPUT).name())
                .isNotEqualTo(DatasetView.part(bare, Part.INPUT).name());
        assertThat(DatasetView.part(wrapped, Part.OUTPUT))
                .isEqualTo(DatasetView.part(bare, Part.OUTPUT));
    }

    @Test
    void pairsOfTokensArePartsToo() {
        Representation pairs = Representation.parse("input-bigrams=1,output-bigrams=1");
        assertThat(pairs.parts())
                .containsExactlyInAnyOrder(Part.INPUT_BIGRAMS, Part.OUTPUT_BIGRAMS);
        assertThat(DatasetView.part(DatasetView.whole(), Part.OUTPUT_BIGRAMS).name())
                .isEqualTo("bigrams-output");
    }
}
