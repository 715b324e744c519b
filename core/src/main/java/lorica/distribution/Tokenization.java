package lorica.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.token.Tokenizer;

/// Counts the tokens of a dataset: `[BOS] encode(view of the example)`, summed over the examples.
///
/// @param beginning the BOS id counted once an example, or empty
public record Tokenization(
        Tokenizer tokenizer, int vocabulary, TrainingText text, OptionalInt beginning) {
    /// Examples encoded in one call of the tokenizer.
    private static final int BATCH = 64;

    /// The token counts of the whole training texts of a dataset file.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file) throws IOException {
        return count(dataset, file, DatasetView.whole());
    }

    /// The token counts of one view of a dataset file. The file is streamed.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file, DatasetView view) throws IOException {
        long[] histogram = new long[vocabulary];
        long examples = 0;
        try (ExampleReader reader = ExampleReader.open(file)) {
            for (List<String> batch = next(reader, view);
                    !batch.isEmpty();
                    batch = next(reader, view)) {
                for (String example : batch) {
                    count(tokenizer.encode(example), histogram, file);
                }
                examples += batch.size();
            }
        }
        return finish(dataset, file, view, examples, histogram);
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

    private void count(int[] tokens, long[] histogram, Path file) {
        for (int token : tokens) {
            if (token >= vocabulary) {
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
        return TokenCounts.ofHistogram(dataset, examples, histogram);
    }
}
