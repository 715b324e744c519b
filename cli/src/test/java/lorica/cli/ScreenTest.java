package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    @Test
    void aParagraphBreaksBetweenWordsWhereTheScreenEnds() {
        assertThat(flowed("one two\nthree  four", 9)).isEqualTo("one two\nthree\nfour\n");
        assertThat(flowed("one two", 7)).isEqualTo("one two\n");
        assertThat(flowed("a-word-that-is-wider than it", 7))
                .isEqualTo("a-word-that-is-wider\nthan it\n");
    }

    private static String flowed(String paragraph, int width) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out, true);
        new Screen(writer, writer, false, false, width, true).flow(paragraph);
        return out.toString();
    }
}
