package lorica.demo.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnswerFormTest {
    @Test
    void everyFormWritesItsOwnText() {
        assertThat(AnswerForm.PLAIN.write("owl")).isEqualTo("owl");
        assertThat(AnswerForm.WITH_A.write("owl")).isEqualTo("an owl");
        assertThat(AnswerForm.WITH_A.write("bird")).isEqualTo("a bird");
        assertThat(AnswerForm.WITH_THE.write("owl")).isEqualTo("the owl");
        assertThat(AnswerForm.AFTER_ARROW.write("owl")).isEqualTo("-> owl");
        assertThat(AnswerForm.TRUE_OR_FALSE.write("no")).isEqualTo("false");
        assertThat(AnswerForm.RIGHT_OR_WRONG.write("yes")).isEqualTo("right");
        assertThat(AnswerForm.NUMBER_WORD.write("7")).isEqualTo("seven");
        assertThat(AnswerForm.AFTER_NUMBER.write("7")).isEqualTo("number 7");
        assertThat(AnswerForm.WITH_DASHES.write("9 2 4")).isEqualTo("9-2-4");
        assertThat(AnswerForm.WITH_COMMAS.write("9 2 4")).isEqualTo("9, 2, 4");
        assertThat(AnswerForm.CAPITAL.write("k")).isEqualTo("K");
    }

    @Test
    void trueOrFalseRefusesWhatIsNeitherYesNorNo() {
        assertThatThrownBy(() -> AnswerForm.TRUE_OR_FALSE.write("maybe"))
                .hasMessageContaining("'maybe'");
    }
}
