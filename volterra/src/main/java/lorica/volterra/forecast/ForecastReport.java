package lorica.volterra.forecast;

import java.util.List;
import java.util.Locale;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.network.Forecaster;
import lorica.volterra.process.Paths;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A [Forecast] as JSON, as CSV, and as a table for reading.
public record ForecastReport(Forecast forecast) {
    /// Sizes, scores, and the law of the value after the end of every path.
    public ObjectNode json() {
        Series series = forecast.series();
        ObjectNode document = JsonMapper.shared().createObjectNode();
        ArrayNode columns = document.putArray("columns");
        series.columns().forEach(columns::add);
        document.put("paths", series.paths().size())
                .put("times", series.times().size())
                .put("fitted", forecast.until() - 1)
                .put("tested", series.values().horizon() - forecast.until())
                .put("blocks", forecast.options().blocks())
                .put("seed", forecast.options().seed());
        ObjectNode forecasters = document.putObject("forecasters");
        for (Forecaster forecaster : Forecaster.values()) {
            ForecastScore score = forecast.score(forecaster);
            ObjectNode node = forecasters.putObject(forecaster.name());
            node.put("logScore", score.logScore())
                    .put("low", score.low())
                    .put("high", score.high());
            ObjectNode crps = node.putObject("crps");
            for (int i = 0; i < series.columns().size(); i++) {
                crps.put(series.columns().get(i), score.crps().get(i));
            }
            ObjectNode coverage = node.putObject("coverage");
            for (int i = 0; i < ForecastScore.LEVELS.size(); i++) {
                coverage.put(ForecastScore.LEVELS.get(i).toString(), score.coverage().get(i));
            }
            ArrayNode next = node.putArray("next");
            List<Gaussian> laws = forecast.laws(forecaster).getLast();
            for (int path = 0; path < laws.size(); path++) {
                ObjectNode law = next.addObject().put("path", series.paths().get(path));
                numbers(law.putArray("mean"), laws.get(path).mean());
                numbers(law.putArray("covariance"), laws.get(path).covariance().entries());
            }
        }
        return document;
    }

    private static void numbers(ArrayNode array, double... values) {
        for (double value : values) {
            array.add(value);
        }
    }

    /// One line a forecaster, path, time and column.
    public String csv() {
        StringBuilder csv =
                new StringBuilder("forecaster,path,time,column,observed,mean,deviation,low,high\n");
        Series series = forecast.series();
        Paths paths = series.values();
        for (Forecaster forecaster : Forecaster.values()) {
            List<List<Gaussian>> laws = forecast.laws(forecaster);
            for (int path = 0; path < paths.count(); path++) {
                for (int k = 0; k < laws.size(); k++) {
                    lines(csv, forecaster, path, forecast.until() + k, laws.get(k).get(path));
                }
            }
        }
        return csv.toString();
    }

    private void lines(StringBuilder csv, Forecaster forecaster, int path, int t, Gaussian law) {
        Series series = forecast.series();
        int d = law.size();
        for (int i = 0; i < d; i++) {
            double mean = law.mean()[i];
            double deviation = Math.sqrt(law.covariance().entries()[i * d + i]);
            csv.append(forecaster.name()).append(',');
            csv.append(quoted(series.paths().get(path))).append(',');
            csv.append(quoted(series.time(t + 1))).append(',');
            csv.append(quoted(series.columns().get(i))).append(',');
            csv.append(
                    t < series.values().horizon()
                            ? Double.toString(series.values().at(path, t + 1)[i])
                            : "");
            csv.append(',').append(mean).append(',').append(deviation).append(',');
            csv.append(mean - ForecastScore.NORMAL_95 * deviation).append(',');
            csv.append(mean + ForecastScore.NORMAL_95 * deviation).append('\n');
        }
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// One line a forecaster: log score with its interval, CRPS over that of the last value
    /// (mean of the columns), coverage.
    public String table() {
        StringBuilder table =
                new StringBuilder(
                        "forecaster      log score, nats (95 %)       CRPS ratio  in 50 %  in 80 %  in 95 %\n");
        ForecastScore last = forecast.score(Forecaster.LAST_VALUE);
        for (Forecaster forecaster : Forecaster.values()) {
            ForecastScore score = forecast.score(forecaster);
            double ratio = 0;
            for (int i = 0; i < last.crps().size(); i++) {
                ratio += score.crps().get(i) / last.crps().get(i) / last.crps().size();
            }
            table.append(
                    String.format(
                            Locale.ROOT,
                            "%-14s %8.3f [%8.3f, %8.3f] %11.3f %8.3f %8.3f %8.3f%n",
                            forecaster.label(),
                            score.logScore(),
                            score.low(),
                            score.high(),
                            ratio,
                            score.coverage().get(0),
                            score.coverage().get(1),
                            score.coverage().get(2)));
        }
        return table.toString();
    }
}
