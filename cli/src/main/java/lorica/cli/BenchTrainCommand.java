package lorica.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.torch.Libtorch;
import lorica.train.TrainingSpeed;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.TrainingMethod;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `lorica bench train`: what training costs on this machine.
@Command(
        name = "train",
        description = {
            "Time and memory of a training step of one method, beside the matrix product. One process",
            "measures one method: memory that an earlier training left behind would hide some."
        },
        footer = {
            "",
            "Example:",
            "  lorica bench train --steps 1",
            "  lorica bench train --steps 1 --method s-cla --target-modules q_proj,v_proj"
        })
final class BenchTrainCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Steps to measure, two more warm up (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "lora",
            description = "As that of train (default: ${DEFAULT-VALUE}).")
    private String method;

    @Option(
            names = "--rank",
            paramLabel = "N",
            defaultValue = "16",
            description = "Of the update (default: ${DEFAULT-VALUE}).")
    private int rank;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = "Before A (default: ${DEFAULT-VALUE}).")
    private double dropout;

    @Option(
            names = "--target-modules",
            paramLabel = "NAME",
            split = ",",
            defaultValue = "q_proj,k_proj,v_proj",
            description =
                    "Linear maps that are adapted, or all-linear (default: ${DEFAULT-VALUE}).")
    private List<String> targets;

    @Option(
            names = "--shape",
            paramLabel = "small|wide",
            defaultValue = "small",
            description = {
                "small: a Llama of 15 M weights, 8 x 128 tokens a step; wide: two layers of width 4096,"
                        + " 1 x 128 tokens (default: ${DEFAULT-VALUE})."
            })
    private TrainingSpeed.Shape shape;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Override
    public Integer call() {
        threads.ifPresent(Libtorch::setThreads);
        TrainingSpeed speed =
                TrainingSpeed.measure(shape, UsageFault.check(spec, this::method), steps);
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.train/1")
                            .put("method", method)
                            .put("shape", shape.name().toLowerCase(Locale.ROOT))
                            .put("dropout", dropout)
                            .put("threads", speed.threads())
                            .put("steps", speed.steps())
                            .put("stepSeconds", speed.stepSeconds())
                            .put("stepProcessorSeconds", speed.stepProcessorSeconds())
                            .put("trainedParameters", speed.trainedParameters())
                            .put("memoryBytes", speed.memoryBytes())
                            .put("tokensPerSecond", speed.tokensPerSecond())
                            .put("stepGflops", speed.stepGflops())
                            .put("productGflops", speed.productGflops())
                            .put("peakBytes", speed.peakBytes())
                            .put("growthBytes", speed.growthBytes()));
            return ExitCode.OK;
        }
        common.screen()
                .out()
                .printf(
                        """
                        threads                   %d
                        step                      %.3f s, %.3f s of processors (the best of %d)
                        tokens/s                  %.0f
                        GFLOP/s                   %.1f
                        GFLOP/s, matrix product   %.1f (F32, 1024 x 1024 x 1024)
                        share                     %.0f %%
                        trained parameters        %,d
                        memory over the model's   %.1f MiB
                        peak memory               %.0f MiB
                        growth over the steps     %.1f MiB
                        """,
                        speed.threads(),
                        speed.stepSeconds(),
                        speed.stepProcessorSeconds(),
                        speed.steps(),
                        speed.tokensPerSecond(),
                        speed.stepGflops(),
                        speed.productGflops(),
                        100 * speed.stepGflops() / speed.productGflops(),
                        speed.trainedParameters(),
                        speed.memoryBytes() / 1048576.0,
                        speed.peakBytes() / 1048576.0,
                        speed.growthBytes() / 1048576.0);
        return ExitCode.OK;
    }

    private TrainingMethod method() {
        LowRank usual = LowRank.defaults();
        return MethodName.of(method)
                .method(
                        new LowRank(
                                rank,
                                2.0 * rank,
                                usual.scaling(),
                                dropout,
                                targets.equals(List.of("all-linear"))
                                        ? LowRank.ALL_LINEAR
                                        : targets,
                                usual.initialisation()),
                        MethodName.Choices.defaults());
    }
}
