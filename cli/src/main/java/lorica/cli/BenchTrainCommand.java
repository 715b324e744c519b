package lorica.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.torch.Libtorch;
import lorica.train.TrainingSpeed;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica bench train`: what training costs on this machine.
@Command(
        name = "train",
        description = "Tokens a second of LoRA on a 15 M Llama, beside the matrix product.",
        footer = {"", "Example:", "  lorica bench train --steps 1"})
final class BenchTrainCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "20",
            description = "Steps to measure, two more warm up (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to use (default: one a core).")
    private Optional<Integer> threads = Optional.empty();

    @Override
    public Integer call() {
        threads.ifPresent(Libtorch::setThreads);
        TrainingSpeed speed = TrainingSpeed.measure(steps);
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.train/1")
                            .put("threads", speed.threads())
                            .put("steps", speed.steps())
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
                        tokens/s, LoRA step       %.0f (8 x 128 tokens, %d steps)
                        GFLOP/s, LoRA step        %.1f
                        GFLOP/s, matrix product   %.1f (F32, 1024 x 1024 x 1024)
                        share                     %.0f %%
                        peak memory               %.0f MiB
                        growth over the steps     %.1f MiB
                        """,
                        speed.threads(),
                        speed.tokensPerSecond(),
                        speed.steps(),
                        speed.stepGflops(),
                        speed.productGflops(),
                        100 * speed.stepGflops() / speed.productGflops(),
                        speed.peakBytes() / 1048576.0,
                        speed.growthBytes() / 1048576.0);
        return ExitCode.OK;
    }
}
