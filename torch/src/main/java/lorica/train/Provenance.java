package lorica.train;

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

    static String render(TrainingTask task, TrainingOptions options, TrainingState state) {
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
        root.put("method", options.method().toString());
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

    /// What must be equal for a checkpoint to be of the same training.
    static Checksum fingerprint(TrainingTask task, TrainingOptions options) {
        return Checksum.ofStrings(
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
