package lorica.demo.word;

import static org.assertj.core.api.Assertions.assertThat;

import lorica.demo.build.DemoBuild;
import org.junit.jupiter.api.Test;

class WordNetWordsTest {
    @Test
    void theShippedWordsAreThoseThatWordNetGives() {
        assertThat(WordNetWords.choose().toText()).isEqualTo(DemoBuild.lexicon().toText());
    }

    @Test
    void everyKindHasItsShareOfWords() {
        assertThat(DemoBuild.lexicon().kinds().values())
                .allSatisfy(words -> assertThat(words).hasSize(WordNetWords.PER_KIND));
    }
}
