package lorica.experiment;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.evaluate.Prediction;
import lorica.mixture.Source;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// Answers the jobs of a study that have no predictions yet.
///
/// Datasets go to the threads; each thread has its own model. Mixtures are made in memory, one at
/// a time a thread; where two of a dataset come out equal byte by byte, the answers of the first
/// serve both.
final class StudyRun implements AutoCloseable {
    private final StudyPlan plan;
    private final PredictionStore store;
    private final Answerer.Opening opening;
    private final Progress progress;
    private final Arena arena = Arena.ofShared();
    private final Map<String, LoraAdapter> adapters = new HashMap<>();
    private final ConcurrentLinkedQueue<Answerer> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong done = new AtomicLong();

    StudyRun(StudyPlan plan, PredictionStore store, Answerer.Opening opening, Progress progress) {
        this.plan = plan;
        this.store = store;
        this.opening = opening;
        this.progress = progress;
    }

    /// Answers what is missing and gives how many jobs that were.
    int answerMissing() throws IOException {
        List<Job> missing = missing(plan, store);
        Map<String, List<Job>> byTask = new LinkedHashMap<>();
        for (Job job : missing) {
            byTask.computeIfAbsent(job.task().id(), id -> new ArrayList<>()).add(job);
        }
        if (!missing.isEmpty()) {
            for (StudyTask task : plan.bank().tasks()) {
                adapters.put(task.id(), PeftDirectory.read(task.adapter(), arena));
            }
        }
        Collection<List<Job>> groups = byTask.values();
        Parallel.map(
                List.copyOf(groups),
                plan.options().threads(),
                group -> {
                    answer(group, missing.size());
                    return group.size();
                });
        return missing.size();
    }

    static List<Job> missing(StudyPlan plan, PredictionStore store) throws IOException {
        List<Job> missing = new ArrayList<>();
        for (Job job : plan.jobs()) {
            if (store.find(job).isEmpty()) {
                missing.add(job);
            }
        }
        return missing;
    }

    private void answer(List<Job> group, int total) throws IOException {
        Answerer rested = idle.poll();
        Answerer answerer = rested == null ? opening.open() : rested;
        try {
            Map<Checksum, List<Prediction>> answered = new HashMap<>();
            for (Job job : group) {
                store.put(job, answer(job, answerer, answered));
                progress.at("answering", done.incrementAndGet(), total);
            }
        } finally {
            idle.add(answerer);
        }
    }

    private List<Prediction> answer(
            Job job, Answerer answerer, Map<Checksum, List<Prediction>> answered)
            throws IOException {
        switch (job.recipe()) {
            case Recipe.Base() -> {
                return complete(job, answerer, Optional.empty());
            }
            case Recipe.Entry(StudyTask source) -> {
                return complete(job, answerer, Optional.of(adapter(source)));
            }
            case Recipe.Mixed mixed -> {
                try (Arena scratch = Arena.ofConfined()) {
                    MixedAdapter made =
                            MixedAdapter.of(mixed.mixture().plan(sources(mixed)), scratch);
                    List<Prediction> same = answered.get(made.checksum());
                    if (same != null) {
                        return same;
                    }
                    List<Prediction> fresh = complete(job, answerer, Optional.of(made.adapter()));
                    answered.put(made.checksum(), fresh);
                    return fresh;
                }
            }
        }
    }

    private List<Source> sources(Recipe.Mixed mixed) {
        return mixed.terms().stream().map(term -> term.of(adapter(term.source()))).toList();
    }

    private LoraAdapter adapter(StudyTask source) {
        return Optional.ofNullable(adapters.get(source.id())).orElseThrow();
    }

    private List<Prediction> complete(Job job, Answerer answerer, Optional<LoraAdapter> adapter)
            throws IOException {
        var text = plan.bank().text();
        List<String> texts =
                answerer.complete(adapter, job.task().test().stream().map(text::prompt).toList());
        if (texts.size() != job.task().test().size()) {
            throw new IllegalStateException(
                    "answerer: expected %d answers for '%s', found %d"
                            .formatted(job.task().test().size(), job.task().id(), texts.size()));
        }
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            predictions.add(Prediction.of(job.task().test().get(i), text.answer(texts.get(i))));
        }
        return predictions;
    }

    @Override
    public void close() {
        idle.forEach(Answerer::close);
        arena.close();
    }
}
