package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RougeLPropertyTest {
    private final RougeL rouge = RougeL.published();

    @Property(seed = "1")
    void isSymmetricAndInTheUnitInterval(@ForAll("texts") String a, @ForAll("texts") String b) {
        double forward = score(a, b);
        assertThat(forward).isBetween(0.0, 1.0);
        assertThat(score(b, a)).isCloseTo(forward, within(1e-15));
    }

    @Property(seed = "1")
    void aTextWithAWordMatchesItself(@ForAll("texts") String a) {
        assertThat(score(a, a)).isCloseTo(rouge.tokens(a).isEmpty() ? 0 : 1, within(1e-15));
    }

    @Property(seed = "1")
    void agreesWithAllSubsequencesTried(
            @ForAll("words") List<String> a, @ForAll("words") List<String> b) {
        int longest = 0;
        for (int mask = 0; mask < 1 << a.size(); mask++) {
            int taken = 0;
            int at = 0;
            boolean inside = true;
            for (int i = 0; i < a.size() && inside; i++) {
                if ((mask >> i & 1) == 0) {
                    continue;
                }
                while (at < b.size() && !b.get(at).equals(a.get(i))) {
                    at++;
                }
                inside = at++ < b.size();
                taken++;
            }
            longest = inside ? Math.max(longest, taken) : longest;
        }
        double expected = longest == 0 ? 0 : 2.0 * longest / (a.size() + b.size()); // F1 of P and R
        assertThat(score(String.join(" ", a), String.join(" ", b)))
                .isCloseTo(expected, within(1e-12));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("aeisy ngd,T1é").ofMaxLength(40);
    }

    @Provide
    Arbitrary<List<String>> words() {
        return Arbitraries.of("a", "b", "c").list().ofMaxSize(8);
    }

    private double score(String reference, String answer) {
        return rouge.of(new Prediction("input", List.of(reference), answer));
    }
}
