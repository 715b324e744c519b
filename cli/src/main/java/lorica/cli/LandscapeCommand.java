package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import lorica.adapter.PeftDirectory;
import lorica.dataset.Reading;
import lorica.diagnose.Directions;
import lorica.diagnose.LossLandscape;
import lorica.diagnose.ModelWeights;
import lorica.diagnose.Weights;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.torch.Libtorch;
import lorica.torch.Precision;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;
import lorica.train.TrainingFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica landscape --base DIR --dataset DIR|FILE -o DIR`.
@Command(
        name = "landscape",
        description = {
            "Draws the loss around fine-tuned weights, in the plane of the optimiser's path or of",
            "two random directions. Without --adapter it trains first, as `train` would, in memory.",
            "Writes landscape.csv, landscape.json and landscape.svg."
        },
        footer = {
            "",
            "Examples:",
            "  lorica landscape --base base-model --dataset my-data.jsonl -o new-landscape --steps 3 --grid 3",
            "  lorica landscape --base base-model --adapter my-adapter --dataset my-data.jsonl -o new-landscape --grid 3"
        })
final class LandscapeCommand implements Callable<Integer> {
    enum Plane {
        path,
        random
    }

    @Mixin private CommonOptions common;
    @Mixin private TrainingArguments arguments;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model: config.json, safetensors, tokenizer.json.")
    private Path base;

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "Around this adapter, in random directions, without training.")
    private Optional<Path> adapter = Optional.empty();

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR|FILE",
            description = {
                "Rows to train on and to take the loss of: a .jsonl, .json, .csv or .parquet file, or a"
                        + " folder with train of these endings."
            })
    private Path dataset;

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "64",
            description = "The most rows the loss is taken of (default: ${DEFAULT-VALUE}).")
    private int rows;

    @Option(
            names = "--plane",
            paramLabel = "path|random",
            description = "Directions (default: path, random with --adapter).")
    private Optional<Plane> plane = Optional.empty();

    @Option(
            names = "--grid",
            paramLabel = "N",
            defaultValue = "51",
            description = "Places a side (default: ${DEFAULT-VALUE}).")
    private int grid;

    @Option(
            names = "--range",
            paramLabel = "X",
            defaultValue = "2",
            description = "From -X to X (default: ${DEFAULT-VALUE}).")
    private double range;

    @Option(names = "--fit-path", description = "Choose the range that holds the path.")
    private boolean fitPath;

    @Option(
            names = "--path-every",
            paramLabel = "N",
            defaultValue = "1",
            description = "Steps between points of the path (default: ${DEFAULT-VALUE}).")
    private int every;

    @Mixin private PictureFolderOptions output;

    @Override
    public Integer call() throws IOException {
        if (adapter.isPresent() && plane.filter(Plane.path::equals).isPresent()) {
            throw new IllegalArgumentException(
                    "--plane path: expected a training, which has one, found --adapter; use --plane random");
        }
        arguments.threads().ifPresent(Libtorch::setThreads);
        try (WholeDirectory whole = output.stage()) {
            LossLandscape landscape = measure();
            common.screen().progressEnds();
            ObjectNode document = document(landscape);
            Path staging = whole.staging();
            Files.writeString(staging.resolve("landscape.csv"), landscape.csv(), UTF_8);
            Files.writeString(
                    staging.resolve("landscape.json"), CommonOptions.text(document) + "\n", UTF_8);
            Files.writeString(
                    staging.resolve("landscape.svg"),
                    landscape.svg("Loss around " + name()),
                    UTF_8);
            whole.commit();
            print(landscape, document);
        }
        return ExitCode.OK;
    }

    private String name() {
        return adapter.map(folder -> folder.getFileName().toString())
                .orElseGet(() -> arguments.method().name().text());
    }

    private LossLandscape measure() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"));
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            TrainingData data =
                    TrainingData.read(
                            files(),
                            tokenizer,
                            model.config(),
                            arguments.policy(TokenizerConfig.beginning(tokenizer)));
            List<Weights> path = path(model, data);
            Weights centre = path.getLast();
            boolean random =
                    plane.orElse(adapter.isPresent() ? Plane.random : Plane.path) == Plane.random;
            Directions directions =
                    random
                            ? Directions.random(centre, new SplittableRandom(arguments.seed()))
                            : Directions.principal(path);
            List<TokenizedExample> seen =
                    data.trainRows().subList(0, Math.min(rows, data.trainRows().size()));
            return LossLandscape.measure(
                    directions,
                    LossLandscape.axis(
                            grid, fitPath ? LossLandscape.rangeOf(directions, path) : range),
                    random ? List.of() : path,
                    ModelWeights.loss(model, seen, LossLandscape.BATCH),
                    (done, total) ->
                            common.screen().progress("%d of %d places".formatted(done, total)));
        }
    }

    private TrainingFiles files() throws IOException {
        Reading way = reading.reading();
        TrainingFiles files = TrainingFiles.of(dataset, way);
        reading.said(files.train().file(), way, common.screen().err());
        return files;
    }

    private List<Weights> path(CausalLanguageModel model, TrainingData data) throws IOException {
        if (adapter.isEmpty()) {
            return ModelWeights.path(model, data, arguments.options(arguments.method()), every);
        }
        try (Arena arena = Arena.ofShared()) {
            return List.of(ModelWeights.of(model, PeftDirectory.read(adapter.get(), arena)));
        }
    }

    private static ObjectNode document(LossLandscape landscape) {
        ObjectNode document = CommonOptions.document("lorica.landscape/1");
        ArrayNode axis = document.putArray("axis");
        for (double value : landscape.axis()) {
            axis.add(value);
        }
        ArrayNode losses = document.putArray("losses");
        for (double[] row : landscape.losses()) {
            ArrayNode values = losses.addArray();
            for (double value : row) {
                values.add(value);
            }
        }
        ArrayNode path = document.putArray("path");
        for (double[] place : landscape.path()) {
            path.addArray().add(place[0]).add(place[1]);
        }
        return document;
    }

    private void print(LossLandscape landscape, ObjectNode document) {
        if (common.json()) {
            common.print(document);
            return;
        }
        common.screen()
                .out()
                .printf(
                        "%d x %d places, a and b from %.3g to %.3g, %d points of the path%n",
                        landscape.axis().length,
                        landscape.axis().length,
                        landscape.axis()[0],
                        landscape.axis()[landscape.axis().length - 1],
                        landscape.path().size());
        common.screen().out().println("written: " + output.directory());
    }
}
