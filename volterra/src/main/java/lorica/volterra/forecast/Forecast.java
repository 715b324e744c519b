package lorica.volterra.forecast;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.storage.Progress;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.network.Forecaster;
import lorica.volterra.network.SeriesOptions;
import lorica.volterra.network.SeriesTraining;

/// A series, the Gaussians that were predicted of its last part and of the value after its end, and
/// their scores.
///
/// @param until t of the first prediction, which is of x_{t+1}
/// @param predictions `[times][paths]` of each forecaster; the last time follows the end
/// @param scores over what was observed
public record Forecast(
        Series series,
        SeriesOptions options,
        int until,
        Map<Forecaster, List<List<Gaussian>>> predictions,
        Map<Forecaster, ForecastScore> scores) {
    public Forecast {
        predictions = new EnumMap<>(predictions);
        scores = new EnumMap<>(scores);
    }

    /// Fits, predicts and scores.
    ///
    /// @throws IllegalArgumentException if the series cannot be fitted to
    public static Forecast of(Series series, SeriesOptions options, Progress progress) {
        SeriesTraining training = new SeriesTraining(series.values(), options);
        Map<Forecaster, List<List<Gaussian>>> predictions = training.run(progress);
        Map<Forecaster, ForecastScore> scores = new EnumMap<>(Forecaster.class);
        predictions.forEach(
                (forecaster, laws) ->
                        scores.put(
                                forecaster,
                                ForecastScore.of(laws, series.values(), training.until())));
        return new Forecast(series, options, training.until(), predictions, scores);
    }

    /// One forecaster's score.
    public ForecastScore score(Forecaster forecaster) {
        return Optional.ofNullable(scores.get(forecaster)).orElseThrow();
    }

    /// One forecaster's predictions, `[times][paths]`.
    List<List<Gaussian>> laws(Forecaster forecaster) {
        return Optional.ofNullable(predictions.get(forecaster)).orElseThrow();
    }
}
