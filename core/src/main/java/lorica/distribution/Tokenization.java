package lorica.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.dataset.DatasetException;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.token.Tokenizer;

/// Counts the tokens of a dataset's training texts: `[BOS] encode(input + separator + output[0] +
/// terminator)`.
///
/// @param beginning the BOS id counted once an example, or empty
public record Tokenization(
        Tokenizer tokenizer, int vocabulary, TrainingText text, OptionalInt beginning) {

    /// The token counts of a dataset file.
    ///
    /// @throws DatasetException if the file holds no examples, or tokens outside the vocabulary
    public TokenCounts count(String dataset, Path file) throws IOException {
        long[] histogram = new long[vocabulary];
        long examples = 0;
        try (ExampleReader reader = ExampleReader.open(file)) {
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                for (int token : tokenizer.encode(text.of(next.get()))) {
                    if (token >= vocabulary) {
                        throw new DatasetException(
                                file,
                                "tokens below the vocabulary size " + vocabulary,
                                "token " + token);
                    }
                    histogram[token]++;
                }
                examples++;
            }
        }
        if (examples == 0) {
            throw new DatasetException(file, "at least one example", "none");
        }
        if (beginning.isPresent()) {
            histogram[beginning.getAsInt()] += examples;
        }
        return TokenCounts.ofHistogram(dataset, examples, histogram);
    }
}
