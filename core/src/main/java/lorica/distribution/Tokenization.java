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
        return count(dataset, Dataset.of(file), DatasetView.whole(), Parallel.defaultThreads());
    }

    /// The token counts of one view of a dataset.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String name, Dataset dataset, DatasetView view, int threads)
            throws IOException {
        return count(name, dataset, List.of(view), threads).getFirst();
    }

    /// The token counts of views of a dataset, in their order. The file is streamed once for all
    /// that count tokens, never held in memory; counts are sums, so that the number of threads
    /// changes nothing.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public List<TokenCounts> count(
            String name, Dataset dataset, List<DatasetView> views, int threads) throws IOException {
        List<DatasetView> streamed =
                views.stream().filter(view -> !(view instanceof DatasetView.Sentences)).toList();
        Tally tally = streamed.isEmpty() ? new Tally(List.of()) : tally(dataset, streamed, threads);
        List<TokenCounts> all = new ArrayList<>();
        for (DatasetView view : views) {
            all.add(
                    view instanceof DatasetView.Sentences sentences
                            ? SentenceSample.of(dataset, sentences, text)
                                    .counts(name, sentences.encoder(), threads)
                            : finish(
                                    name,
                                    dataset.file(),
                                    view,
                                    tally.examples,
                                    tally.histograms.get(streamed.indexOf(view))));
        }
        return all;
    }

    private Tally tally(Dataset dataset, List<DatasetView> views, int threads) throws IOException {
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            return BatchCrew.run(
                    threads,
                    () -> next(reader, views),
                    () -> new Tally(views.stream().map(view -> new long[extent(view)]).toList()),
                    (batch, own) -> count(batch, views, own, dataset.file()),
                    Tally::add);
        }
    }

    /// The next examples, each as its text in every view.
    private List<List<String>> next(ExampleReader reader, List<DatasetView> views)
            throws IOException {
        List<List<String>> batch = new ArrayList<>(BATCH);
        while (batch.size() < BATCH) {
            Optional<Example> example = reader.next();
            if (example.isEmpty()) {
                return batch;
            }
            batch.add(views.stream().map(view -> view.of(example.get(), text)).toList());
        }
        return batch;
    }

    private int extent(DatasetView view) {
        return view instanceof DatasetView.Bigrams ? DatasetView.Bigrams.BUCKETS : vocabulary;
    }

    private void count(List<List<String>> batch, List<DatasetView> views, Tally own, Path file) {
        for (List<String> example : batch) {
            for (int view = 0; view < views.size(); view++) {
                count(example.get(view), views.get(view), own.histograms.get(view), file);
            }
        }
        own.examples += batch.size();
    }

    private void count(String example, DatasetView view, long[] histogram, Path file) {
        int[] tokens = tokenizer.encode(example);
        if (view instanceof DatasetView.Bigrams bigrams) {
            tokens = bigrams.ids(tokens);
        }
        for (int token : tokens) {
            if (token >= histogram.length) {
                throw new DatasetException(
                        file, "tokens below the vocabulary size " + vocabulary, "token " + token);
            }
            histogram[token]++;
        }
    }

    private TokenCounts finish(
            String dataset, Path file, DatasetView view, long examples, long[] histogram) {
        if (examples == 0) {
            throw new DatasetException(file, "at least one example", "none");
        }
        if (beginning.isPresent() && view.countsBeginning()) {
            histogram[beginning.getAsInt()] += examples;
        }
        TokenCounts counts = TokenCounts.ofHistogram(dataset, examples, histogram);
        if (counts.tokens().length == 0) {
            throw new DatasetException(
                    file,
                    "text to compare in the " + view.name() + " view",
                    "%d examples without a token".formatted(examples));
        }
        return counts;
    }

    /// What one thread has counted: a histogram a view.
    private static final class Tally {
        private final List<long[]> histograms;
        private long examples;

        Tally(List<long[]> histograms) {
            this.histograms = histograms;
        }

        void add(Tally other) {
            for (int view = 0; view < histograms.size(); view++) {
                long[] own = histograms.get(view);
                long[] others = other.histograms.get(view);
                for (int token = 0; token < own.length; token++) {
                    own[token] += others[token];
                }
            }
            examples += other.examples;
        }
    }
}
