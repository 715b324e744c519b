package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.TrainingText;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.PredictionFile;
import lorica.evaluate.ReferenceContained;
import lorica.evaluate.References;
import lorica.evaluate.RougeL;
import lorica.evaluate.Score;
import lorica.evaluate.Stemming;
import lorica.experiment.LocalAnswerer;
import lorica.generate.ModelCard;
import lorica.infer.Decoding;
import lorica.token.Tokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/// `lorica evaluate --base DIR|--endpoint URL|--predictions FILE --dataset FILE`.
@Command(
        name = "evaluate",
        description = {
            "Scores a model's answers to a dataset: ROUGE-L, exact match, reference contained.",
            "The answers come from a model here (--base), from a completions endpoint (--endpoint), or",
            "from a predictions file alone (--predictions)."
        },
        footer = {
            "",
            "Example:",
            "  lorica evaluate --base base-model --adapter my-adapter --bank my-bank --dataset my-data.jsonl --limit 2 --max-new-tokens 4"
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Mixin private EndpointArguments endpoint;

    @Spec private CommandSpec spec;

    @Option(
            names = "--base",
            paramLabel = "DIR",
            description = "A base model: config.json, safetensors, tokenizer.json.")
    private Optional<Path> base = Optional.empty();

    @Option(names = "--adapter", paramLabel = "DIR", description = "A PEFT adapter on the base.")
    private Optional<Path> adapter = Optional.empty();

    @Option(
            names = "--bank",
            paramLabel = "DIR",
            description = "Takes how input and output are joined from this bank.")
    private Optional<Path> bank = Optional.empty();

    @Option(
            names = "--dataset",
            paramLabel = "FILE",
            description = {
                "The rows to answer: a .jsonl, .json, .csv or .parquet file; not needed with"
                        + " --predictions alone."
            })
    private Optional<Path> dataset = Optional.empty();

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--predictions",
            paramLabel = "FILE",
            description = "Alone: read the answers here. With a model: keep them here.")
    private Optional<Path> predictions = Optional.empty();

    @Option(
            names = "--separator",
            paramLabel = "S",
            defaultValue = "",
            description = "Without --bank: stands between input and output.")
    private String separator;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Without --bank: ends an answer; \\n is a newline.")
    private String stop;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "256",
            description = "The most tokens of an answer (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(names = "--limit", paramLabel = "N", description = "Rows to use (default: all).")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--stemmer", description = "ROUGE-L on Porter stems, as the paper.")
    private boolean stemmer;

    @Option(
            names = "--references",
            paramLabel = "first|best",
            defaultValue = "first",
            description = "Which of several references counts (default: ${DEFAULT-VALUE}).")
    private References references;

    @Option(
            names = "--card",
            paramLabel = "DIR",
            description = "A generated adapter whose README.md shall state the scores.")
    private Optional<Path> card = Optional.empty();

    @Override
    public Integer call() throws Exception {
        List<Prediction> answered = answers();
        List<Score> scores =
                List.of(
                        new RougeL(stemmer ? Stemming.PORTER : Stemming.NONE, references),
                        new ExactMatch(ExactMatch.Form.STRICT, references),
                        new ExactMatch(ExactMatch.Form.NORMALISED, references),
                        new ReferenceContained(references));
        String name = dataset.or(() -> predictions).orElseThrow().toString();
        List<DatasetScore> results =
                scores.stream().map(score -> DatasetScore.of(name, score, answered)).toList();
        if (card.isPresent()) {
            SequencedMap<String, Double> means = new LinkedHashMap<>();
            results.forEach(result -> means.put(result.score(), result.mean()));
            ModelCard.evaluated(card.get(), new ModelCard.Evaluation(name, answered.size(), means));
        }
        print(name, answered.size(), results);
        return ExitCode.OK;
    }

    private List<Prediction> answers() throws IOException, InterruptedException {
        if (base.isPresent() && endpoint.isGiven()) {
            throw usage("expected one of --base and --endpoint, found both");
        }
        if (base.isEmpty() && !endpoint.isGiven()) {
            return recorded();
        }
        List<Example> examples = limited(rows(required(dataset, "--dataset")));
        Optional<Bank> opened =
                bank.isPresent() ? Optional.of(Bank.open(bank.get())) : Optional.empty();
        TrainingText text =
                opened.map(found -> found.header().text())
                        .orElse(
                                new TrainingText(
                                        separator.translateEscapes(), stop.translateEscapes()));
        List<String> prompts = examples.stream().map(text::prompt).toList();
        List<String> texts =
                base.isPresent()
                        ? local(prompts, text, opened)
                        : endpoint.complete(prompts, maxNewTokens, text.stop());
        List<Prediction> answered = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            answered.add(Prediction.of(examples.get(i), text.answer(texts.get(i))));
        }
        if (predictions.isPresent()) {
            PredictionFile.write(predictions.get(), answered);
        }
        return answered;
    }

    private List<Prediction> recorded() throws IOException {
        Path file = required(predictions, "--base, --endpoint or --predictions");
        if (adapter.isPresent()) {
            throw usage("expected --base with --adapter, found none");
        }
        return dataset.isPresent()
                ? PredictionFile.readFor(file, limited(rows(dataset.get())))
                : limited(PredictionFile.read(file));
    }

    private List<Example> rows(Path file) throws IOException {
        return ExampleReader.readAll(reading.said(file, reading.reading(), common.screen().err()));
    }

    private <T> List<T> limited(List<T> rows) {
        int most = limit.orElse(rows.size());
        if (most < 1) {
            throw usage("expected --limit of at least 1, found " + most);
        }
        return rows.subList(0, Math.min(most, rows.size()));
    }

    private Path required(Optional<Path> given, String option) {
        return given.orElseThrow(() -> usage("expected " + option + ", found none"));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<String> local(List<String> prompts, TrainingText text, Optional<Bank> opened)
            throws IOException {
        Path model = base.orElseThrow();
        Path tokenizer = model.resolve("tokenizer.json");
        Decoding plain = Decoding.defaults().withMaxNewTokens(maxNewTokens);
        Decoding decoding = text.stop().map(plain::withStop).orElse(plain);
        OptionalInt beginning =
                opened.isPresent() ? opened.get().header().beginning() : leading(tokenizer);
        try (Arena arena = Arena.ofConfined();
                LocalAnswerer answerer =
                        LocalAnswerer.open(model, tokenizer, beginning, decoding)) {
            Optional<LoraAdapter> given =
                    adapter.isPresent()
                            ? Optional.of(PeftDirectory.read(adapter.get(), arena))
                            : Optional.empty();
            return answerer.complete(given, prompts);
        }
    }

    private static OptionalInt leading(Path tokenizer) throws IOException {
        try (Tokenizer opened = Tokenizer.open(tokenizer)) {
            return opened.leadingSpecialToken();
        }
    }

    private void print(String name, int samples, List<DatasetScore> results) {
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.evaluate/1")
                            .put("dataset", name)
                            .put("samples", samples);
            ObjectNode scores = document.putObject("scores");
            results.forEach(result -> scores.put(result.score(), result.mean()));
            common.print(document);
            return;
        }
        PrintWriter out = common.screen().out();
        out.println("%s: %d rows".formatted(name, samples));
        for (DatasetScore result : results) {
            out.println(String.format(Locale.ROOT, "  %-28s %.4f", result.score(), result.mean()));
        }
    }
}
