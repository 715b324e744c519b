package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PorterStemmerTest {
    /// The examples that Porter's paper gives for its steps, followed through all steps.
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    caresses caress
                    ponies poni
                    caress caress
                    cats cat
                    feed feed
                    agreed agre
                    plastered plaster
                    bled bled
                    motoring motor
                    sing sing
                    conflated conflat
                    troubled troubl
                    sized size
                    hopping hop
                    tanned tan
                    falling fall
                    hissing hiss
                    fizzed fizz
                    failing fail
                    filing file
                    happy happi
                    relational relat
                    conditional condit
                    rational ration
                    digitizer digit
                    operator oper
                    feudalism feudal
                    decisiveness decis
                    hopefulness hope
                    callousness callous
                    triplicate triplic
                    formative form
                    formalize formal
                    electrical electr
                    hopeful hope
                    goodness good
                    revival reviv
                    allowance allow
                    inference infer
                    airliner airlin
                    gyroscopic gyroscop
                    adjustable adjust
                    defensible defens
                    irritant irrit
                    replacement replac
                    adjustment adjust
                    dependent depend
                    adoption adopt
                    communism commun
                    activate activ
                    homologous homolog
                    effective effect
                    bowdlerize bowdler
                    probate probat
                    rate rate
                    cease ceas
                    controlling control
                    roll roll
                    """)
    void stemsAsThePaperSays(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }

    /// Where NLTK's default mode departs from Porter 1980, by NLTK's own description.
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    sky sky
                    skies sky
                    dying die
                    lying lie
                    news news
                    innings inning
                    proceed proceed
                    dies die
                    flies fli
                    died die
                    spied spi
                    tried tri
                    enjoy enjoy
                    enjoyment enjoy
                    spy spi
                    try tri
                    fly fli
                    by by
                    radically radic
                    hopefully hope
                    geology geolog
                    theology theolog
                    """)
    void stemsAsNltkExtendsIt(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            textBlock =
                    """
                    python python
                    pythonly pythonli
                    generously gener
                    running run
                    having have
                    this thi
                    very veri
                    was wa
                    oed o
                    2000s 2000
                    """)
    void stemsWhatNltkUsersSee(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }

    @Test
    void aLongRunOfYsEnds() {
        assertThat(PorterStemmer.stem("y".repeat(2_000) + "ing")).hasSize(2_000);
    }
}
