package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.adapter.PeftDirectory;
import lorica.infer.Completion;
import lorica.infer.CompletionListener;
import lorica.infer.Decoding;
import lorica.infer.TextGenerator;
import lorica.infer.TokenChoice;
import lorica.model.CausalLanguageModel;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.torch.Libtorch;
import lorica.torch.Precision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `lorica run --base DIR [--adapter DIR]… [PROMPT]`.
@Command(
        name = "run",
        description = "Writes what a base model answers, with adapters or without.",
        footer = {
            "",
            "Examples:",
            "  lorica run --base base-model --adapter my-adapter --max-new-tokens 8 house",
            "  lorica run --base base-model --max-new-tokens 8 --temperature 0.8 --seed 1 house"
        })
final class RunCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(
            paramLabel = "PROMPT",
            arity = "0..1",
            description = "The prompt; read from standard input where absent.")
    private Optional<String> prompt = Optional.empty();

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model: config.json, safetensors, tokenizer.json.")
    private Path base;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "A PEFT adapter; several act together.")
    private List<Path> adapters = List.of();

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "The most tokens to write (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Ends the answer where this text appears; \\n is a newline.")
    private Optional<String> stop = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Samples from softmax(logits/T); greedy where absent.")
    private Optional<Double> temperature = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Seed of the sampling (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--precision",
            paramLabel = "f32|bf16",
            description = "Precision of computation (default: as the weights are stored).")
    private Optional<String> precision = Optional.empty();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Override
    public Integer call() throws IOException {
        threads.ifPresent(Libtorch::setThreads);
        String text =
                prompt.isPresent() ? prompt.get() : new String(System.in.readAllBytes(), UTF_8);
        Completion completion;
        try (Arena arena = Arena.ofConfined();
                Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"));
                CausalLanguageModel model =
                        CausalLanguageModel.open(
                                base,
                                UsageFault.check(
                                        spec, () -> precision.map(RunCommand::precision)))) {
            apply(model, arena);
            completion =
                    new TextGenerator(model, tokenizer, TokenizerConfig.beginning(tokenizer))
                            .complete(List.of(text), decoding(), printer())
                            .getFirst();
        }
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.run/1")
                            .put("prompt", text)
                            .put("text", completion.text())
                            .put("tokens", completion.tokens().size())
                            .put("ending", completion.ending().name().toLowerCase(Locale.ROOT)));
            return ExitCode.OK;
        }
        common.screen().out().println();
        return ExitCode.OK;
    }

    private Decoding decoding() {
        return UsageFault.check(spec, this::uncheckedDecoding);
    }

    private Decoding uncheckedDecoding() {
        Decoding decoding = Decoding.defaults().withMaxNewTokens(maxNewTokens);
        if (stop.isPresent()) {
            decoding = decoding.withStop(stop.get().translateEscapes());
        }
        return temperature.isPresent()
                ? decoding.withChoice(new TokenChoice.Sampled(temperature.get(), seed))
                : decoding;
    }

    private void apply(CausalLanguageModel model, Arena arena) throws IOException {
        Map<String, Double> strengths = new LinkedHashMap<>();
        for (Path adapter : adapters) {
            model.load(adapter.toString(), PeftDirectory.read(adapter, arena));
            strengths.put(adapter.toString(), 1.0);
        }
        model.adapters().activate(strengths);
    }

    /// Shows the answer while it is written.
    private CompletionListener printer() {
        if (common.json()) {
            return CompletionListener.silent();
        }
        PrintWriter out = common.screen().out();
        return (_, piece) -> {
            out.print(piece);
            out.flush();
        };
    }

    static Precision precision(String name) {
        for (Precision precision : Precision.values()) {
            if (precision.name().equalsIgnoreCase(name)) {
                return precision;
            }
        }
        throw new IllegalArgumentException(
                "--precision: expected f32 or bf16, found '%s'".formatted(name));
    }
}
