package lorica.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorica.evaluate.DatasetScore;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.ReferenceContained;
import lorica.evaluate.References;
import lorica.evaluate.RougeL;
import lorica.evaluate.Score;
import lorica.storage.Progress;
import lorica.storage.WholeFile;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;

/// A study in its folder: plan, predictions, scores, tables.
///
/// ```
/// predictions/<dataset>/<key>.jsonl   kept; a study that was killed goes on
/// study.json scores.csv tables.md samples.md figures/*.svg   written anew from the predictions
/// ```
///
/// @param directory where the study lives; made if it is not there
public record Study(StudyPlan plan, Path directory) {
    /// The scores of every table: the paper's, and exact match normalised.
    public static final List<Score> SCORES =
            List.of(
                    RougeL.published(),
                    ExactMatch.published(),
                    new ExactMatch(ExactMatch.Form.NORMALISED, References.FIRST),
                    ReferenceContained.published());

    PredictionStore store() {
        return new PredictionStore(directory.resolve("predictions"));
    }

    /// Answers every job that has no predictions yet.
    ///
    /// @return how many were answered now
    public int answer(Answerer.Opening opening, Progress progress) throws IOException {
        try (StudyRun run = new StudyRun(plan, store(), opening, progress)) {
            return run.answerMissing();
        }
    }

    /// Scores the predictions.
    ///
    /// @throws StudyException if a job has none yet
    public StudyResult score() throws IOException {
        List<Job> missing = StudyRun.missing(plan, store());
        if (!missing.isEmpty()) {
            throw new StudyException(
                    directory,
                    "predictions",
                    "those of all %d jobs (give --base to generate them, or --export-jobs and"
                                    .formatted(plan.jobs().size())
                            + " --import-predictions to have them made elsewhere)",
                    "%d without, the first of '%s'"
                            .formatted(missing.size(), missing.getFirst().task().id()));
        }
        List<Integer> tested = plan.bank().tested();
        List<Map<String, double[]>> means = new ArrayList<>();
        for (int row = 0; row < plan.rows().size(); row++) {
            Map<String, double[]> scores = new LinkedHashMap<>();
            SCORES.forEach(score -> scores.put(score.name(), new double[tested.size()]));
            means.add(scores);
        }
        for (int t = 0; t < tested.size(); t++) {
            List<Job> jobs = plan.jobs(tested.get(t));
            for (int row = 0; row < jobs.size(); row++) {
                List<Prediction> predictions = predictions(jobs.get(row));
                String dataset = jobs.get(row).task().id();
                for (Score score : SCORES) {
                    RowScores.of(means.get(row), score.name())[t] =
                            DatasetScore.of(dataset, score, predictions).mean();
                }
            }
        }
        List<RowScores> rows = new ArrayList<>();
        for (int row = 0; row < means.size(); row++) {
            rows.add(new RowScores(plan.rows().get(row), means.get(row)));
        }
        return new StudyResult(
                plan,
                tested.stream().map(task -> plan.bank().tasks().get(task).id()).toList(),
                rows);
    }

    List<Prediction> predictions(Job job) throws IOException {
        return store().find(job).orElseThrow();
    }

    /// The tables as [#write] wrote them.
    public String tables() throws IOException {
        return Files.readString(directory.resolve("tables.md"));
    }

    /// Writes scores, tables, samples and figures.
    public void write(StudyResult result) throws IOException {
        Files.createDirectories(directory.resolve("figures"));
        WholeFile.write(directory.resolve("scores.csv"), ScoresCsv.render(result));
        WholeFile.write(directory.resolve("tables.md"), StudyTables.render(result));
        WholeFile.write(directory.resolve("study.json"), StudyJson.render(result));
        WholeFile.write(directory.resolve("samples.md"), SampleAnswers.render(this, result));
        if (plan.options().extras().contains(StudyOptions.Extra.BANK_SIZES)) {
            WholeFile.write(
                    directory.resolve("figures/bank-sizes.svg"),
                    ChoiceTables.bankSizesPlot(result));
        }
        for (Weighting weighting : plan.weightings()) {
            String name =
                    "coefficients-%s-%s".formatted(weighting.label(), weighting.scope().label());
            Path figures = directory.resolve("figures");
            WholeFile.write(figures.resolve(name + ".svg"), HeatMap.render(plan.bank(), weighting));
            double[][] weights = weighting.weights();
            NpyFile.write(
                    figures.resolve(name + ".npy"),
                    Shape.of(weights.length, weights.length),
                    weights);
        }
    }
}
