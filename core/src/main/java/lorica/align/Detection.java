package lorica.align;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/// The four scores of every client, one after another: those flagged by one no longer count for the
/// scale of the next.
///
/// ```
/// size       ‖Θ̂ₖ‖, pooled over the modules, of either side
/// agreement  cosine with the mean of the half that agrees best (Agreement), below
/// outside    ‖(I − P)(Θ̂ₖ − C)‖, pooled in units of the modules' medians, above
/// within     ‖P(Θ̂ₖ − C)‖, likewise
/// ```
///
/// Norms and lengths are raised to two thirds: the squared length of a normal vector is nearly
/// normal to the third (Wilson and Hilferty 1931), however few its dimensions, where logarithms
/// have a long tail below.
///
/// z of size and agreement are of the bulk ([RobustScale#ofBulk]), which finds weak signals; those
/// of
/// the others of median and MAD, because P is fitted to half of the clients, whose residuals are
/// smaller for it. Contaminated beyond what the largest of 4K normal scores passes in one
/// collection of twenty.
final class Detection {
    private static final int TESTS = 4;

    /// Differences below this share of a norm, raised to two thirds, are no evidence.
    private static final double SAME_SIZE = 0.067;

    /// Nor differences of cosines.
    private static final double SAME_COSINE = 0.02;

    private Detection() {}

    /// What z of a length outside or within the subspace of so many clients must pass.
    static double criticalValue(int clients) {
        return RobustScale.critical(clients, TESTS);
    }

    /// What z of a size or of an agreement must pass.
    private static double criticalOfBulk(int clients) {
        return RobustScale.criticalOfBulk(clients, TESTS);
    }

    /// Whether the size alone says nothing against a client.
    static boolean[] ofUsualSize(Updates updates) {
        double[] size = sizes(updates);
        double critical = criticalOfBulk(size.length);
        boolean[] usual = new boolean[size.length];
        RobustScale scale = RobustScale.ofBulk(size, SAME_SIZE);
        for (int k = 0; k < usual.length; k++) {
            usual[k] = Math.abs(scale.z(size[k])) <= critical;
        }
        return usual;
    }

    static List<ClientScore> scores(
            Updates updates, double[] agreement, Updates deviations, List<SharedSubspace> found) {
        int n = updates.count();
        double[] off = new double[n];
        double[] in = new double[n];
        int at = 0;
        for (Blocks blocks : deviations.modules().values()) {
            Subspace subspace = found.get(at++).subspace();
            double[] residuals = subspace.residuals(blocks);
            double[] norms = blocks.norms();
            double rounding = SharedSubspace.ROUNDING * Updates.unit(blocks);
            double[] inside = new double[n];
            for (int k = 0; k < n; k++) {
                inside[k] =
                        Math.sqrt(Math.max(0, norms[k] * norms[k] - residuals[k] * residuals[k]));
            }
            pool(off, residuals, rounding);
            pool(in, inside, rounding);
        }
        for (int k = 0; k < n; k++) {
            off[k] = Math.cbrt(off[k] / at);
            in[k] = Math.cbrt(in[k] / at);
        }
        double critical = criticalValue(n);
        double ofBulk = criticalOfBulk(n);
        boolean[] kept = new boolean[n];
        Arrays.fill(kept, true);
        double[] size = sizes(updates);
        double[] ofSize = z(size, RobustScale.ofBulk(of(size, kept), SAME_SIZE));
        keep(kept, ofSize, z -> Math.abs(z) <= ofBulk);
        double[] ofAgreement = z(agreement, RobustScale.ofBulk(of(agreement, kept), SAME_COSINE));
        keep(kept, ofAgreement, z -> -z <= ofBulk);
        double[] ofOff = z(off, RobustScale.of(of(off, kept), floor(off)));
        keep(kept, ofOff, z -> z <= critical);
        double[] ofIn = z(in, RobustScale.of(of(in, kept), floor(in)));
        List<ClientScore> scores = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double[] z = {ofOff[k], ofIn[k], ofSize[k], ofAgreement[k]};
            scores.add(score(updates.clients().get(k), z, critical, ofBulk));
        }
        return scores;
    }

    /// The scores of those kept, or of all where they are no majority.
    private static double[] of(double[] scores, boolean[] kept) {
        double[] some =
                IntStream.range(0, kept.length)
                        .filter(k -> kept[k])
                        .mapToDouble(k -> scores[k])
                        .toArray();
        return 2 * some.length > kept.length ? some : scores;
    }

    private static double[] z(double[] scores, RobustScale scale) {
        return Arrays.stream(scores).map(scale::z).toArray();
    }

    private static void keep(boolean[] kept, double[] z, DoublePredicate usual) {
        for (int k = 0; k < kept.length; k++) {
            kept[k] &= usual.test(z[k]);
        }
    }

    private static double[] sizes(Updates updates) {
        double[] sizes = updates.pooledNorms();
        for (int k = 0; k < sizes.length; k++) {
            sizes[k] = Math.cbrt(sizes[k] * sizes[k]);
        }
        return sizes;
    }

    /// Adds squares in units of the median, or of rounding where the median is less.
    private static void pool(double[] pooled, double[] lengths, double rounding) {
        double unit = Math.max(RobustScale.median(lengths), rounding);
        for (int k = 0; k < pooled.length; k++) {
            pooled[k] += unit == 0 ? 0 : lengths[k] * lengths[k] / (unit * unit);
        }
    }

    /// Of lengths in units of their median, or of rounding: then 1 is no evidence.
    private static double floor(double[] lengths) {
        double median = RobustScale.median(lengths);
        return median < 0.5 ? 1 : SubspaceSearch.NEGLIGIBLE * median * 2 / 3;
    }

    private static ClientScore score(String client, double[] z, double critical, double ofBulk) {
        List<String> reasons = new ArrayList<>();
        if (z[0] > critical) {
            reasons.add("outside the shared subspace");
        }
        if (z[1] > critical) {
            reasons.add("far from the centre within the shared subspace");
        }
        if (Math.abs(z[2]) > ofBulk) {
            reasons.add(z[2] > 0 ? "larger than the others" : "smaller than the others");
        }
        if (-z[3] > ofBulk) {
            reasons.add("disagrees with the others");
        }
        double lengths = Math.max(z[0], z[1]) / critical;
        double largest = Math.max(lengths, Math.max(Math.abs(z[2]), -z[3]) / ofBulk);
        double family = 0.05 * Math.exp(-(largest * largest - 1) * critical * critical / 2);
        return new ClientScore(client, z[0], z[1], z[2], z[3], Math.max(0, 1 - family), reasons);
    }
}
