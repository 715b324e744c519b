package lorica.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleFile;
import lorica.dataset.ExampleReader;
import lorica.dataset.Reading;
import lorica.model.ModelConfig;
import lorica.storage.Checksum;
import lorica.token.Tokenizer;
import lorica.train.TextPolicy.LossOn;
import lorica.train.TextPolicy.Overlong;

/// The rows to learn from, and those to choose the best checkpoint by, as token ids.
///
/// Refused: an empty split, a text over the context, an id that the model does not have, a row
/// without a token to learn.
public record TrainingData(
        Source train,
        List<TokenizedExample> trainRows,
        Optional<Source> valid,
        List<TokenizedExample> validRows) {
    public TrainingData {
        trainRows = List.copyOf(trainRows);
        validRows = List.copyOf(validRows);
    }

    /// A file and its content when it was read.
    ///
    /// @param checksum of the file; where it needs a way of reading, of its examples as JSONL
    public record Source(Path file, Checksum checksum) {
        static Source of(Dataset dataset) throws IOException {
            return new Source(
                    dataset.file(),
                    dataset.isPlain()
                            ? Checksum.ofFile(dataset.file())
                            : ExampleFile.checksum(dataset));
        }
    }

    /// Reads a folder with `train.jsonl` and perhaps `valid.jsonl`, or one file.
    public static TrainingData read(
            Path dataset, Tokenizer tokenizer, ModelConfig model, TextPolicy policy)
            throws IOException {
        return read(TrainingFiles.of(dataset, Reading.plain()), tokenizer, model, policy);
    }

    /// Reads the rows to learn from and perhaps those to validate on.
    public static TrainingData read(
            TrainingFiles files, Tokenizer tokenizer, ModelConfig model, TextPolicy policy)
            throws IOException {
        requireVocabulary(tokenizer, model);
        Optional<Dataset> valid = files.valid();
        return new TrainingData(
                Source.of(files.train()),
                rows(files.train(), tokenizer, model, policy),
                valid.isPresent() ? Optional.of(Source.of(valid.get())) : Optional.empty(),
                valid.isPresent() ? rows(valid.get(), tokenizer, model, policy) : List.of());
    }

    /// Rows to learn from that were read of a dataset, none to validate on.
    public static TrainingData of(
            Dataset dataset,
            List<Example> examples,
            Tokenizer tokenizer,
            ModelConfig model,
            TextPolicy policy)
            throws IOException {
        requireVocabulary(tokenizer, model);
        return new TrainingData(
                Source.of(dataset),
                tokenized(dataset.file(), examples, tokenizer, model, policy),
                Optional.empty(),
                List.of());
    }

    private static void requireVocabulary(Tokenizer tokenizer, ModelConfig model)
            throws IOException {
        int declared = Tokenizer.declaration(tokenizer.file()).vocabulary();
        int known = model.sizes().vocabulary();
        if (declared > known) {
            throw new TrainingException(
                    tokenizer.file(),
                    "vocabulary",
                    "at most the %d ids of the model; use the base model's own tokenizer.json"
                            .formatted(known),
                    declared + " ids");
        }
    }

    private static List<TokenizedExample> rows(
            Dataset dataset, Tokenizer tokenizer, ModelConfig model, TextPolicy policy)
            throws IOException {
        return tokenized(dataset.file(), ExampleReader.readAll(dataset), tokenizer, model, policy);
    }

    /// Examples as token ids.
    ///
    /// @param file where they are from, for error messages
    public static List<TokenizedExample> tokenized(
            Path file,
            List<Example> examples,
            Tokenizer tokenizer,
            ModelConfig model,
            TextPolicy policy) {
        int longest = Math.min(policy.longest().orElse(model.context()), model.context());
        List<TokenizedExample> rows = new ArrayList<>();
        int row = 0;
        for (Example example : examples) {
            row++;
            TokenizedExample tokenized = tokenize(file, row, example, tokenizer, policy);
            if (tokenized.ids().length <= longest) {
                rows.add(tokenized);
            } else if (policy.overlong() == Overlong.REFUSE) {
                throw new TrainingException(
                        file,
                        "row " + row,
                        "at most %d tokens, the model's context or the limit set; shorten the row or drop overlong ones"
                                .formatted(longest),
                        tokenized.ids().length + " tokens");
            }
        }
        if (rows.isEmpty()) {
            throw new TrainingException(
                    file, "rows", "at least one that fits %d tokens".formatted(longest), "none");
        }
        return rows;
    }

    /// The text is tokenised whole; what it shares with the tokens of its input alone is the
    /// prompt.
    private static TokenizedExample tokenize(
            Path file, int row, Example example, Tokenizer tokenizer, TextPolicy policy) {
        int[] whole = tokenizer.encode(policy.text().of(example));
        int[] input = tokenizer.encode(example.input());
        int difference = Arrays.mismatch(whole, input);
        int prompt = difference < 0 ? whole.length : difference;
        int[] ids = IntStream.concat(policy.beginning().stream(), IntStream.of(whole)).toArray();
        int offset = policy.beginning().isPresent() ? 1 : 0;
        int firstTarget = policy.lossOn() == LossOn.ALL ? 1 : Math.max(1, prompt + offset);
        if (firstTarget >= ids.length) {
            throw new TrainingException(
                    file,
                    "row " + row,
                    "a token to learn after the input",
                    "an output without tokens of its own");
        }
        return new TokenizedExample(ids, firstTarget);
    }
}
