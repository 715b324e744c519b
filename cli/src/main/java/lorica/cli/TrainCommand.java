package lorica.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import lorica.dataset.Dataset;
import lorica.dataset.Reading;
import lorica.model.CausalLanguageModel;
import lorica.model.ModelConfigFile;
import lorica.storage.WholeDirectory.Existing;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.torch.Libtorch;
import lorica.torch.Precision;
import lorica.train.Export;
import lorica.train.Trainer;
import lorica.train.TrainingData;
import lorica.train.TrainingFiles;
import lorica.train.TrainingResult;
import lorica.train.TrainingTask;
import lorica.train.TrainingTask.Resumption;
import lorica.train.method.FullFineTuning;
import lorica.train.method.TrainingMethod;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `lorica train --base DIR|--from-scratch CONFIG --dataset DIR|FILE -o DIR`.
@Command(
        name = "train",
        description = {
            "Trains an adapter on the CPU, by LoRA or one of its relatives, or a whole model.",
            "Killed and run again with the same arguments, it goes on where it was."
        },
        footer = {
            "",
            "Examples:",
            "  lorica train --base base-model --dataset my-data.jsonl -o new-adapter --steps 2",
            "  lorica train --base base-model --method c3la --links 2 --dataset my-data.jsonl -o new-adapter --steps 2",
            "  lorica train --base base-model --from my-adapter --dataset my-data.jsonl -o new-adapter --steps 2",
            "  lorica train --base base-model --full --dataset my-data.jsonl -o new-model --steps 2",
            "  lorica train --from-scratch base-model --dataset my-data.jsonl -o new-model --steps 2"
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private TrainingArguments arguments;

    @ArgGroup(multiplicity = "1")
    private Start start;

    /// Where the weights come from.
    static final class Start {
        @Option(
                names = "--base",
                required = true,
                paramLabel = "DIR",
                description = "The base model: config.json, safetensors, tokenizer.json.")
        private Optional<Path> base = Optional.empty();

        @Option(
                names = "--from-scratch",
                required = true,
                paramLabel = "CONFIG",
                description = "A config.json, or its folder: random weights, trained whole.")
        private Optional<Path> config = Optional.empty();
    }

    @Option(names = "--full", description = "Train every weight of the base model: --method fft.")
    private boolean full;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Start from this adapter instead of zero.")
    private Optional<Path> from = Optional.empty();

    @ArgGroup(multiplicity = "0..1")
    private Form form = new Form();

    /// In which form the result is written.
    static final class Form {
        @Option(
                names = "--export-rank",
                paramLabel = "N",
                description =
                        "Write an adapter of this rank, truncated, where a chain's is higher.")
        private Optional<Integer> rank = Optional.empty();

        @Option(names = "--merged", description = "Write a model with the update merged.")
        private boolean merged;

        Export export() {
            if (merged) {
                return new Export.Merged();
            }
            return rank.<Export>map(Export.Truncated::new).orElseGet(Export.Exact::new);
        }
    }

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR|FILE",
            description = {
                "A .jsonl, .json, .csv or .parquet file, or a folder with train (and valid) of"
                        + " these endings."
            })
    private Path dataset;

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--valid",
            paramLabel = "FILE",
            description = "Rows to choose the best checkpoint by.")
    private Optional<Path> valid = Optional.empty();

    @Option(
            names = "--tokenizer",
            paramLabel = "FILE",
            description = "The tokenizer.json (default: beside the model's config.json).")
    private Optional<Path> tokenizer = Optional.empty();

    @Option(
            names = "--base-name",
            paramLabel = "NAME",
            description = "The base model's name that the adapter states (default: its folder).")
    private Optional<String> baseName = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the adapter or model goes; must not be there yet.")
    private Path output;

    @Option(names = "--force", description = "Replace what is at the output.")
    private boolean force;

    @Option(names = "--restart", description = "Delete the checkpoint of an earlier run.")
    private boolean restart;

    @Override
    public Integer call() throws IOException {
        arguments.threads().ifPresent(Libtorch::setThreads);
        Path folder = folder();
        Path vocabulary = tokenizer.orElse(folder.resolve("tokenizer.json"));
        TrainingResult result;
        try (Tokenizer opened = Tokenizer.open(vocabulary);
                CausalLanguageModel model = model()) {
            TrainingTask task =
                    new TrainingTask(
                            model,
                            data(model, opened),
                            baseName.orElse(folder.toString()),
                            vocabulary,
                            output,
                            force ? Existing.REPLACE : Existing.REFUSE,
                            restart ? Resumption.RESTART : Resumption.CONTINUE,
                            from,
                            form.export());
            TrainingMethod method =
                    full || start.config.isPresent() ? new FullFineTuning() : arguments.method();
            result =
                    Trainer.train(
                            task, arguments.options(method), new TrainProgress(common.screen()));
        }
        common.screen().progressEnds();
        print(result);
        return ExitCode.OK;
    }

    /// The folder of the model's configuration.
    private Path folder() {
        return start.base.orElseGet(
                () -> {
                    Path config = start.config.orElseThrow();
                    return Files.isDirectory(config) ? config : config.resolveSibling("");
                });
    }

    private CausalLanguageModel model() throws IOException {
        if (start.base.isPresent()) {
            return CausalLanguageModel.open(start.base.get(), Optional.of(Precision.F32));
        }
        Path config = start.config.orElseThrow();
        return CausalLanguageModel.random(
                ModelConfigFile.read(
                        Files.isDirectory(config) ? config.resolve(ModelConfigFile.NAME) : config),
                new SplittableRandom(arguments.seed()));
    }

    private TrainingData data(CausalLanguageModel model, Tokenizer opened) throws IOException {
        Reading way = reading.reading();
        TrainingFiles files = TrainingFiles.of(dataset, way);
        if (valid.isPresent()) {
            files = files.withValid(new Dataset(valid.get(), way));
        }
        reading.said(files.train().file(), way, common.screen().err());
        return TrainingData.read(
                files, opened, model.config(), arguments.policy(TokenizerConfig.beginning(opened)));
    }

    private void print(TrainingResult result) {
        if (common.json()) {
            ObjectNode document =
                    CommonOptions.document("lorica.train/1")
                            .put("output", result.directory().toString())
                            .put("steps", result.steps())
                            .put("bestStep", result.bestStep())
                            .put("trainedParameters", result.trainedParameters());
            result.bestValidationLoss().ifPresent(loss -> document.put("bestValidationLoss", loss));
            result.truncationError().ifPresent(error -> document.put("truncationError", error));
            if (!result.losses().isEmpty()) {
                document.put("lastLoss", result.losses().getLast());
            }
            common.print(document);
            return;
        }
        common.screen()
                .out()
                .printf(
                        "%d steps, %d trained parameters%s%n",
                        result.steps(),
                        result.trainedParameters(),
                        result.bestValidationLoss().isPresent()
                                ? ", best validation loss %.4f after step %d"
                                        .formatted(
                                                result.bestValidationLoss().getAsDouble(),
                                                result.bestStep())
                                : "");
        result.truncationError()
                .ifPresent(
                        error ->
                                common.screen()
                                        .out()
                                        .printf(
                                                "truncation leaves out %.3g of the update%n",
                                                error));
        common.screen().out().println("written: " + result.directory());
    }
}
