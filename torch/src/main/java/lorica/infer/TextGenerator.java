package lorica.infer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import lorica.model.CausalLanguageModel;
import lorica.model.KeyValueCache;
import lorica.token.Tokenizer;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// Writes completions of prompts, in batches of unequal length, with the model's active adapters.
///
/// A batch gives what single prompts give, up to logit ties that the order of summation decides.
/// Refused: a tokenizer with more ids than the model, a prompt that is empty or leaves no room in
/// the model's context.
public final class TextGenerator {
    private final CausalLanguageModel model;
    private final Tokenizer tokenizer;
    private final OptionalInt beginning;

    /// @param beginning the token put before every prompt, or empty
    /// @throws InferenceException if the tokenizer is not the model's
    public TextGenerator(CausalLanguageModel model, Tokenizer tokenizer, OptionalInt beginning)
            throws IOException {
        int declared = Tokenizer.declaration(tokenizer.file()).vocabulary();
        int known = model.config().sizes().vocabulary();
        if (declared > known) {
            throw new InferenceException(
                    tokenizer.file(),
                    "vocabulary",
                    "at most the %d ids of the model in %s; use the base model's own tokenizer.json"
                            .formatted(known, model.origin()),
                    declared + " ids");
        }
        this.model = model;
        this.tokenizer = tokenizer;
        this.beginning = beginning;
    }

    /// Completes every prompt; the result is in the order of the prompts.
    public List<Completion> complete(
            List<String> prompts, Decoding decoding, CompletionListener listener) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            rows.add(row(i, prompts.get(i), decoding, listener));
        }
        rows.sort(Comparator.comparingInt(row -> row.prompt.length));
        for (int from = 0; from < rows.size(); from += decoding.batch()) {
            complete(rows.subList(from, Math.min(rows.size(), from + decoding.batch())), decoding);
        }
        rows.sort(Comparator.comparingInt(row -> row.index));
        return rows.stream().map(row -> row.text.completion()).toList();
    }

    /// Token ids of a prompt as the model sees it.
    public int[] encode(String prompt) {
        int[] ids = tokenizer.encode(prompt);
        return IntStream.concat(beginning.stream(), IntStream.of(ids)).toArray();
    }

    private Row row(int index, String prompt, Decoding decoding, CompletionListener listener) {
        int[] ids = encode(prompt);
        int context = model.config().context();
        if (ids.length == 0) {
            throw new InferenceException(
                    tokenizer.file(), "prompt " + (index + 1), "at least one token", "none");
        }
        if (ids.length >= context) {
            throw new InferenceException(
                    model.origin(),
                    "prompt " + (index + 1),
                    "at most %d tokens, which leaves one of the context of %d; shorten it"
                            .formatted(context - 1, context),
                    ids.length + " tokens");
        }
        return new Row(
                index,
                ids,
                new GrowingText(tokenizer, model.config().ends(), decoding.stop(), ids),
                random(decoding.choice(), index),
                Math.min(decoding.maxNewTokens(), context - ids.length),
                listener);
    }

    private record Row(
            int index,
            int[] prompt,
            GrowingText text,
            RandomGenerator random,
            int maxNewTokens,
            CompletionListener listener) {
        void add(int token) {
            String piece = text.add(token, maxNewTokens);
            if (!piece.isEmpty()) {
                listener.text(index, piece);
            }
        }
    }

    private void complete(List<Row> rows, Decoding decoding) {
        int[] lengths = rows.stream().mapToInt(row -> row.prompt.length).toArray();
        int most = rows.stream().mapToInt(Row::maxNewTokens).max().orElseThrow();
        try (NativeScope _ = NativeScope.withoutGradients()) {
            KeyValueCache cache = model.cache(lengths, most);
            long[] next = choose(rows, decoding, () -> prompts(rows, cache));
            while (!ended(rows)) {
                long[] ids = next;
                next =
                        choose(
                                rows,
                                decoding,
                                () ->
                                        model.logits(
                                                model.nextHidden(
                                                        NativeTensor.of(ids, ids.length, 1),
                                                        cache)));
            }
        }
    }

    private static boolean ended(List<Row> rows) {
        return rows.stream().allMatch(row -> row.text.ended());
    }

    /// Logits after each prompt, `[b, V]`.
    private NativeTensor prompts(List<Row> rows, KeyValueCache cache) {
        int longest = rows.getLast().prompt.length;
        long[] ids = new long[rows.size() * longest];
        long[] last = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            int[] prompt = rows.get(i).prompt;
            for (int j = 0; j < prompt.length; j++) {
                ids[i * longest + j] = prompt[j];
            }
            last[i] = (long) i * longest + prompt.length - 1;
        }
        NativeTensor hidden = model.hidden(NativeTensor.of(ids, rows.size(), longest), cache);
        NativeTensor ending =
                hidden.reshaped(ids.length, hidden.extent(2))
                        .selected(0, NativeTensor.of(last, last.length));
        return model.logits(ending);
    }

    private interface Logits {
        NativeTensor compute();
    }

    /// One step: a token for each row; a row that has ended gets one that nobody sees.
    private long[] choose(List<Row> rows, Decoding decoding, Logits logits) {
        long[] tokens;
        try (NativeScope _ = NativeScope.withoutGradients()) {
            NativeTensor computed = logits.compute();
            tokens =
                    switch (decoding.choice()) {
                        case TokenChoice.Greedy _ -> computed.largest();
                        case TokenChoice.Sampled sampled ->
                                sample(rows, computed.toFloats(), sampled.temperature());
                    };
        }
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).text.ended()) {
                rows.get(i).add((int) tokens[i]);
            }
        }
        return tokens;
    }

    private static long[] sample(List<Row> rows, float[] logits, double temperature) {
        int vocabulary = logits.length / rows.size();
        long[] tokens = new long[rows.size()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = draw(rows.get(i).random, logits, i * vocabulary, vocabulary, temperature);
        }
        return tokens;
    }

    private static RandomGenerator random(TokenChoice choice, int index) {
        long seed =
                switch (choice) {
                    case TokenChoice.Greedy _ -> 0;
                    case TokenChoice.Sampled sampled -> sampled.seed();
                };
        return RandomGeneratorFactory.of("L64X128MixRandom")
                .create(seed + 0x9E3779B97F4A7C15L * (index + 1L));
    }

    /// Inversion of the cumulative softmax.
    private static int draw(
            RandomGenerator random, float[] logits, int from, int length, double temperature) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < length; i++) {
            highest = Math.max(highest, logits[from + i]);
        }
        double total = 0;
        for (int i = 0; i < length; i++) {
            total += Math.exp((logits[from + i] - highest) / temperature);
        }
        double left = random.nextDouble() * total;
        for (int i = 0; i < length; i++) {
            left -= Math.exp((logits[from + i] - highest) / temperature);
            if (left < 0) {
                return i;
            }
        }
        return length - 1;
    }
}
