package lorica.train.rule;

import java.util.List;
import java.util.random.RandomGeneratorFactory;
import lorica.coefficient.Coefficients;
import lorica.coefficient.Normalized;
import lorica.distance.DistanceMatrix;
import lorica.distance.DistanceRow;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;

/// The map of equation 5: all K distances in, K scores out, of a network `K → width → width → K`;
/// the weights are their softmin.
///
/// Inputs are z-scores; that of an entry to itself is 0, the mean, and its weight is masked in
/// training. It knows its entries by their places: another bank is another rule. Lives in native
/// memory until it is closed.
public final class VectorRule implements AutoCloseable {
    private final List<String> entries;
    private final Perceptron network;
    private final double[] losses;

    private VectorRule(List<String> entries, Perceptron network, double[] losses) {
        this.entries = entries;
        this.network = network;
        this.losses = losses;
    }

    /// Trains on all entries of the matrices, which must be over the same entries.
    ///
    /// @param options those of the scalar form; knots and points say nothing here
    public static VectorRule train(
            DistanceMatrix distances,
            GramMatrix gram,
            ScalarRuleTraining.Options options,
            Progress progress) {
        if (!distances.entries().equals(gram.entries()) || gram.entries().size() < 3) {
            throw new IllegalArgumentException(
                    "vector rule: expected distances and inner products of the same entries, at least three, found %d and %d"
                            .formatted(distances.entries().size(), gram.entries().size()));
        }
        int n = gram.entries().size();
        float[] x = new float[n * n];
        for (int i = 0; i < n; i++) {
            double[] others =
                    Normalized.standardised(distances.row(i).without(distances.entries().get(i)));
            for (int j = 0; j < n; j++) {
                x[i * n + j] = j == i ? 0 : (float) others[j < i ? j : j - 1];
            }
        }
        Reconstruction objective = Reconstruction.through(gram);
        Perceptron network =
                new Perceptron(
                        new Perceptron.Shape(n, options.width(), n),
                        options.optimisation(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed()));
        double[] losses = new double[options.epochs() + 1];
        for (int epoch = 0; epoch < options.epochs(); epoch++) {
            progress.at("vector rule", epoch, options.epochs());
            losses[epoch] = network.step(x, n, outputs -> judge(outputs, n, objective));
        }
        losses[options.epochs()] = judge(network.outputs(x, n), n, objective).loss();
        return new VectorRule(gram.entries(), network, losses);
    }

    private static Perceptron.Judgement judge(float[] outputs, int n, Reconstruction objective) {
        double[][] weights = new double[n][];
        for (int i = 0; i < n; i++) {
            weights[i] = MaskedSoftmin.of(row(outputs, i, n), i);
        }
        Reconstruction.Value value = objective.of(weights);
        float[] gradient = new float[outputs.length];
        for (int i = 0; i < n; i++) {
            double[] ofScores = MaskedSoftmin.gradient(weights[i], value.gradient()[i]);
            for (int j = 0; j < n; j++) {
                gradient[i * n + j] = (float) ofScores[j];
            }
        }
        return new Perceptron.Judgement(value.loss(), gradient);
    }

    private static double[] row(float[] outputs, int i, int n) {
        double[] row = new double[n];
        for (int j = 0; j < n; j++) {
            row[j] = outputs[i * n + j];
        }
        return row;
    }

    /// The loss before each epoch, and after the last.
    public double[] losses() {
        return losses.clone();
    }

    /// The weights for a dataset that is not among the entries.
    ///
    /// @param distances to exactly the entries trained on, in their order
    public Coefficients weigh(DistanceRow distances) {
        if (!distances.entries().equals(entries)) {
            throw new IllegalArgumentException(
                    "vector rule: expected distances to the %d entries it was trained on, found %d others"
                            .formatted(entries.size(), distances.entries().size()));
        }
        double[] z = Normalized.standardised(distances);
        float[] x = new float[z.length];
        for (int j = 0; j < z.length; j++) {
            x[j] = (float) z[j];
        }
        return new Coefficients(
                entries,
                MaskedSoftmin.of(row(network.outputs(x, 1), 0, x.length), MaskedSoftmin.NONE));
    }

    @Override
    public void close() {
        network.close();
    }
}
