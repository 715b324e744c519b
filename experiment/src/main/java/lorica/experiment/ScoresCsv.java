package lorica.experiment;

import java.util.Locale;
import java.util.Map;

/// Every score of every row on every dataset, as CSV.
final class ScoresCsv {
    private ScoresCsv() {}

    static String render(StudyResult result) {
        StringBuilder csv = new StringBuilder("dataset,row,scope,score,mean\n");
        for (RowScores row : result.rows()) {
            for (Map.Entry<String, double[]> score : row.means().entrySet()) {
                for (int i = 0; i < result.datasets().size(); i++) {
                    csv.append(quoted(result.datasets().get(i))).append(',');
                    csv.append(quoted(row.row().name())).append(',');
                    csv.append(row.row().scope().label()).append(',');
                    csv.append(score.getKey()).append(',');
                    csv.append(String.format(Locale.ROOT, "%.6f%n", score.getValue()[i]));
                }
            }
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
