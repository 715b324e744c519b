package lorica.coefficient;

import java.util.List;

/// Attention of a dataset over a bank's entries: a small network scores every entry from several
/// distances and from statistics of both datasets, and the weights are the softmax.
///
/// ```
/// xⱼ = [z¹ⱼ … zᴰⱼ, |u − uⱼ|, u, uⱼ]          F = D + 3·S numbers
/// sⱼ = a·[z¹ⱼ … zᴰⱼ] + v·max(0, H·xⱼ + b),   w = softmin(s/τ)
/// ```
///
/// zᵈ are the z-scores of the d-th distance over the entries that can receive weight, as in
/// [Normalized]; u are statistics of the dataset, uⱼ of the entry's, in deviations from the mean of
/// the bank that the rule was learned from, held in ±3. Every entry is scored alike: their order
/// says nothing. With v = 0, and a = 1/τ′ of the first distance alone, it is [Normalized] at τ′,
/// where training begins. Source: ours; the form is the additive attention of Bahdanau, Cho and
/// Bengio 2015; docs/methods/neural.md.
///
/// @param scaling of the statistics
/// @param direct a, one a distance; treat as read-only
/// @param hidden H `[width][F]`; treat as read-only
/// @param bias b, one a hidden unit; treat as read-only
/// @param out v, one a hidden unit; treat as read-only
/// @param temperature τ; trained at 1
public record Attention(
        Scaling scaling,
        double[] direct,
        double[][] hidden,
        double[] bias,
        double[] out,
        double temperature)
        implements CoefficientRule {
    /// The name on the command line and in files.
    public static final String NAME = "attention";

    private static final double FARTHEST = 3;

    public Attention {
        Softmin.requireTemperature(temperature);
        int inputs = direct.length + 3 * scaling.mean().length;
        if (direct.length == 0
                || hidden.length == 0
                || bias.length != hidden.length
                || out.length != hidden.length) {
            throw new IllegalArgumentException(
                    "attention: expected at least a distance and a hidden unit, and a bias and an output weight of each unit, found %d, %d, %d and %d"
                            .formatted(direct.length, hidden.length, bias.length, out.length));
        }
        for (double[] unit : hidden) {
            if (unit.length != inputs) {
                throw new IllegalArgumentException(
                        "attention: expected %d weights of every hidden unit, found %d"
                                .formatted(inputs, unit.length));
            }
            requireFinite(unit);
        }
        requireFinite(direct);
        requireFinite(bias);
        requireFinite(out);
    }

    private static void requireFinite(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "attention: expected finite weights, found " + value);
            }
        }
    }

    /// What statistics are measured in.
    ///
    /// @param mean of each; treat as read-only
    /// @param deviation of each, > 0; treat as read-only
    public record Scaling(double[] mean, double[] deviation) {
        public Scaling {
            if (mean.length != deviation.length) {
                throw new IllegalArgumentException(
                        "attention: expected a mean and a deviation of each statistic, found %d and %d"
                                .formatted(mean.length, deviation.length));
            }
            requireFinite(mean);
            requireFinite(deviation);
            for (double value : deviation) {
                if (!(value > 0)) {
                    throw new IllegalArgumentException(
                            "attention: expected deviations > 0, found " + value);
                }
            }
        }

        private static final double EQUAL = 1e-9;

        /// Mean and population deviation over a bank; 1 where all are equal.
        public static Scaling of(List<double[]> statistics) {
            int count = statistics.getFirst().length;
            int n = statistics.size();
            double[] mean = new double[count];
            double[] deviation = new double[count];
            for (int s = 0; s < count; s++) {
                for (double[] one : statistics) {
                    mean[s] += one[s] / n;
                }
                double variance = 0;
                for (double[] one : statistics) {
                    variance += (one[s] - mean[s]) * (one[s] - mean[s]) / n;
                }
                double spread = Math.sqrt(variance);
                deviation[s] = spread > EQUAL * Math.max(1, Math.abs(mean[s])) ? spread : 1;
            }
            return new Scaling(mean, deviation);
        }

        private double[] of(double[] statistics) {
            double[] scaled = new double[statistics.length];
            for (int s = 0; s < scaled.length; s++) {
                scaled[s] =
                        Math.clamp((statistics[s] - mean[s]) / deviation[s], -FARTHEST, FARTHEST);
            }
            return scaled;
        }

        /// xⱼ of every entry, `[entry][F]`.
        ///
        /// @throws IllegalArgumentException if the evidence has another number of statistics
        public double[][] features(Evidence evidence) {
            int count = mean.length;
            if (evidence.dataset().length != count) {
                throw new IllegalArgumentException(
                        "attention: expected %d statistics, found %d"
                                .formatted(count, evidence.dataset().length));
            }
            int kinds = evidence.distances().size();
            double[][] x = new double[evidence.entries().size()][kinds + 3 * count];
            for (int d = 0; d < kinds; d++) {
                double[] z = Normalized.standardised(evidence.distances().get(d));
                for (int j = 0; j < x.length; j++) {
                    x[j][d] = z[j];
                }
            }
            double[] own = of(evidence.dataset());
            for (int j = 0; j < x.length; j++) {
                double[] other = of(evidence.others().get(j));
                for (int s = 0; s < count; s++) {
                    x[j][kinds + s] = Math.abs(own[s] - other[s]);
                    x[j][kinds + count + s] = own[s];
                    x[j][kinds + 2 * count + s] = other[s];
                }
            }
            return x;
        }
    }

    @Override
    public Attention at(double other) {
        return new Attention(scaling, direct, hidden, bias, out, other);
    }

    @Override
    public String name() {
        return NAME;
    }

    /// One weight an entry of the evidence.
    ///
    /// @throws IllegalArgumentException if the evidence has no entry, or other distances or
    ///     statistics than the rule
    public Coefficients weigh(Evidence evidence) {
        if (evidence.distances().size() != direct.length) {
            throw new IllegalArgumentException(
                    "attention: expected %d distances, found %d"
                            .formatted(direct.length, evidence.distances().size()));
        }
        double[][] x = scaling.features(evidence);
        double[] scores = new double[x.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = score(x[j]);
        }
        return new Coefficients(evidence.entries(), Softmin.of(scores, temperature));
    }

    private double score(double[] x) {
        double score = 0;
        for (int d = 0; d < direct.length; d++) {
            score += direct[d] * x[d];
        }
        for (int unit = 0; unit < hidden.length; unit++) {
            double sum = bias[unit];
            for (int f = 0; f < x.length; f++) {
                sum += hidden[unit][f] * x[f];
            }
            score += out[unit] * Math.max(0, sum);
        }
        return score;
    }
}
