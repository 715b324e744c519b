package lorica.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The share of the gap between the base model and the fine-tuned adapters that generated ones
/// close:
///
/// ```
/// share = (mean generated − mean base) / (mean own − mean base)
/// ```
///
/// Means are over all datasets, those without a gap included. The interval is a percentile
/// bootstrap over datasets; a resample whose gap is not positive has no share and is left out and
/// counted. Below 0: worse than the base; above 1: better than fine-tuning. docs/methods/
/// gap-closed.md.
///
/// @param share empty where mean own ≤ mean base: there is no gap to close
/// @param undefinedResamples resamples without a gap
/// @param aboveBase share of the datasets with generated > base
/// @param smallGap datasets with own − base below [#SMALL], which stay in the means
public record GapClosed(
        Optional<Interval> share, int undefinedResamples, double aboveBase, List<String> smallGap) {
    /// A gap below this is listed: fine-tuning taught that dataset next to nothing.
    public static final double SMALL = 0.05;

    public GapClosed {
        smallGap = List.copyOf(smallGap);
    }

    /// One score of three methods on the same datasets, in the same order.
    public record Methods(List<String> datasets, double[] base, double[] own, double[] generated) {
        public Methods {
            datasets = List.copyOf(datasets);
            int n = datasets.size();
            if (n == 0 || base.length != n || own.length != n || generated.length != n) {
                throw new IllegalArgumentException(
                        "gap closed: expected the same datasets for all methods, at least one;"
                                + " found %d names, %d base, %d own, %d generated"
                                        .formatted(n, base.length, own.length, generated.length));
            }
        }
    }

    public static GapClosed of(Methods methods, Bootstrap bootstrap) {
        int n = methods.datasets().size();
        List<String> smallGap = new ArrayList<>();
        int above = 0;
        int[] all = new int[n];
        for (int i = 0; i < n; i++) {
            all[i] = i;
            above += methods.generated()[i] > methods.base()[i] ? 1 : 0;
            if (methods.own()[i] - methods.base()[i] < SMALL) {
                smallGap.add(methods.datasets().get(i));
            }
        }
        Optional<Double> share = share(methods, all);
        double[] shares = new double[bootstrap.resamples()];
        int defined = 0;
        RandomGenerator random = bootstrap.random();
        int[] drawn = new int[n];
        for (int b = 0; b < bootstrap.resamples(); b++) {
            for (int i = 0; i < n; i++) {
                drawn[i] = random.nextInt(n);
            }
            Optional<Double> resampled = share(methods, drawn);
            if (resampled.isPresent()) {
                shares[defined++] = resampled.get();
            }
        }
        double[] found = Arrays.copyOf(shares, defined);
        return new GapClosed(
                found.length == 0
                        ? Optional.empty()
                        : share.map(estimate -> bootstrap.interval(estimate, found)),
                bootstrap.resamples() - defined,
                above / (double) n,
                smallGap);
    }

    private static Optional<Double> share(Methods methods, int[] datasets) {
        double closed = 0;
        double gap = 0;
        for (int i : datasets) {
            closed += methods.generated()[i] - methods.base()[i];
            gap += methods.own()[i] - methods.base()[i];
        }
        return gap > 0 ? Optional.of(closed / gap) : Optional.empty();
    }
}
