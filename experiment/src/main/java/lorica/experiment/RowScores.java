package lorica.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import lorica.evaluate.Summary;

/// The scores of one row of a study: by name of the score, one mean a dataset, in the study's
/// order.
public record RowScores(StudyRow row, Map<String, double[]> means) {
    public RowScores {
        means = Collections.unmodifiableMap(new LinkedHashMap<>(means));
    }

    public double[] of(String score) {
        return of(means, score);
    }

    static double[] of(Map<String, double[]> means, String score) {
        double[] values = means.get(score);
        if (values == null) {
            throw new IllegalArgumentException(
                    "score: expected one of %s, found '%s'".formatted(means.keySet(), score));
        }
        return values;
    }

    public Summary summary(String score) {
        return Summary.of(of(score));
    }
}
