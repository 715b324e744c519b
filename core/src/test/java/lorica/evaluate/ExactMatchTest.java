package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExactMatchTest {
    private final ExactMatch strict = ExactMatch.published();
    private final ExactMatch normalised =
            new ExactMatch(ExactMatch.Form.NORMALISED, References.FIRST);

    @Test
    void strictComparesCharacterByCharacter() {
        assertThat(strict.of(prediction("Paris", "Paris"))).isEqualTo(1);
        assertThat(strict.of(prediction("Paris", "paris"))).isZero();
        assertThat(strict.of(prediction("Paris", "Paris."))).isZero();
    }

    @Test
    void normalisedForgetsCasePunctuationArticlesAndSpaces() {
        assertThat(normalised.of(prediction("The Eiffel Tower", "eiffel  tower."))).isEqualTo(1);
        assertThat(normalised.of(prediction("an apple", "apple"))).isEqualTo(1);
        assertThat(normalised.of(prediction("another", "other"))).isZero();
        assertThat(ExactMatch.normalise("  A cat's\tpyjamas, the end!"))
                .isEqualTo("cats pyjamas end");
    }

    @Test
    void theBestReferenceCountsWhereAsked() {
        Prediction prediction = new Prediction("q", List.of("yes", "Yes"), "Yes");
        assertThat(strict.of(prediction)).isZero();
        assertThat(new ExactMatch(ExactMatch.Form.STRICT, References.BEST).of(prediction))
                .isEqualTo(1);
    }

    @Test
    void containmentTellsVerbosityFromError() {
        ReferenceContained contained = ReferenceContained.published();
        Prediction verbose = prediction("Paris", "I believe it is Paris, of course");
        assertThat(strict.of(verbose)).isZero();
        assertThat(contained.of(verbose)).isEqualTo(1);
        assertThat(contained.of(prediction("Paris", "London"))).isZero();
    }

    private static Prediction prediction(String reference, String answer) {
        return new Prediction("input", List.of(reference), answer);
    }
}
