package lorica.report;

import java.util.List;
import lorica.evaluate.Prediction;

/// What one model answered on a dataset's rows.
///
/// @param name of the model, for people
public record SampleAnswers(String name, List<Prediction> rows) {
    public SampleAnswers {
        rows = List.copyOf(rows);
    }
}
