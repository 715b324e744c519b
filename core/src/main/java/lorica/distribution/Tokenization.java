package lorica.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.storage.Parallel;
import lorica.token.Tokenizer;

/// Counts the tokens of a dataset: `[BOS] encode(view of the example)`, summed over the examples;
/// or, of [DatasetView.Sentences], places along [Projections].
///
/// @param beginning the BOS id counted once an example, or empty
public record Tokenization(
        Tokenizer tokenizer, int vocabulary, TrainingText text, OptionalInt beginning) {
    /// Examples handed to a thread at a time.
    private static final int BATCH = 64;

    /// The token counts of the whole training texts of a dataset file.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file) throws IOException {
        return count(dataset, file, DatasetView.whole());
    }

    /// The token counts of one view of a dataset file, on all processors.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file, DatasetView view) throws IOException {
        return count(dataset, file, view, Parallel.defaultThreads());
    }

    /// The token counts of one view of a dataset file, which is read as it is.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file, DatasetView view, int threads)
            throws IOException {
        return count(dataset, Dataset.of(file), view, threads);
    }

    /// The token counts of one view of a dataset. The file is streamed, never held in memory;
    /// counts are sums, so that the number of threads changes nothing.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String name, Dataset dataset, DatasetView view, int threads)
            throws IOException {
        Path file = dataset.file();
        if (view instanceof DatasetView.Sentences sentences) {
            return SentenceSample.of(dataset, sentences, text)
                    .counts(name, sentences.encoder(), threads);
        }
        Tally tally;
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            tally =
                    BatchCrew.run(
                            threads,
                            () -> next(reader, view),
                            () -> new Tally(extent(view)),
                            (batch, own) -> count(batch, view, own, file),
                            Tally::add);
        }
        return finish(name, file, view, tally);
    }

    private List<String> next(ExampleReader reader, DatasetView view) throws IOException {
        List<String> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH) {
            Optional<Example> example = reader.next();
            if (example.isEmpty()) {
                return batch;
            }
            batch.add(view.of(example.get(), text));
        }
        return batch;
    }

    private int extent(DatasetView view) {
        return view instanceof DatasetView.Bigrams ? DatasetView.Bigrams.BUCKETS : vocabulary;
    }

    private void count(List<String> batch, DatasetView view, Tally tally, Path file) {
        for (String example : batch) {
            int[] tokens = tokenizer.encode(example);
            if (view instanceof DatasetView.Bigrams bigrams) {
                tokens = bigrams.ids(tokens);
            }
            for (int token : tokens) {
                if (token >= tally.histogram.length) {
                    throw new DatasetException(
                            file,
                            "tokens below the vocabulary size " + vocabulary,
                            "token " + token);
                }
                tally.histogram[token]++;
            }
        }
        tally.examples += batch.size();
    }

    private TokenCounts finish(String dataset, Path file, DatasetView view, Tally tally) {
        if (tally.examples == 0) {
            throw new DatasetException(file, "at least one example", "none");
        }
        if (beginning.isPresent() && view.countsBeginning()) {
            tally.histogram[beginning.getAsInt()] += tally.examples;
        }
        TokenCounts counts = TokenCounts.ofHistogram(dataset, tally.examples, tally.histogram);
        if (counts.tokens().length == 0) {
            throw new DatasetException(
                    file,
                    "text to compare in the " + view.name() + " view",
                    "%d examples without a token".formatted(tally.examples));
        }
        return counts;
    }

    /// What one thread has counted.
    private static final class Tally {
        private final long[] histogram;
        private long examples;

        Tally(int vocabulary) {
            histogram = new long[vocabulary];
        }

        void add(Tally other) {
            for (int token = 0; token < histogram.length; token++) {
                histogram[token] += other.histogram[token];
            }
            examples += other.examples;
        }
    }
}
