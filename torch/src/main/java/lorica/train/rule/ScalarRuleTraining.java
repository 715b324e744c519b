package lorica.train.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import lorica.coefficient.Neural;
import lorica.coefficient.Normalized;
import lorica.distance.DistanceMatrix;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.train.Optimisation;
import lorica.train.Schedule;

/// Trains the paper's scalar network: leave-one-out over a bank, its weights for each entry from
/// the distances to the others, by how far the mixture is from the entry's own adapter.
///
/// The network is a function of one number. As [Points#TABLE] it is evaluated at knots between the
/// least and the largest z-score, and read off by straight lines: a pass costs the knots, not the
/// N·(N−1) distances of [Points#DISTANCES], which is the published form. What is trained is the
/// network all the same.
public final class ScalarRuleTraining {
    private ScalarRuleTraining() {}

    /// Where the network is evaluated.
    public enum Points {
        DISTANCES,
        TABLE
    }

    /// @param width of the hidden layers
    /// @param knots of the table that is kept, and trained through as [Points#TABLE]
    public record Options(
            int width, int epochs, double learningRate, int knots, Points points, long seed) {
        public Options {
            if (width < 1 || epochs < 1 || knots < 2) {
                throw new IllegalArgumentException(
                        "neural rule: expected at least width 1, 1 epoch and 2 knots, found %d, %d and %d"
                                .formatted(width, epochs, knots));
            }
        }

        /// The paper's width, epochs and rate; 129 knots, seed 0.
        public static Options published() {
            return new Options(4000, 40, 1e-3, 129, Points.TABLE, 0);
        }

        /// Adam without decay, clipping or warm-up.
        Optimisation optimisation() {
            return new Optimisation(
                    learningRate,
                    0.9,
                    0.999,
                    1e-8,
                    0,
                    OptionalDouble.empty(),
                    new Schedule.Constant(0));
        }

        public Options withWidth(int other) {
            return new Options(other, epochs, learningRate, knots, points, seed);
        }

        public Options withEpochs(int other) {
            return new Options(width, other, learningRate, knots, points, seed);
        }

        public Options withPoints(Points other) {
            return new Options(width, epochs, learningRate, knots, other, seed);
        }
    }

    /// @param losses before each epoch, and after the last
    public record Result(Neural rule, double[] losses) {
        public double loss() {
            return losses[losses.length - 1];
        }
    }

    /// Trains on all entries of the matrices, which must be over the same entries.
    public static Result train(
            DistanceMatrix distances, GramMatrix gram, Options options, Progress progress) {
        if (!distances.entries().equals(gram.entries()) || gram.entries().size() < 3) {
            throw new IllegalArgumentException(
                    "neural rule: expected distances and inner products of the same entries, at least three, found %d and %d"
                            .formatted(distances.entries().size(), gram.entries().size()));
        }
        return train(distances, Reconstruction.through(gram), options, progress);
    }

    /// Trains on the mixtures themselves, as published: what training through the Gram matrix is
    /// checked against.
    ///
    /// @param adapters `[N][P]`, of the matrix' entries in their order
    public static Result trainDirectly(
            DistanceMatrix distances, double[][] adapters, Options options, Progress progress) {
        if (adapters.length != distances.entries().size()) {
            throw new IllegalArgumentException(
                    "neural rule: expected an adapter for each of %d entries, found %d"
                            .formatted(distances.entries().size(), adapters.length));
        }
        return train(distances, Reconstruction.direct(adapters), options, progress);
    }

    static Result train(
            DistanceMatrix distances,
            Reconstruction objective,
            Options options,
            Progress progress) {
        double[][] z = standardised(distances);
        double[] knots = knots(z, options.knots());
        Table table = new Table(z, options.points() == Points.TABLE ? knots : all(z));
        float[] x = floats(table.knots());
        double[] losses = new double[options.epochs() + 1];
        try (Perceptron network =
                new Perceptron(
                        new Perceptron.Shape(1, options.width(), 1),
                        options.optimisation(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed()))) {
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                progress.at("neural rule", epoch, options.epochs());
                losses[epoch] =
                        network.step(x, x.length, outputs -> table.judge(outputs, objective));
            }
            losses[options.epochs()] = table.judge(network.outputs(x, x.length), objective).loss();
            float[] values = network.outputs(floats(knots), knots.length);
            return new Result(new Neural(knots, doubles(values), 1), losses);
        }
    }

    /// z-scores of each row over the other entries; NaN of the entry itself.
    private static double[][] standardised(DistanceMatrix distances) {
        int n = distances.entries().size();
        double[][] z = new double[n][n];
        for (int i = 0; i < n; i++) {
            double[] others =
                    Normalized.standardised(distances.row(i).without(distances.entries().get(i)));
            for (int j = 0; j < n; j++) {
                z[i][j] = j == i ? Double.NaN : others[j < i ? j : j - 1];
            }
        }
        return z;
    }

    private static double[] knots(double[][] z, int count) {
        double[] all = all(z);
        double least = all[0];
        double most = all[all.length - 1] > least ? all[all.length - 1] : least + 1;
        double[] knots = new double[count];
        for (int k = 0; k < count; k++) {
            knots[k] = least + (most - least) * k / (count - 1);
        }
        return knots;
    }

    /// Every z-score once, ascending; at least two.
    private static double[] all(double[][] z) {
        double[] all =
                Arrays.stream(z)
                        .flatMapToDouble(Arrays::stream)
                        .filter(value -> !Double.isNaN(value))
                        .sorted()
                        .distinct()
                        .toArray();
        return all.length > 1 ? all : new double[] {all[0], all[0] + 1};
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    /// The distances' places among the points where the network is evaluated.
    private static final class Table {
        private final double[] knots;
        private final List<Neural.Place[]> places = new ArrayList<>();

        Table(double[][] z, double[] knots) {
            this.knots = knots;
            for (int i = 0; i < z.length; i++) {
                Neural.Place[] row = new Neural.Place[z.length];
                for (int j = 0; j < z.length; j++) {
                    row[j] = Neural.place(knots, j == i ? 0 : z[i][j]);
                }
                places.add(row);
            }
        }

        double[] knots() {
            return knots;
        }

        /// The loss of the weights that the outputs at the knots give, and its gradient by them.
        Perceptron.Judgement judge(float[] outputs, Reconstruction objective) {
            int n = places.size();
            double[][] weights = new double[n][n];
            for (int i = 0; i < n; i++) {
                double[] scores = new double[n];
                for (int j = 0; j < n; j++) {
                    Neural.Place at = places.get(i)[j];
                    scores[j] =
                            (1 - at.share()) * outputs[at.below()]
                                    + at.share() * outputs[at.below() + 1];
                }
                weights[i] = MaskedSoftmin.of(scores, i);
            }
            Reconstruction.Value value = objective.of(weights);
            double[] gradient = new double[outputs.length];
            for (int i = 0; i < n; i++) {
                double[] ofScores = MaskedSoftmin.gradient(weights[i], value.gradient()[i]);
                for (int j = 0; j < n; j++) {
                    Neural.Place at = places.get(i)[j];
                    gradient[at.below()] += (1 - at.share()) * ofScores[j];
                    gradient[at.below() + 1] += at.share() * ofScores[j];
                }
            }
            return new Perceptron.Judgement(value.loss(), floats(gradient));
        }
    }
}
