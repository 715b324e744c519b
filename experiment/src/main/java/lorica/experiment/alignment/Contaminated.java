package lorica.experiment.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.align.Blocks;
import lorica.align.Updates;

/// Ways in which clients go wrong.
///
/// But for SCALED, which is ten times the honest update, a contaminated update has, in every
/// module, the benign median norm times a factor between 0.9 and 1.1.
public enum Contaminated {
    /// Trained on outputs that have nothing to do with the inputs.
    LABEL_NOISE,
    /// The negative of the honest update.
    SIGN_FLIP,
    SCALED,
    /// Normal elements.
    RANDOM,
    /// The same normal elements of all, and a tenth of them of its own.
    COLLUDING;

    /// The name in tables.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// The first `count` clients contaminated.
    ///
    /// @param noisy what they send trained on noise
    static Updates of(
            Updates honest, Updates noisy, int count, Contaminated kind, SplittableRandom random) {
        SortedMap<String, Blocks> modules = new TreeMap<>();
        honest.modules()
                .forEach(
                        (name, blocks) ->
                                modules.put(
                                        name,
                                        kind.apply(
                                                blocks,
                                                noisy.modules().getOrDefault(name, blocks),
                                                count,
                                                random.split())));
        return new Updates(honest.clients(), modules);
    }

    private Blocks apply(Blocks honest, Blocks noisy, int count, SplittableRandom random) {
        double[] norms = honest.norms();
        double[] benign = Arrays.copyOfRange(norms, count, norms.length);
        Arrays.sort(benign);
        double median = benign[benign.length / 2];
        double[] together = normal(honest.blocks().getFirst().length, random);
        List<double[]> sent = new ArrayList<>(honest.blocks());
        for (int k = 0; k < count; k++) {
            double[] own = honest.blocks().get(k);
            double factor = random.nextDouble(0.9, 1.1) * median;
            sent.set(
                    k,
                    switch (this) {
                        case LABEL_NOISE -> scaled(noisy.blocks().get(k), factor);
                        case SIGN_FLIP -> scaled(own, -factor);
                        case SCALED -> times(own, 10);
                        case RANDOM -> scaled(normal(own.length, random), factor);
                        case COLLUDING ->
                                scaled(
                                        sum(together, times(normal(own.length, random), 0.1)),
                                        factor);
                    });
        }
        return new Blocks(honest.rows(), sent);
    }

    private static double[] normal(int count, SplittableRandom random) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    /// Of this norm; of the opposite direction where it is negative.
    private static double[] scaled(double[] values, double norm) {
        double square = 0;
        for (double value : values) {
            square += value * value;
        }
        return times(values, square == 0 ? 0 : norm / Math.sqrt(square));
    }

    private static double[] times(double[] values, double factor) {
        double[] product = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            product[i] = factor * values[i];
        }
        return product;
    }

    private static double[] sum(double[] one, double[] other) {
        double[] sum = new double[one.length];
        for (int i = 0; i < one.length; i++) {
            sum[i] = one[i] + other[i];
        }
        return sum;
    }
}
