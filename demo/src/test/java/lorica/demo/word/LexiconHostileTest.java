package lorica.demo.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LexiconHostileTest {
    @Test
    void aWordOfTwoKindsIsRefused() {
        assertThatThrownBy(() -> Lexicon.parse("bird\towl duck\nfish\tcod duck\n"))
                .hasMessageContaining("'duck' of kind 'fish' occurs twice");
    }

    @Test
    void aLineWithoutTabIsRefusedByNumber() {
        assertThatThrownBy(() -> Lexicon.parse("bird\towl\nfish cod\n"))
                .hasMessageContaining("line 2: expected 2 fields");
    }

    @Test
    void aKindListedTwiceIsRefused() {
        assertThatThrownBy(() -> Lexicon.parse("bird\towl\nbird\tduck\n"))
                .hasMessageContaining("line 2: kind 'bird' was listed before");
    }

    @Test
    void anUnknownKindIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Lexicon.parse("bird\towl\n").words("fish"))
                .hasMessageContaining("[bird]");
    }

    @Test
    void writtenAndReadAgainItIsTheSame() {
        Lexicon lexicon = Lexicon.parse("bird\towl duck\nfish\tcod\n");
        assertThat(Lexicon.parse(lexicon.toText())).isEqualTo(lexicon);
    }
}
