package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.coefficient.CoefficientRule;
import lorica.distance.Distance;
import lorica.evaluate.Bootstrap;
import lorica.experiment.refine.Point;
import lorica.experiment.refine.RefinementCurve;
import lorica.experiment.refine.RefinementOptions;
import lorica.experiment.refine.Start;
import lorica.generate.GenerateOptions;
import lorica.torch.Libtorch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lorica refinement --bank DIR --base DIR -o DIR`.
@Command(
        name = "refinement",
        description = {
            "Measures how fast fine-tuning reaches a task's own adapter from the adapter that the rest",
            "of the bank gives for it, and from zero: leave-one-out over a bank whose entries have test",
            "splits. Killed and run again, it goes on."
        },
        footer = {
            "",
            "Example:",
            "  lorica refinement --bank my-bank --base base-model -o new-curve --steps 0,1 --max-new-tokens 4"
        })
final class RefinementCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Mixin private LeaveOneOutOptions over;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The base model: config.json, safetensors.")
    private Path base;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "The curve's folder; what is there already is not trained.")
    private Path output;

    @Option(
            names = "--curves",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "generated,zero",
            description = {
                "What is trained from: generated; learned, coefficients of which are learned from 64"
                        + " examples first; zero (default: ${DEFAULT-VALUE})."
            })
    private List<Start> curves;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "N",
            defaultValue = "0,5,15,40,100",
            description = "Numbers of steps, a training each (default: ${DEFAULT-VALUE}).")
    private List<Integer> steps;

    @Mixin private RefinementArguments training;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            defaultValue = "js",
            completionCandidates = DistanceNames.class,
            description = "As that of generate (default: ${DEFAULT-VALUE}).")
    private String distance;

    @Mixin private RepresentationOption on;

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Of the normalized rule (default: that of generate).")
    private Optional<Double> temperature = Optional.empty();

    @Option(
            names = "--max-new-tokens",
            paramLabel = "N",
            defaultValue = "64",
            description = "The most tokens of an answer (default: ${DEFAULT-VALUE}).")
    private int maxNewTokens;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "0",
            description = "Seed of row order and of A (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        RefinementOptions options = UsageFault.check(spec, this::options);
        Libtorch.setThreads(1); // one thread a model: small models gain nothing from more
        Screen screen = common.screen();
        List<Point> points =
                new RefinementCurve(over.open(), base, options)
                        .run(
                                output,
                                (what, done, total) ->
                                        screen.progress("%s %d/%d".formatted(what, done, total)));
        screen.progressEnds();
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.refinement.run/1")
                            .put("output", output.toString())
                            .put("points", points.size()));
            return ExitCode.OK;
        }
        screen.out().println("%d points".formatted(points.size()));
        screen.out().println("written: " + output.resolve("refinement.md"));
        return ExitCode.OK;
    }

    private RefinementOptions options() {
        return new RefinementOptions(
                over.entries(),
                curves,
                steps,
                GenerateOptions.defaults()
                        .withDistance(Distance.parse(distance))
                        .withOn(on.representation())
                        .withRule(
                                temperature.isPresent()
                                        ? CoefficientRule.parse("normalized", temperature.get())
                                        : CoefficientRule.parse("normalized")),
                training.training(),
                over.rows(),
                maxNewTokens,
                over.workers(),
                seed,
                Bootstrap.defaults());
    }
}
