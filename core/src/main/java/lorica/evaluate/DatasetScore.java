package lorica.evaluate;

import java.util.List;

/// The mean of a score over the rows of one dataset.
///
/// @param samples number of rows
/// @param mean in `[0, 1]`
public record DatasetScore(String dataset, String score, int samples, double mean) {
    /// Scores a dataset's predictions.
    public static DatasetScore of(String dataset, Score score, List<Prediction> predictions) {
        if (predictions.isEmpty()) {
            throw new IllegalArgumentException(
                    "dataset '%s': expected at least one prediction, found none"
                            .formatted(dataset));
        }
        double total = 0;
        for (Prediction prediction : predictions) {
            total += score.of(prediction);
        }
        return new DatasetScore(
                dataset, score.name(), predictions.size(), total / predictions.size());
    }
}
