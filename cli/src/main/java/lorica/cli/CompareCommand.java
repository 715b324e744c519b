package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorica.experiment.compare.Cell;
import lorica.experiment.compare.Comparison;
import lorica.experiment.compare.ComparisonOptions;
import lorica.experiment.compare.ComparisonOptions.Diagnostics;
import lorica.experiment.compare.ComparisonOptions.Matching;
import lorica.experiment.compare.Measure;
import lorica.experiment.compare.Variant;
import lorica.token.Tokenizer;
import lorica.token.TokenizerConfig;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica compare --base DIR --tasks DIR --methods … --seeds … -o DIR`.
@Command(
        name = "compare",
        description = {
            "Trains methods beside each other on tasks with seeds, at equal rank, and tables what",
            "each gave. Killed and run again, it goes on: each training is kept in the output.",
            "A method may say what differs for it: c3la:links=8:rate=1e-3, lora:rank=4."
        },
        footer = {
            "",
            "Example:",
            "  lorica compare --base base-model --tasks datasets --methods lora,s-cla --seeds 0 --steps 1 --max-new-tokens 2 -o new-comparison"
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;
    @Mixin private TrainingArguments arguments;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model: config.json, safetensors, tokenizer.json.")
    private Path base;

    @Option(
            names = "--tasks",
            required = true,
            paramLabel = "DIR",
            description = {
                "Folders with train.jsonl, test.jsonl (and valid.jsonl), one a task; .json, .csv and"
                        + " .parquet are read too."
            })
    private Path tasks;

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--methods",
            required = true,
            paramLabel = "NAME",
            split = ",",
            description = "As --method of train, with what differs after colons.")
    private List<String> methods;

    @Option(
            names = "--seeds",
            paramLabel = "S",
            split = ",",
            defaultValue = "0,1,2",
            description = "One training a task, method and seed (default: ${DEFAULT-VALUE}).")
    private List<Long> seeds;

    @Option(
            names = "--match-parameters",
            description = "Choose ranks that give LoRA's number of parameters.")
    private boolean matchParameters;

    @Option(
            names = "--diagnostics",
            description = "Intruder dimensions, sharpness and bounds of every training too.")
    private boolean diagnostics;

    @Option(
            names = "--test-rows",
            paramLabel = "N",
            defaultValue = "1000",
            description = "The most rows of a test split (default: ${DEFAULT-VALUE}).")
    private int testRows;

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "64",
            description = "The most tokens of an answer (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where trainings and tables go; what is there already is not trained.")
    private Path output;

    @Override
    public Integer call() throws IOException {
        arguments.threads().ifPresent(Libtorch::setThreads);
        List<Cell> cells =
                new Comparison(base, tasks, options(), reading.reading())
                        .run(
                                output,
                                (cell, number, total) ->
                                        common.screen().progress(line(cell, number, total)));
        common.screen().progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.compare.run/1")
                            .put("output", output.toString())
                            .put("cells", cells.size()));
            return ExitCode.OK;
        }
        common.screen().out().printf("%d trainings%n", cells.size());
        common.screen().out().println("written: " + output.resolve("comparison.md"));
        return ExitCode.OK;
    }

    private ComparisonOptions options() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"))) {
            return new ComparisonOptions(
                    methods.stream().map(Variant::parse).toList(),
                    arguments.lowRank(),
                    arguments.choices(),
                    arguments.options(arguments.method()),
                    arguments.policy(TokenizerConfig.beginning(tokenizer)),
                    seeds,
                    matchParameters ? Matching.PARAMETERS : Matching.RANK,
                    testRows,
                    maxNewTokens,
                    diagnostics ? Diagnostics.ON : Diagnostics.OFF);
        }
    }

    private static String line(Cell cell, int number, int total) {
        return String.format(
                Locale.ROOT,
                "%d of %d  %s %s seed %d  G %.4f",
                number,
                total,
                cell.task(),
                cell.method(),
                cell.seed(),
                cell.values().getOrDefault(Measure.GAP, Double.NaN));
    }
}
