package lorica.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import lorica.dataset.Dataset;
import lorica.dataset.TrainingText;
import lorica.distance.Fingerprint;
import lorica.distance.SlicedWasserstein;
import lorica.distribution.DatasetView;
import lorica.distribution.Part;
import lorica.distribution.SentenceEncoder;
import lorica.distribution.Tokenization;
import lorica.testing.ToyFiles;
import lorica.token.Tokenizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MiniLmTest {
    private static final SentenceEncoder ENCODER = SentenceEncoder.present();

    private static double cosine(String left, String right) {
        float[] p = ENCODER.encode(left);
        float[] q = ENCODER.encode(right);
        double product = 0;
        for (int i = 0; i < p.length; i++) {
            product += (double) p[i] * q[i];
        }
        return product;
    }

    @Test
    void itIsTheEncoderThatIsFound() {
        assertThat(ENCODER).isInstanceOf(MiniLm.class);
    }

    @Test
    void aTextIsAPointOfTheSphereAndAlwaysTheSame() {
        float[] point = ENCODER.encode("The cat sat on the mat.");
        assertThat(point).hasSize(ENCODER.dimension());
        assertThat(cosine("The cat sat on the mat.", "The cat sat on the mat."))
                .isCloseTo(1, within(1e-5));
        assertThat(ENCODER.encode("The cat sat on the mat.")).isEqualTo(point);
    }

    @Test
    void sentencesThatMeanAlikeAreNearWhateverTheirWords() {
        double alike = cosine("How old are you?", "What is your age?");
        double unlike = cosine("How old are you?", "The stock market fell sharply.");
        assertThat(alike).isGreaterThan(unlike + 0.3);
    }

    @Test
    void aTextLongerThanTheModelsContextHasAPointToo() {
        assertThat(cosine("word ".repeat(2000), "word ".repeat(400))).isGreaterThan(0.7);
    }

    @Test
    void datasetsOfTheSameKindAreNearInOtherWords(@TempDir Path folder) throws IOException {
        List<String> animals = List.of("lion", "horse", "eagle", "salmon", "spider", "whale");
        List<String> others = List.of("tiger", "donkey", "hawk", "trout", "beetle", "shark");
        List<String> tools = List.of("hammer", "saw", "drill", "wrench", "chisel", "pliers");
        ToyFiles files = ToyFiles.write(folder);
        try (Tokenizer tokenizer = Tokenizer.open(files.tokenizerFile())) {
            Tokenization tokenization =
                    new Tokenization(
                            tokenizer, 257, TrainingText.concatenation(), OptionalInt.empty());
            Fingerprint first = cloud(tokenization, folder, "Where does a %s live?", animals);
            Fingerprint near =
                    cloud(tokenization, folder, "In what place is the %s found?", others);
            Fingerprint far = cloud(tokenization, folder, "Total price of a %s, with tax:", tools);
            SlicedWasserstein distance = new SlicedWasserstein();
            assertThat(distance.between(first, first)).isZero();
            assertThat(distance.between(first, near))
                    .isLessThan(0.8 * distance.between(first, far));
        }
    }

    private static Fingerprint cloud(
            Tokenization tokenization, Path folder, String question, List<String> words)
            throws IOException {
        Path file = Files.createTempFile(folder, "rows", ".jsonl");
        Files.writeString(
                file,
                words.stream()
                        .map(question::formatted)
                        .map("{\"input\": \"%s\", \"output\": \"x\"}\n"::formatted)
                        .collect(Collectors.joining()));
        DatasetView view = DatasetView.part(DatasetView.whole(), Part.INPUT_SENTENCES);
        return new SlicedWasserstein()
                .fingerprint(tokenization.count("rows", Dataset.of(file), view, 2).distribution());
    }
}
