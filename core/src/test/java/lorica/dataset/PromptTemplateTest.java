package lorica.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptTemplateTest {
    private static final PromptTemplate PLAIN = PromptTemplate.parse("Input: {input}\nOutput:");

    /// The shape of the Lots-of-LoRAs prompts.
    private static final PromptTemplate LOTS_OF_LORAS =
            PromptTemplate.parse(
                    "Definition: {definition}\n\nPositive Example 1 -\n{examples}\n\n"
                            + "Now complete the following example -\nInput: {input}\nOutput:");

    @Test
    void aBareInputIsWrappedAndComesBackOut() {
        assertThat(PLAIN.wrap("two cats")).isEqualTo("Input: two cats\nOutput:");
        assertThat(PLAIN.strip("Input: two cats\nOutput:")).contains("two cats");
    }

    @Test
    void anInputThatDoesNotFollowTheTemplateIsNotStripped() {
        assertThat(PLAIN.matches("two cats")).isFalse();
        assertThat(PLAIN.strip("Input: two cats")).isEmpty();
        assertThat(PLAIN.strip("two cats\nOutput:")).isEmpty();
        assertThat(PLAIN.strip("")).isEmpty();
    }

    @Test
    void literalsMayNotOverlap() {
        assertThat(PromptTemplate.parse("aba{input}ba").matches("aba")).isFalse();
        assertThat(PromptTemplate.parse("ab{input}ba").strip("abba")).contains("");
    }

    @Test
    void fieldsOfOneDatasetAreReadFromALongPrompt() {
        String prompt =
                "Definition: Say the colour.\n\nPositive Example 1 -\nInput: grass\nOutput: green"
                        + "\n\nNow complete the following example -\nInput: snow\nOutput:";
        assertThat(LOTS_OF_LORAS.strip(prompt)).contains("snow");
        assertThat(LOTS_OF_LORAS.values(prompt))
                .contains(
                        Map.of(
                                "definition", "Say the colour.",
                                "examples", "Input: grass\nOutput: green",
                                "input", "snow"));
    }

    @Test
    void theInputIsAsLongAsPossibleWhereSeveralReadingsFit() {
        PromptTemplate template = PromptTemplate.parse("{a}|{input}|{b}");
        assertThat(template.values("1|2|3|4")).contains(Map.of("a", "1", "input", "2|3", "b", "4"));
    }

    @Test
    void aTemplateWithOtherFieldsWrapsOnlyWhenTheyAreGiven() {
        assertThat(LOTS_OF_LORAS.needsInputOnly()).isFalse();
        assertThatThrownBy(() -> LOTS_OF_LORAS.wrap("snow"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{definition}")
                .hasMessageContaining("write a template");
        assertThat(LOTS_OF_LORAS.wrap("snow", Map.of("definition", "Colour.", "examples", "none")))
                .startsWith("Definition: Colour.\n")
                .endsWith("Input: snow\nOutput:");
    }

    @Test
    void bracesThatAreNoFieldAreText() {
        PromptTemplate template = PromptTemplate.parse("{\"q\": {} {1} \"{input}\"}");
        assertThat(template.fields()).containsExactly("input");
        assertThat(template.wrap("x")).isEqualTo("{\"q\": {} {1} \"x\"}");
    }

    @Test
    void theInputFieldIsNeededExactlyOnce() {
        assertThatThrownBy(() -> PromptTemplate.parse("Answer: {answer}"))
                .hasMessageContaining("{input} once")
                .hasMessageContaining("[answer]");
        assertThatThrownBy(() -> PromptTemplate.parse("{input} {input}"))
                .hasMessageContaining("every field once");
        assertThatThrownBy(() -> PromptTemplate.parse("{a}{input}"))
                .hasMessageContaining("between {a} and {input}");
    }

    @Test
    void aFileLosesOnlyTheLineBreakThatEditorsAdd(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("template.txt"), "Q: {input}\nA:\n\n");
        assertThat(PromptTemplate.read(file).text()).isEqualTo("Q: {input}\nA:\n");
    }

    @Test
    void aFileWithoutTheInputFieldIsRefusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("template.txt"), "Q:\n");
        assertThatThrownBy(() -> PromptTemplate.read(file))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("template.txt")
                .hasMessageContaining("{input}");
        Files.write(file, new byte[] {(byte) 0xC3, '{'});
        assertThatThrownBy(() -> PromptTemplate.read(file)).hasMessageContaining("UTF-8");
    }
}
