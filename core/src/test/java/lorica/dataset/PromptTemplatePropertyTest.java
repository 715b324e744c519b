package lorica.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;

/// Over an alphabet of two letters, so that literals and values collide often.
class PromptTemplatePropertyTest {
    @Property(seed = "1")
    void whatWasWrappedFollowsTheTemplateAndUnwrapsToIt(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String before,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 4) String after,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 6) String input) {
        PromptTemplate template =
                new PromptTemplate(List.of(before, after), List.of(PromptTemplate.INPUT));
        assertThat(template.strip(template.wrap(input))).contains(input);
    }

    @Property(seed = "1")
    void anyReadingPutsTheSameTextBackTogether(
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 12) String text,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 2) String first,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 2) String second,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(min = 1, max = 2) String third,
            @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 2) String last) {
        PromptTemplate template =
                new PromptTemplate(
                        List.of(first, second, third, last), List.of("before", "input", "after"));
        template.values(text)
                .ifPresent(
                        values -> {
                            String input = String.valueOf(values.get("input"));
                            assertThat(template.wrap(input, values)).isEqualTo(text);
                        });
        assertThat(template.matches(text)).isEqualTo(matchesByRegex(template, text));
    }

    private static boolean matchesByRegex(PromptTemplate template, String text) {
        return text.matches(String.join("(.*)", template.literals()));
    }

    @Property(seed = "1")
    void textAndTemplateAreTheSame(
            @ForAll @StringLength(max = 10) String before,
            @ForAll @StringLength(max = 10) String after) {
        String text = before.replace('{', '(') + "{input}" + after.replace('{', '(');
        assertThat(PromptTemplate.parse(text).text()).isEqualTo(text);
        assertThat(PromptTemplate.parse(text).wrap("x", Map.of()))
                .isEqualTo(text.replace("{input}", "x"));
    }
}
