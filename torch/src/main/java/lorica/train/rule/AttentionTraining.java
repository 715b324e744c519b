package lorica.train.rule;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.random.RandomGeneratorFactory;
import lorica.coefficient.Attention;
import lorica.coefficient.Evidence;
import lorica.coefficient.Normalized;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import lorica.train.Optimisation;
import lorica.train.Schedule;

/// Trains an [Attention] over a bank: each entry's weights come from the evidence on the others, by
/// how near the mixture comes to the entry's own adapter, through the Gram matrix.
///
/// It starts as what `generate` does by itself, `normalized` on the first distance of the evidence.
public final class AttentionTraining {
    private static final int LARGEST = 1 << 29;

    private AttentionTraining() {}

    /// What a mixture is judged by.
    public enum Objective {
        /// `‖Σwθ − θᵢ‖²`, as the paper's rules.
        RECONSTRUCTION,
        /// The same at the best length for all, as `--auto`.
        DIRECTION,
        /// How far the weights are from those that the adapters' own cosines would give.
        LIKENESS;

        /// As in names of rows.
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param width hidden units
    public record Options(
            int width,
            int epochs,
            double learningRate,
            double weightDecay,
            Objective objective,
            long seed) {
        public Options {
            if (width < 1 || epochs < 1) {
                throw new IllegalArgumentException(
                        "attention rule: expected at least width 1 and 1 epoch, found %d and %d"
                                .formatted(width, epochs));
            }
        }

        /// 16 units, 100 full batches of Adam at 0.03 with decay 3, by likeness; seed 0.
        public static Options defaults() {
            return new Options(16, 100, 0.03, 3, Objective.LIKENESS, 0);
        }

        public Options withObjective(Objective other) {
            return new Options(width, epochs, learningRate, weightDecay, other, seed);
        }

        private Optimisation optimisation() {
            return new Optimisation(
                    learningRate,
                    0.9,
                    0.999,
                    1e-8,
                    weightDecay,
                    OptionalDouble.empty(),
                    new Schedule.Constant(0));
        }
    }

    /// @param losses before each epoch, and after the last
    public record Result(Attention rule, double[] losses) {
        public double loss() {
            return losses[losses.length - 1];
        }
    }

    /// Trains on all entries of the evidence and the matrix, which must be the same.
    public static Result train(
            Evidence.OfBank bank, GramMatrix gram, Options options, Progress progress) {
        if (!bank.entries().equals(gram.entries()) || gram.entries().size() < 3) {
            throw new IllegalArgumentException(
                    "attention rule: expected evidence and inner products of the same entries, at least three, found %d and %d"
                            .formatted(bank.entries().size(), gram.entries().size()));
        }
        return train(
                bank,
                switch (options.objective()) {
                    case RECONSTRUCTION -> Reconstruction.through(gram);
                    case DIRECTION -> Reconstruction.atBestScale(gram);
                    case LIKENESS -> Reconstruction.likeness(gram);
                },
                options,
                progress);
    }

    static Result train(
            Evidence.OfBank bank, Reconstruction objective, Options options, Progress progress) {
        int n = bank.entries().size();
        int distances = bank.distances().size();
        Attention.Scaling scaling = Attention.Scaling.of(bank.statistics());
        int inputs = distances + 3 * scaling.mean().length;
        float[] x = features(bank, scaling, inputs);
        int pairs = n * (n - 1);
        double[] losses = new double[options.epochs() + 1];
        try (AttentionNetwork network =
                new AttentionNetwork(
                        new AttentionNetwork.Shape(distances, inputs, options.width()),
                        1 / Normalized.sharp().temperature(),
                        options.optimisation(),
                        RandomGeneratorFactory.of("L64X128MixRandom").create(options.seed()))) {
            for (int epoch = 0; epoch < options.epochs(); epoch++) {
                progress.at("attention rule", epoch, options.epochs());
                losses[epoch] = network.step(x, pairs, scores -> judge(scores, n, objective));
            }
            losses[options.epochs()] = judge(network.scores(x, pairs), n, objective).loss();
            return new Result(network.rule(scaling), losses);
        }
    }

    /// The pairs (i, j ≠ i), row by row.
    private static float[] features(Evidence.OfBank bank, Attention.Scaling scaling, int inputs) {
        int n = bank.entries().size();
        long numbers = (long) n * (n - 1) * inputs;
        if (numbers > LARGEST) {
            throw new IllegalArgumentException(
                    "attention rule: expected at most %d numbers of pairs, found %d of %d entries; learn from a bank of fewer"
                            .formatted(LARGEST, numbers, n));
        }
        float[] x = new float[(int) numbers];
        int at = 0;
        for (int i = 0; i < n; i++) {
            for (double[] pair : scaling.features(bank.leavingOut(i))) {
                for (double value : pair) {
                    x[at++] = (float) value;
                }
            }
        }
        return x;
    }

    private static Perceptron.Judgement judge(float[] scores, int n, Reconstruction objective) {
        double[][] weights = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] row = new double[n];
            for (int j = 0; j < n; j++) {
                row[j] = j == i ? 0 : scores[place(i, j, n)];
            }
            weights[i] = MaskedSoftmin.of(row, i);
        }
        Reconstruction.Value value = objective.of(weights);
        float[] gradient = new float[scores.length];
        for (int i = 0; i < n; i++) {
            double[] ofScores = MaskedSoftmin.gradient(weights[i], value.gradient()[i]);
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    gradient[place(i, j, n)] = (float) ofScores[j];
                }
            }
        }
        return new Perceptron.Judgement(value.loss(), gradient);
    }

    private static int place(int i, int j, int n) {
        return i * (n - 1) + (j < i ? j : j - 1);
    }
}
