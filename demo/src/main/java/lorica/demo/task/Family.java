package lorica.demo.task;

import static lorica.demo.task.AnswerForm.AFTER_ARROW;
import static lorica.demo.task.AnswerForm.AFTER_KIND;
import static lorica.demo.task.AnswerForm.AFTER_LETTER;
import static lorica.demo.task.AnswerForm.AFTER_NUMBER;
import static lorica.demo.task.AnswerForm.AFTER_OPTION;
import static lorica.demo.task.AnswerForm.AFTER_WORD;
import static lorica.demo.task.AnswerForm.CAPITAL;
import static lorica.demo.task.AnswerForm.IN_PARENTHESES;
import static lorica.demo.task.AnswerForm.NUMBER_WORD;
import static lorica.demo.task.AnswerForm.PLAIN;
import static lorica.demo.task.AnswerForm.RIGHT_OR_WRONG;
import static lorica.demo.task.AnswerForm.TRUE_OR_FALSE;
import static lorica.demo.task.AnswerForm.WITH_A;
import static lorica.demo.task.AnswerForm.WITH_COMMAS;
import static lorica.demo.task.AnswerForm.WITH_DASHES;
import static lorica.demo.task.AnswerForm.WITH_THE;

import java.util.List;
import java.util.Locale;

/// Tasks that ask alike and are answered in one form.
///
/// All forms of a family occur in the base model's verbose answers, the first one alone in the
/// terse answers of the family's datasets: this is what its adapters share and what a mixture of
/// neighbours can hand on.
public enum Family {
    /// Which of two kinds the words are.
    KIND(WITH_A, PLAIN, AFTER_KIND),
    /// Is something the case in a list of words?
    CHECK(PLAIN, TRUE_OR_FALSE, RIGHT_OR_WRONG),
    /// Does a claim about digits hold?
    CLAIM(TRUE_OR_FALSE, PLAIN, RIGHT_OR_WRONG),
    /// The word of a kind among others.
    PICK(WITH_THE, PLAIN, AFTER_ARROW),
    /// The word at a place.
    PLACE(AFTER_WORD, PLAIN, AFTER_ARROW),
    /// The letter of the right option.
    OPTION(AFTER_OPTION, PLAIN, IN_PARENTHESES),
    /// One digit.
    NUMBER(AFTER_NUMBER, PLAIN, NUMBER_WORD),
    /// A list of digits, rearranged.
    ORDER(WITH_DASHES, PLAIN, WITH_COMMAS),
    /// One letter.
    LETTER(AFTER_LETTER, PLAIN, CAPITAL);

    private final AnswerForm terse;
    private final AnswerForm second;
    private final AnswerForm third;

    Family(AnswerForm terse, AnswerForm second, AnswerForm third) {
        this.terse = terse;
        this.second = second;
        this.third = third;
    }

    /// The forms in which the base model writes answers, the terse one first.
    public List<AnswerForm> forms() {
        return List.of(terse, second, third);
    }

    /// The form of the datasets' answers.
    public AnswerForm terse() {
        return terse;
    }

    /// The family's name in files: lower case.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
