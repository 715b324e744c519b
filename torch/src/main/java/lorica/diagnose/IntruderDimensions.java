package lorica.diagnose;

import java.util.Arrays;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.TreeMap;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.torch.Svd;

/// Singular directions of a fine-tuned matrix that the one before had not.
///
/// ```
/// #{ j : maxᵢ |⟨u'ⱼ, uᵢ⟩| < ε },   u of the thin SVD of W₀, u' of W₀ + ΔW, both left
/// ```
///
/// Where a singular value is not distinct its vectors are any basis of their space, and count as
/// the library chose them.
///
/// @param thresholds ε, ascending, in (0, 1]
/// @param largestCosines by module: maxᵢ |⟨u'ⱼ, uᵢ⟩| for each j, in the order of the singular
///     values, descending
public record IntruderDimensions(
        double[] thresholds, SequencedMap<String, double[]> largestCosines) {
    public IntruderDimensions {
        for (double threshold : thresholds) {
            if (!(threshold > 0 && threshold <= 1)) {
                throw new IllegalArgumentException(
                        "threshold of intruders: expected more than 0 and at most 1, found "
                                + threshold);
            }
        }
    }

    /// `count` thresholds, 1/count … 1.
    public static double[] thresholds(int count) {
        double[] thresholds = new double[count];
        for (int i = 0; i < count; i++) {
            thresholds[i] = (i + 1.0) / count;
        }
        return thresholds;
    }

    /// maxᵢ |⟨u'ⱼ, uᵢ⟩| for each left singular vector of `tuned`; both matrices `[out, in]`. The
    /// decompositions are computed in F64.
    public static double[] largestCosines(NativeTensor before, NativeTensor tuned) {
        if (!before.shape().equals(tuned.shape())) {
            throw new IllegalArgumentException(
                    "matrices: expected one shape, found %s and %s"
                            .formatted(before.shape(), tuned.shape()));
        }
        try (NativeScope _ = NativeScope.withoutGradients()) {
            float[] cosines =
                    Svd.of(tuned).left().transposed(0, 1).product(Svd.of(before).left()).toFloats();
            int k = (int) Math.round(Math.sqrt(cosines.length));
            double[] largest = new double[k];
            for (int j = 0; j < k; j++) {
                for (int i = 0; i < k; i++) {
                    largest[j] = Math.max(largest[j], Math.abs(cosines[j * k + i]));
                }
            }
            return largest;
        }
    }

    /// Intruders below each threshold.
    public static int[] counts(double[] largestCosines, double[] thresholds) {
        return Arrays.stream(thresholds)
                .mapToInt(
                        threshold ->
                                (int)
                                        Arrays.stream(largestCosines)
                                                .filter(cosine -> cosine < threshold)
                                                .count())
                .toArray();
    }

    /// The mean count of the modules, for each threshold.
    public double[] meanCounts() {
        double[] mean = new double[thresholds.length];
        for (double[] cosines : largestCosines.values()) {
            int[] counts = counts(cosines, thresholds);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += counts[i] / (double) largestCosines.size();
            }
        }
        return mean;
    }

    /// One row a module and one of the means, one column a threshold.
    public String csv() {
        StringBuilder csv = new StringBuilder("module");
        for (double threshold : thresholds) {
            csv.append(String.format(Locale.ROOT, ",%.4f", threshold));
        }
        new TreeMap<>(largestCosines)
                .forEach(
                        (module, cosines) -> {
                            csv.append('\n').append(module);
                            Arrays.stream(counts(cosines, thresholds))
                                    .forEach(count -> csv.append(',').append(count));
                        });
        csv.append("\nmean");
        Arrays.stream(meanCounts())
                .forEach(mean -> csv.append(String.format(Locale.ROOT, ",%.4f", mean)));
        return csv.append('\n').toString();
    }

    /// The mean count over ε as a line, each module's as a thin one.
    public String svg(String title) {
        LinePlot plot = new LinePlot(title, "threshold ε", "intruder dimensions");
        largestCosines.forEach(
                (module, cosines) ->
                        plot.line(
                                module,
                                thresholds,
                                Arrays.stream(counts(cosines, thresholds))
                                        .asDoubleStream()
                                        .toArray(),
                                LinePlot.Weight.THIN));
        plot.line("mean", thresholds, meanCounts(), LinePlot.Weight.BOLD);
        return plot.svg();
    }
}
