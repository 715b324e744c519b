package lorica.demo.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytePairTrainerTest {
    @Test
    void theMostFrequentPairIsMergedFirst() {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("aab aab aab");
        BytePairVocabulary vocabulary = trainer.train(262);
        assertThat(vocabulary.merges()).containsExactly("a a", "aa b", "Ġ aab");
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        BytePairTrainer one = new BytePairTrainer();
        one.add("the owl the duck");
        one.add("the cod");
        BytePairTrainer other = new BytePairTrainer();
        other.add("the cod");
        other.add("the owl the duck");
        assertThat(one.train(266)).isEqualTo(other.train(266));
    }

    @Test
    void trainingStopsWhenNoPairOccursTwice() {
        BytePairTrainer trainer = new BytePairTrainer();
        trainer.add("ab cd");
        assertThat(trainer.train(1_000).tokens()).hasSize(259);
    }

    @Test
    void aVocabularySmallerThanTheBytesIsRefused() {
        assertThatThrownBy(() -> new BytePairTrainer().train(258)).hasMessageContaining("259");
    }
}
