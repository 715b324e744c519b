package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import lorica.infer.GenerationCost;
import lorica.model.ModelConfig;
import lorica.model.ModelConfigFile;
import lorica.model.RandomDirectory;
import lorica.model.RopeScaling;
import lorica.storage.WholeDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica bench model DIR`: what loading and running a large shape costs on this machine.
@Command(
        name = "model",
        description = {
            "Writes a BF16 model of random weights in shards, loads it and generates.",
            "Without --config the shape is that of Mistral-7B-Instruct-v0.2: 14.5 GB of disk."
        },
        footer = {
            "",
            "Example:",
            "  lorica bench model new-model --config base-model/config.json --tokens 2"
        })
final class BenchModelCommand implements Callable<Integer> {
    private static final long SHARD_BYTES = 5_000_000_000L;

    @Mixin private CommonOptions common;

    @Parameters(
            paramLabel = "DIR",
            description = "Where the model goes; it stays there afterwards.")
    private Path directory;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The config.json of another shape.")
    private Optional<Path> config = Optional.empty();

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "8",
            description = "Tokens to generate (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Override
    public Integer call() throws IOException {
        ModelConfig shape = config.isPresent() ? ModelConfigFile.read(config.get()) : mistral7b();
        try (WholeDirectory whole =
                WholeDirectory.stage(directory, WholeDirectory.Existing.REFUSE)) {
            RandomDirectory.write(whole.staging(), shape, SHARD_BYTES, new SplittableRandom(0));
            whole.commit();
        }
        GenerationCost cost = GenerationCost.measure(directory, tokens);
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.bench.model/1")
                            .put("precision", cost.precision().name())
                            .put("tokens", cost.tokens())
                            .put("loadSeconds", cost.loadSeconds())
                            .put("firstTokenSeconds", cost.firstTokenSeconds())
                            .put("nextTokenSeconds", cost.nextTokenSeconds())
                            .put("peakBytes", cost.peakBytes()));
            return ExitCode.OK;
        }
        common.screen()
                .out()
                .printf(
                        """
                        precision          %s
                        load               %.2f s
                        first token        %.2f s
                        each next token    %.2f s (%d tokens)
                        peak memory        %.2f GiB, mapped weights included
                        """,
                        cost.precision(),
                        cost.loadSeconds(),
                        cost.firstTokenSeconds(),
                        cost.nextTokenSeconds(),
                        cost.tokens(),
                        cost.peakBytes() / 1073741824.0);
        return ExitCode.OK;
    }

    private static ModelConfig mistral7b() {
        return new ModelConfig(
                ModelConfig.Architecture.MISTRAL,
                new ModelConfig.Sizes(4096, 14_336, 32, 32, 8, 128, 32_000),
                32_768,
                1e-5,
                1_000_000,
                new RopeScaling.Plain(),
                OptionalInt.empty(),
                false,
                OptionalInt.of(1),
                List.of(2),
                0.02);
    }
}
