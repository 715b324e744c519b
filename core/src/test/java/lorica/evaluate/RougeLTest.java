package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RougeLTest {
    private final RougeL plain = new RougeL(Stemming.NONE, References.FIRST);

    /// The cases of rouge_score's own tests.
    @Test
    void scoresAsRougeScoreDoes() {
        assertThat(score("testing one two", "testing")).isCloseTo(1 / 2.0, within(1e-15));
        assertThat(score("testing one two", "testing one")).isCloseTo(4 / 5.0, within(1e-15));
        assertThat(score("testing one two", "testing two")).isCloseTo(4 / 5.0, within(1e-15));
        assertThat(score("testing one two", "")).isZero();
        assertThat(score("", "w1")).isZero();
        assertThat(score("w1 w2 w3 w4 w5", "/")).isZero();
    }

    @Test
    void orderMatters() {
        assertThat(score("1 2 3 4 5", "2 5 3 4")).isCloseTo(2 * 0.75 * 0.6 / 1.35, within(1e-15));
    }

    @Test
    void caseAndEverythingButLettersAndDigitsAreIgnored() {
        assertThat(score("it's a Dog-house, No 7!", "IT S A DOG house no 7")).isEqualTo(1);
        assertThat(plain.tokens("naïve Café 3.14")).containsExactly("na", "ve", "caf", "3", "14");
    }

    @Test
    void theStemmerJoinsForms() {
        RougeL stemmed = RougeL.published();
        Prediction prediction = prediction("the dogs were running", "the dog was run");
        assertThat(plain.of(prediction)).isCloseTo(0.25, within(1e-15));
        assertThat(stemmed.of(prediction)).isCloseTo(0.75, within(1e-15));
    }

    @Test
    void tokensOfThreeLettersAreNotStemmed() {
        assertThat(RougeL.published().tokens("was this")).containsExactly("was", "thi");
    }

    @Test
    void theFirstReferenceCountsUnlessTheBestIsAsked() {
        Prediction prediction = new Prediction("q", List.of("red", "blue"), "blue");
        assertThat(plain.of(prediction)).isZero();
        assertThat(new RougeL(Stemming.NONE, References.BEST).of(prediction)).isEqualTo(1);
    }

    @Test
    void everyChoiceHasItsOwnName() {
        assertThat(plain.name()).isEqualTo("rouge-l");
        assertThat(RougeL.published().name()).isEqualTo("rouge-l-stemmed");
        assertThat(new RougeL(Stemming.PORTER, References.BEST).name())
                .isEqualTo("rouge-l-stemmed-best");
    }

    private double score(String reference, String answer) {
        return plain.of(prediction(reference, answer));
    }

    private static Prediction prediction(String reference, String answer) {
        return new Prediction("input", List.of(reference), answer);
    }
}
