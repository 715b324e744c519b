package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import lorica.adapter.PeftDirectory;
import lorica.diagnose.IntruderDimensions;
import lorica.diagnose.ModelWeights;
import lorica.model.CausalLanguageModel;
import lorica.storage.WholeDirectory;
import lorica.torch.Precision;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica intruders --base DIR --adapter DIR|--tuned DIR -o DIR`.
@Command(
        name = "intruders",
        description = {
            "Counts intruder dimensions: singular directions of the tuned matrices that the base",
            "model's had not. Writes intruders.csv, intruders.json and intruders.svg."
        },
        footer = {
            "",
            "Example:",
            "  lorica intruders --base base-model --adapter my-adapter -o new-intruders"
        })
final class IntrudersCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--base",
            required = true,
            paramLabel = "DIR",
            description = "The model before fine-tuning.")
    private Path base;

    @ArgGroup(multiplicity = "1")
    private Tuned tuned;

    /// What came of it.
    static final class Tuned {
        @Option(
                names = "--adapter",
                required = true,
                paramLabel = "DIR",
                description = "The adapter: its modules are counted.")
        private Optional<Path> adapter = Optional.empty();

        @Option(
                names = "--tuned",
                required = true,
                paramLabel = "DIR",
                description = "The model after fine-tuning: every linear map is counted.")
        private Optional<Path> model = Optional.empty();
    }

    @Option(
            names = "--thresholds",
            paramLabel = "N",
            defaultValue = "100",
            description = "Thresholds, 1/N to 1 (default: ${DEFAULT-VALUE}).")
    private int thresholds;

    @Mixin private PictureFolderOptions output;

    @Override
    public Integer call() throws IOException {
        try (WholeDirectory whole = output.stage()) {
            IntruderDimensions intruders =
                    new IntruderDimensions(IntruderDimensions.thresholds(thresholds), cosines());
            ObjectNode document = document(intruders);
            Path staging = whole.staging();
            Files.writeString(staging.resolve("intruders.csv"), intruders.csv(), UTF_8);
            Files.writeString(
                    staging.resolve("intruders.json"), CommonOptions.text(document) + "\n", UTF_8);
            Files.writeString(
                    staging.resolve("intruders.svg"),
                    intruders.svg("Intruder dimensions of " + name()),
                    UTF_8);
            whole.commit();
            print(intruders, document);
        }
        return ExitCode.OK;
    }

    private String name() {
        return tuned.adapter.or(() -> tuned.model).orElseThrow().getFileName().toString();
    }

    private SequencedMap<String, double[]> cosines() throws IOException {
        try (Arena arena = Arena.ofShared();
                CausalLanguageModel before =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            if (tuned.adapter.isPresent()) {
                return ModelWeights.intruders(
                        before, PeftDirectory.read(tuned.adapter.get(), arena));
            }
            try (CausalLanguageModel after =
                    CausalLanguageModel.open(
                            tuned.model.orElseThrow(), Optional.of(Precision.F32))) {
                return ModelWeights.intruders(
                        before,
                        ModelWeights.of(after, List.copyOf(before.linearModules().keySet())));
            }
        }
    }

    private static ObjectNode document(IntruderDimensions intruders) {
        ObjectNode document = CommonOptions.document("lorica.intruders/1");
        add(document.putArray("thresholds"), intruders.thresholds());
        add(document.putArray("meanCounts"), intruders.meanCounts());
        ObjectNode modules = document.putObject("largestCosines");
        intruders
                .largestCosines()
                .forEach((module, cosines) -> add(modules.putArray(module), cosines));
        return document;
    }

    private static void add(ArrayNode array, double[] values) {
        Arrays.stream(values).forEach(array::add);
    }

    private void print(IntruderDimensions intruders, ObjectNode document) {
        if (common.json()) {
            common.print(document);
            return;
        }
        double[] shown = {0.3, 0.5, 0.7, 0.9};
        IntruderDimensions few = new IntruderDimensions(shown, intruders.largestCosines());
        double[] means = few.meanCounts();
        common.screen()
                .out()
                .printf("mean intruder dimensions of %d modules%n", few.largestCosines().size());
        for (int i = 0; i < shown.length; i++) {
            common.screen().out().printf("  below %.1f  %.2f%n", shown[i], means[i]);
        }
        common.screen().out().println("written: " + output.directory());
    }
}
