package lorica.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.adapter.LoraAdapter;
import lorica.infer.Completion;
import lorica.infer.CompletionListener;
import lorica.infer.Decoding;
import lorica.infer.TextGenerator;
import lorica.model.CausalLanguageModel;
import lorica.token.Tokenizer;

/// A model on this machine, by libtorch.
public final class LocalAnswerer implements Answerer {
    private static final String NAME = "answering";

    private final Tokenizer tokenizer;
    private final CausalLanguageModel model;
    private final TextGenerator generator;
    private final Decoding decoding;

    private LocalAnswerer(
            Tokenizer tokenizer,
            CausalLanguageModel model,
            OptionalInt beginning,
            Decoding decoding)
            throws IOException {
        this.tokenizer = tokenizer;
        this.model = model;
        this.decoding = decoding;
        generator = new TextGenerator(model, tokenizer, beginning);
    }

    /// @param base the model's directory
    /// @param tokenizer its `tokenizer.json`, or the bank's copy
    /// @param beginning the BOS id put before every prompt, or empty
    public static LocalAnswerer open(
            Path base, Path tokenizer, OptionalInt beginning, Decoding decoding)
            throws IOException {
        Tokenizer opened = Tokenizer.open(tokenizer);
        try {
            return new LocalAnswerer(
                    opened, CausalLanguageModel.open(base, Optional.empty()), beginning, decoding);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public List<String> complete(Optional<LoraAdapter> adapter, List<String> prompts) {
        adapter.ifPresentOrElse(
                given -> {
                    model.load(NAME, given);
                    model.adapters().activate(NAME);
                },
                () -> model.adapters().deactivate());
        try {
            return generator.complete(prompts, decoding, CompletionListener.silent()).stream()
                    .map(Completion::text)
                    .toList();
        } finally {
            if (adapter.isPresent()) {
                model.adapters().unload(NAME);
            }
        }
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
    }
}
