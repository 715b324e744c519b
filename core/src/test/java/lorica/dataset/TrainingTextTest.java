package lorica.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingTextTest {
    private final TrainingText text = new TrainingText(" ", "\n");
    private final Example example = new Example("2 + 2 =", List.of("4"));

    @Test
    void theTrainingTextIsThePromptTheSpaceTheAnswerAndTheTerminator() {
        assertThat(text.of(example)).isEqualTo("2 + 2 = 4\n");
        assertThat(text.prompt(example)).isEqualTo("2 + 2 =");
        assertThat(text.stop()).contains("\n");
    }

    @Test
    void onlyTheSpacesAtTheEndOfTheSeparatorAreLeftToTheModel() {
        assertThat(new TrainingText("\nAnswer:  ", "").prompt(example))
                .isEqualTo("2 + 2 =\nAnswer:");
        assertThat(new TrainingText("\n", "").prompt(example)).isEqualTo("2 + 2 =\n");
        assertThat(new TrainingText("", "").prompt(new Example("in ", List.of("x"))))
                .isEqualTo("in ");
    }

    @Test
    void anAnswerEndsAtTheTerminator() {
        assertThat(text.answer(" 4\n5 + 5 = 10\n")).isEqualTo("4");
        assertThat(text.answer("4")).isEqualTo("4");
        assertThat(TrainingText.concatenation().answer(" a\n b ")).isEqualTo("a\n b");
        assertThat(TrainingText.concatenation().stop()).isEmpty();
    }
}
