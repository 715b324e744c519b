package lorica.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import lorica.dataset.Example;
import lorica.dataset.PromptTemplate;
import lorica.dataset.TrainingText;
import org.junit.jupiter.api.Test;

class DatasetViewTest {
    private static final PromptTemplate TEMPLATE = PromptTemplate.parse("Q: {input} A:");
    private static final TrainingText TEXT = new TrainingText(" ", "\n");

    private final Example plain = new Example("two", List.of("2"));
    private final Example prompt = new Example("Q: two A:", List.of("2"));

    @Test
    void wrappingPutsTheTemplateAroundRowsThatLackIt() {
        DatasetView view = new DatasetView.Wrapped(TEMPLATE);
        assertThat(view.of(plain, TEXT)).isEqualTo("Q: two A: 2\n");
        assertThat(view.of(prompt, TEXT)).isEqualTo("Q: two A: 2\n");
    }

    @Test
    void theBareViewTakesTheTemplateFromRowsThatFollowIt() {
        DatasetView view = new DatasetView.Bare(TEMPLATE);
        assertThat(view.of(plain, TEXT)).isEqualTo("two 2\n");
        assertThat(view.of(prompt, TEXT)).isEqualTo("two 2\n");
    }

    @Test
    void viewsThatDifferInTheirTemplateDifferInName() {
        assertThat(new DatasetView.Bare(TEMPLATE).name())
                .isEqualTo(new DatasetView.Bare(PromptTemplate.parse(TEMPLATE.text())).name())
                .isNotEqualTo(new DatasetView.Bare(PromptTemplate.parse("{input}")).name())
                .isNotEqualTo(new DatasetView.Wrapped(TEMPLATE).name());
    }

    @Test
    void bigramsAreOneMoreThanTokensAndTellTheirOrder() {
        DatasetView.Bigrams bigrams = new DatasetView.Bigrams(new DatasetView.Outputs());
        assertThat(bigrams.ids(new int[0])).isEmpty();
        assertThat(bigrams.ids(new int[] {5})).hasSize(2);
        int[] forth = bigrams.ids(new int[] {5, 7, 5});
        assertThat(forth).hasSize(4).doesNotHaveDuplicates();
        assertThat(forth[0]).isEqualTo(bigrams.ids(new int[] {5})[0]);
        assertThat(forth[3]).isEqualTo(bigrams.ids(new int[] {5})[1]);
        assertThat(bigrams.ids(new int[] {7, 5})).contains(forth[2]).doesNotContain(forth[1]);
    }
}
