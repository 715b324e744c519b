package lorica.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.storage.Parallel;

/// At most [#MOST] texts of a dataset, each subset as likely, drawn with a fixed seed in one pass
/// (Vitter's algorithm R); blank ones are no sentences.
///
/// @param file they are of
record SentenceSample(Path file, List<String> texts) {
    static final int MOST = 256;

    private static final long SEED = 0;

    static SentenceSample of(Dataset dataset, DatasetView view, TrainingText text)
            throws IOException {
        RandomGenerator random = new SplittableRandom(SEED);
        List<String> kept = new ArrayList<>();
        long seen = 0;
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                String sentence = view.of(next.get(), text);
                if (!sentence.isBlank()) {
                    long place = seen < MOST ? seen : random.nextLong(seen + 1);
                    if (place == kept.size()) {
                        kept.add(sentence);
                    } else if (place < MOST) {
                        kept.set((int) place, sentence);
                    }
                    seen++;
                }
            }
        }
        if (kept.isEmpty()) {
            throw new DatasetException(
                    dataset.file(), "text to compare in the " + view.name() + " view", "none");
        }
        return new SentenceSample(dataset.file(), kept);
    }

    /// Where the points lie along [Projections].
    TokenCounts counts(String name, SentenceEncoder encoder, int threads) throws IOException {
        Projections projections = Projections.of(encoder.dimension());
        List<int[]> ids =
                Parallel.map(texts, threads, sentence -> projections.ids(encoder.encode(sentence)));
        long[] histogram = new long[Projections.extent()];
        for (int[] ofPoint : ids) {
            for (int id : ofPoint) {
                histogram[id]++;
            }
        }
        return TokenCounts.ofHistogram(name, texts.size(), histogram);
    }
}
