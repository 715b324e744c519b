package lorica.train;

import java.io.IOException;
import java.nio.file.Path;
import lorica.adapter.PeftDirectory;
import lorica.storage.Checksum;
import lorica.train.TrainingData.Source;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `training.json`: what an adapter or a model was trained from and how. The same training gives
/// the same bytes: no times, no machine.
final class Provenance {
    static final String NAME = "training.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Provenance() {}

    static String render(TrainingTask task, TrainingOptions options, TrainingState state)
            throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", "lorica.training/1");
        root.put("base", task.baseModel());
        put(root.putObject("train"), task.data().train(), task.data().trainRows().size());
        task.data()
                .valid()
                .ifPresent(
                        valid ->
                                put(
                                        root.putObject("valid"),
                                        valid,
                                        task.data().validRows().size()));
        if (task.from().isPresent()) {
            root.putObject("from")
                    .put("adapter", String.valueOf(task.from().get().getFileName()))
                    .put("sha256", weights(task.from().get()).hex());
        }
        root.put("method", options.method().name().text());
        root.put("method_options", options.method().toString());
        root.put("export", task.export().toString());
        root.put("optimisation", options.optimisation().toString());
        root.put("batching", options.batching().toString());
        root.put("seed", options.seed());
        root.put("steps", state.step());
        root.put("best_step", state.bestStep());
        state.bestLoss().ifPresent(loss -> root.put("best_validation_loss", loss));
        return JSON.writeValueAsString(root) + "\n";
    }

    private static void put(ObjectNode node, Source source, int rows) {
        node.put("file", String.valueOf(source.file().getFileName()))
                .put("sha256", source.checksum().hex())
                .put("rows", rows);
    }

    private static Checksum weights(Path adapter) throws IOException {
        return Checksum.ofFile(adapter.resolve(PeftDirectory.WEIGHTS));
    }

    /// What must be equal for a checkpoint to be of the same training.
    static Checksum fingerprint(TrainingTask task, TrainingOptions options) throws IOException {
        return Checksum.ofStrings(
                task.from().isPresent() ? weights(task.from().get()).hex() : "none",
                options.withCheckpointEvery(0).toString(),
                task.baseModel(),
                task.model().config().toString(),
                task.data().train().checksum().hex(),
                task.data().valid().map(valid -> valid.checksum().hex()).orElse("none"),
                String.valueOf(task.data().trainRows().size()),
                String.valueOf(
                        task.data().trainRows().stream()
                                .mapToInt(TokenizedExample::firstTarget)
                                .sum()));
    }
}
