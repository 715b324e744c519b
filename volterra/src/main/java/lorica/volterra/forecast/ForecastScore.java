package lorica.volterra.forecast;

import java.util.Arrays;
import java.util.List;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.process.Paths;

/// How well predicted Gaussians fit what was observed.
///
/// ```
/// log score = ½·(d·log 2π + log det P + (y − m)ᵀ·P⁻¹·(y − m))   nats, joint
/// CRPS      = s·(z·(2Φ(z) − 1) + 2φ(z) − 1/√π),   z = (y − m)/s   units of the column
/// ```
///
/// Smaller is better for both. Coverage is the share of observed numbers in the central interval of
/// their predicted law, over all columns. Source: Gneiting & Raftery 2007.
///
/// @param logScore mean over tested times and paths
/// @param low of the 95 % interval of that mean, ±1.96 standard errors over the times, each time
///     counted once by its mean over the paths
/// @param crps mean of each column
/// @param coverage of the intervals of [#LEVELS]
public record ForecastScore(
        double logScore, double low, double high, List<Double> crps, List<Double> coverage) {
    /// Nominal coverages.
    public static final List<Double> LEVELS = List.of(0.5, 0.8, 0.95);

    static final double NORMAL_95 = 1.959964;
    private static final double[] QUANTILES = {0.674490, 1.281552, NORMAL_95};
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    public ForecastScore {
        crps = List.copyOf(crps);
        coverage = List.copyOf(coverage);
    }

    /// @param predictions `[times][paths]`; times after the paths' last are not scored
    /// @param until t of the first, whose observation is x_{t+1}
    static ForecastScore of(List<List<Gaussian>> predictions, Paths paths, int until) {
        int d = paths.dimension();
        int times = paths.horizon() - until;
        double[] logScores = new double[times];
        double[] crps = new double[d];
        double[] within = new double[QUANTILES.length];
        double share = 1.0 / times / paths.count();
        for (int k = 0; k < times; k++) {
            for (int path = 0; path < paths.count(); path++) {
                Gaussian law = predictions.get(k).get(path);
                double[] y = paths.at(path, until + k + 1);
                logScores[k] += logScore(law, y) / paths.count();
                for (int i = 0; i < d; i++) {
                    double deviation = Math.sqrt(law.covariance().entries()[i * d + i]);
                    double z = (y[i] - law.mean()[i]) / deviation;
                    crps[i] += crps(z) * deviation * share;
                    for (int level = 0; level < within.length; level++) {
                        within[level] += Math.abs(z) <= QUANTILES[level] ? share / d : 0;
                    }
                }
            }
        }
        double mean = 0;
        for (double score : logScores) {
            mean += score / times;
        }
        double squares = 0;
        for (double score : logScores) {
            squares += (score - mean) * (score - mean);
        }
        double error = NORMAL_95 * Math.sqrt(squares / (times - 1) / times);
        return new ForecastScore(mean, mean - error, mean + error, list(crps), list(within));
    }

    private static List<Double> list(double... values) {
        return Arrays.stream(values).boxed().toList();
    }

    /// −log of the density at y.
    static double logScore(Gaussian law, double... y) {
        int d = y.length;
        SpdMatrix covariance = law.covariance();
        double[] factor = covariance.factor();
        double[] z = new double[d];
        double sum = d * LOG_TWO_PI + covariance.logDeterminant();
        for (int i = 0; i < d; i++) {
            z[i] = y[i] - law.mean()[i];
            for (int j = 0; j < i; j++) {
                z[i] -= factor[i * d + j] * z[j];
            }
            z[i] /= factor[i * d + i];
            sum += z[i] * z[i];
        }
        return sum / 2;
    }

    /// Of the standard normal law at z.
    static double crps(double z) {
        return z * (2 * StandardNormal.distribution(z) - 1)
                + 2 * StandardNormal.density(z)
                - 1 / Math.sqrt(Math.PI);
    }
}
