package lorica.volterra.ablation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.volterra.network.Predictor;
import lorica.volterra.network.Trial;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What one row gave.
///
/// @param scores of every predictor
/// @param parameters P of a GDN
/// @param weights of the hypernetwork
/// @param gdnSeconds to train all GDNs
/// @param hgnSeconds to train the hypernetwork
/// @param peakBytes the largest resident memory
public record RowScores(
        Map<Predictor, Score> scores,
        long parameters,
        long weights,
        double gdnSeconds,
        double hgnSeconds,
        long peakBytes) {
    private static final double NORMAL = 1.959964;

    public RowScores {
        scores = new EnumMap<>(scores);
    }

    /// A mean intrinsic loss over test times and held-out paths.
    ///
    /// @param low of the 95 % interval of the mean: ∓1.96 standard errors over the paths, each
    ///     path counted once by its mean over the times
    /// @param ofTimes the mean over the paths at each test time
    public record Score(double mean, double low, double high, List<Double> ofTimes) {
        public Score {
            ofTimes = List.copyOf(ofTimes);
        }

        /// @param losses `[times][paths]`
        static Score of(double[]... losses) {
            int paths = losses[0].length;
            double[] ofPaths = new double[paths];
            List<Double> ofTimes = new ArrayList<>();
            for (double[] row : losses) {
                double sum = 0;
                for (int path = 0; path < paths; path++) {
                    sum += row[path];
                    ofPaths[path] += row[path] / losses.length;
                }
                ofTimes.add(sum / paths);
            }
            double mean = 0;
            for (double value : ofPaths) {
                mean += value / paths;
            }
            double squares = 0;
            for (double value : ofPaths) {
                squares += (value - mean) * (value - mean);
            }
            double error = NORMAL * Math.sqrt(squares / (paths - 1) / paths);
            return new Score(mean, mean - error, mean + error, ofTimes);
        }
    }

    static RowScores of(Trial.Result result) {
        Map<Predictor, Score> scores = new EnumMap<>(Predictor.class);
        result.losses().forEach((predictor, losses) -> scores.put(predictor, Score.of(losses)));
        return new RowScores(
                scores,
                result.parameters(),
                result.weights(),
                result.gdnSeconds(),
                result.hgnSeconds(),
                result.peakBytes());
    }

    /// A predictor's score.
    public Score score(Predictor predictor) {
        return Optional.ofNullable(scores.get(predictor)).orElseThrow();
    }

    /// True if a GDN or HGN loss is not finite or above that of the last value.
    public boolean explodes() {
        double limit = score(Predictor.LAST_VALUE).mean();
        return List.of(Predictor.GDN, Predictor.HGN_ONE_STEP, Predictor.HGN_RECURRENT).stream()
                .mapToDouble(predictor -> score(predictor).mean())
                .anyMatch(mean -> !(mean <= limit));
    }

    void render(ObjectNode node) {
        node.put("parameters", parameters)
                .put("hypernetworkWeights", weights)
                .put("gdnSeconds", gdnSeconds)
                .put("hgnSeconds", hgnSeconds)
                .put("peakBytes", peakBytes);
        ObjectNode predictors = node.putObject("predictors");
        scores.forEach(
                (predictor, score) -> {
                    ObjectNode one = predictors.putObject(predictor.name());
                    one.put("mean", score.mean()).put("low", score.low()).put("high", score.high());
                    ArrayNode times = one.putArray("ofTimes");
                    score.ofTimes().forEach(times::add);
                });
    }

    static RowScores parse(JsonNode node) {
        Map<Predictor, Score> scores = new EnumMap<>(Predictor.class);
        for (Predictor predictor : Predictor.values()) {
            JsonNode one = node.path("predictors").path(predictor.name());
            List<Double> ofTimes = new ArrayList<>();
            one.path("ofTimes").forEach(value -> ofTimes.add(number(value)));
            scores.put(
                    predictor,
                    new Score(
                            number(one.path("mean")),
                            number(one.path("low")),
                            number(one.path("high")),
                            ofTimes));
        }
        return new RowScores(
                scores,
                node.path("parameters").longValue(),
                node.path("hypernetworkWeights").longValue(),
                node.path("gdnSeconds").doubleValue(),
                node.path("hgnSeconds").doubleValue(),
                node.path("peakBytes").longValue());
    }

    /// JSON has no NaN: it is written as text.
    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.asString());
    }
}
