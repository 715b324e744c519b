package lorica.experiment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.dataset.Example;
import lorica.dataset.TrainingText;
import lorica.evaluate.Prediction;
import lorica.evaluate.PredictionFile;
import lorica.generate.MixtureWriter;
import lorica.mixture.Source;
import lorica.storage.Progress;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeFile;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A study's jobs as files, for a model that runs elsewhere; docs/formats.md describes them.
///
/// Out: adapters, prompts and a list of jobs. In: one predictions file a job.
public record StudyJobs(Study study) {
    private static final String LIST = "jobs.jsonl";
    private static final JsonMapper JSON = JsonMapper.shared();

    /// Writes every job that has no predictions yet, whole or not at all.
    ///
    /// @return how many
    public int export(Path directory, Progress progress) throws IOException {
        List<Job> missing = StudyRun.missing(study.plan(), study.store());
        try (WholeDirectory whole =
                        WholeDirectory.stage(directory, WholeDirectory.Existing.REFUSE);
                Arena arena = Arena.ofShared()) {
            Path root = whole.staging();
            Files.createDirectories(root.resolve("prompts"));
            Files.createDirectories(root.resolve("adapters"));
            writePrompts(root, missing);
            Map<String, LoraAdapter> read = new HashMap<>();
            StringBuilder list = new StringBuilder();
            Set<String> written = new HashSet<>();
            for (int i = 0; i < missing.size(); i++) {
                Job job = missing.get(i);
                Optional<String> adapter = adapterName(job);
                if (adapter.isPresent() && written.add(adapter.get())) {
                    write(job, root.resolve(adapter.get()), read, arena);
                }
                list.append(JSON.writeValueAsString(row(job, adapter))).append('\n');
                progress.at("exporting", i + 1, missing.size());
            }
            WholeFile.write(root.resolve(LIST), list.toString());
            whole.commit();
        }
        return missing.size();
    }

    private ObjectNode row(Job job, Optional<String> adapter) {
        StudyOptions options = study.plan().options();
        TrainingText text = study.plan().bank().text();
        ObjectNode row =
                JSON.createObjectNode()
                        .put("dataset", job.task().id())
                        .put("prompts", promptsName(job.task()))
                        .put("maxNewTokens", options.maxNewTokens())
                        .put("predictions", predictionsName(job));
        adapter.ifPresentOrElse(name -> row.put("adapter", name), () -> row.putNull("adapter"));
        text.stop().ifPresentOrElse(stop -> row.put("stop", stop), () -> row.putNull("stop"));
        return row;
    }

    private static String promptsName(StudyTask task) {
        return "prompts/" + task.id() + ".jsonl";
    }

    private String predictionsName(Job job) {
        return study.store().directory().relativize(study.store().file(job)).toString();
    }

    private static Optional<String> adapterName(Job job) {
        return job.recipe() instanceof Recipe.Base
                ? Optional.empty()
                : Optional.of("adapters/" + job.recipe().checksum().hex().substring(0, 24));
    }

    private void writePrompts(Path root, List<Job> jobs) throws IOException {
        for (StudyTask task : jobs.stream().map(Job::task).distinct().toList()) {
            StringBuilder rows = new StringBuilder();
            for (Example example : task.test()) {
                ObjectNode row =
                        JSON.createObjectNode()
                                .put("prompt", study.plan().bank().text().prompt(example))
                                .put("input", example.input());
                var output = row.putArray("output");
                example.outputs().forEach(output::add);
                rows.append(JSON.writeValueAsString(row)).append('\n');
            }
            WholeFile.write(root.resolve(promptsName(task)), rows.toString());
        }
    }

    private void write(Job job, Path directory, Map<String, LoraAdapter> read, Arena arena)
            throws IOException {
        Files.createDirectories(directory);
        switch (job.recipe()) {
            case Recipe.Base() -> {}
            case Recipe.Entry(StudyTask source) -> {
                for (String name : List.of(PeftDirectory.CONFIG, PeftDirectory.WEIGHTS)) {
                    Files.copy(source.adapter().resolve(name), directory.resolve(name));
                }
            }
            case Recipe.Mixed mixed -> {
                List<Source> sources = new ArrayList<>();
                for (Recipe.Term term : mixed.terms()) {
                    String id = term.source().id();
                    LoraAdapter adapter = read.get(id);
                    if (adapter == null) {
                        adapter = PeftDirectory.read(term.source().adapter(), arena);
                        read.put(id, adapter);
                    }
                    sources.add(term.of(adapter));
                }
                MixtureWriter.defaults().write(mixed.mixture().plan(sources), directory);
            }
        }
    }

    /// Takes the predictions files that are there for jobs that have none yet.
    ///
    /// @return how many were taken
    /// @throws lorica.evaluate.PredictionException if a file answers other rows
    public int take(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new StudyException(
                    directory,
                    "predictions",
                    "a folder with <dataset>/<job>.jsonl, as jobs.jsonl names them",
                    "none");
        }
        int taken = 0;
        TrainingText text = study.plan().bank().text();
        for (Job job : StudyRun.missing(study.plan(), study.store())) {
            Path file = directory.resolve(predictionsName(job));
            if (!Files.exists(file)) {
                continue;
            }
            List<Prediction> predictions = new ArrayList<>();
            List<Prediction> given = PredictionFile.readFor(file, job.task().test());
            for (int i = 0; i < given.size(); i++) {
                predictions.add(
                        Prediction.of(
                                job.task().test().get(i), text.answer(given.get(i).answer())));
            }
            study.store().put(job, predictions);
            taken++;
        }
        return taken;
    }
}
