package lorica.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionFileTest {
    @Test
    void whatIsWrittenIsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("p.jsonl");
        List<Prediction> predictions =
                List.of(
                        new Prediction("2 + 2 =\n", List.of("4", "four"), "\"4\"\u2028"),
                        new Prediction("", List.of(""), ""));
        PredictionFile.write(file, predictions);
        assertThat(PredictionFile.read(file)).isEqualTo(predictions);
    }

    @Test
    void aPredictionsFileIsADatasetFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("p.jsonl");
        PredictionFile.write(file, List.of(new Prediction("q", List.of("a"), "b")));
        assertThat(ExampleReader.readAll(file)).containsExactly(new Example("q", List.of("a")));
    }

    @Test
    void aScoreOfADatasetIsTheMeanOverItsRows() {
        List<Prediction> predictions =
                List.of(
                        new Prediction("q", List.of("a"), "a"),
                        new Prediction("q", List.of("a"), "b"));
        assertThat(DatasetScore.of("d", ExactMatch.published(), predictions))
                .isEqualTo(new DatasetScore("d", "exact-match", 2, 0.5));
        assertThatThrownBy(() -> DatasetScore.of("d", ExactMatch.published(), List.of()))
                .hasMessageContaining("'d'");
    }

    @Test
    void predictionsOfOtherRowsAreRefused(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("p.jsonl");
        PredictionFile.write(file, List.of(new Prediction("q", List.of("a"), "b")));
        Example same = new Example("q", List.of("a"));
        Example other = new Example("other", List.of("a"));
        assertThat(PredictionFile.readFor(file, List.of(same))).hasSize(1);
        assertThatThrownBy(() -> PredictionFile.readFor(file, List.of(other)))
                .hasMessageContaining("row 1")
                .hasMessageContaining("\"q\"");
        assertThatThrownBy(() -> PredictionFile.readFor(file, List.of(same, same)))
                .hasMessageContaining("2 rows")
                .hasMessageContaining("1 predictions");
    }

    @Test
    void aCorrectedReferenceIsTheOneThatCounts(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("p.jsonl");
        PredictionFile.write(file, List.of(new Prediction("q", List.of("wrong"), "b")));
        assertThat(PredictionFile.readFor(file, List.of(new Example("q", List.of("b")))))
                .containsExactly(new Prediction("q", List.of("b"), "b"));
    }

    @Test
    void brokenFilesSayWhereAndWhat(@TempDir Path folder) throws IOException {
        refuses(folder, "", "at least one prediction");
        refuses(folder, "{\"input\":\"q\",\"output\":[\"a\"]}", "bad.jsonl:1", "\"prediction\"");
        refuses(folder, "{\"input\":\"q\",\"prediction\":\"a\"}", "bad.jsonl:1", "\"output\"");
        refuses(folder, "{\"input\":\"q\",\"output\":[],\"prediction\":\"a\"}", "non-empty list");
        refuses(folder, "{\"input\":\"q\",\"output\":[3],\"prediction\":\"a\"}", "found 3");
        refuses(folder, "\n{\"input\"", "bad.jsonl:2", "a JSON object");
        Path file = folder.resolve("bad.jsonl");
        Files.write(file, new byte[] {'{', (byte) 0xff, '}'});
        assertThatThrownBy(() -> PredictionFile.read(file)).hasMessageContaining("UTF-8");
    }

    private static void refuses(Path folder, String text, String... parts) throws IOException {
        Path file = folder.resolve("bad.jsonl");
        Files.writeString(file, text);
        assertThatThrownBy(() -> PredictionFile.read(file))
                .isInstanceOf(PredictionException.class)
                .hasMessageContainingAll(parts);
    }
}
