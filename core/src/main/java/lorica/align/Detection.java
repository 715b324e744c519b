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
/// agreement  1 − its cosine with the mean of the half that agrees best (Agreement), above
/// outside    ‖(I − Pₖ)(Θ̂ₖ − Cₖ)‖, pooled in units of the modules' medians, above
/// within     ‖Pₖ(Θ̂ₖ − Cₖ)‖, likewise
/// ```
///
/// Pₖ and Cₖ are of those that neither size nor agreement nor their distance from the majority's
/// subspace speak against, without client k itself ([LeaveOneOutLengths]): the subspace of the
/// majority is fitted to half of the clients, and the mean of a half is one of its members' own.
///
/// Norms and lengths are raised to two thirds: the squared length of a normal vector is nearly
/// normal to the third (Wilson and Hilferty 1931), however few its dimensions, where logarithms
/// have a long tail below. `1 − cos` is half the square of such a length, the distance of unit
/// vectors, and its third root is taken likewise: cosines near 1 have a long tail below.
///
/// z are of the bulk ([RobustScale#ofBulk]). Contaminated beyond what the largest of 4K normal
/// scores passes in one collection of twenty.
final class Detection {
    private static final int TESTS = 4;

    /// Differences below this share of a norm, raised to two thirds, are no evidence.
    private static final double SAME_SIZE = 0.067;

    /// Nor differences of cosines.
    private static final double SAME_COSINE = 0.02;

    private Detection() {}

    /// What a z of one of so many clients must pass.
    static double criticalValue(int clients) {
        return RobustScale.criticalOfBulk(clients, TESTS);
    }

    /// Whether the size alone says nothing against a client.
    static boolean[] ofUsualSize(Updates updates) {
        double[] size = sizes(updates);
        double critical = criticalValue(size.length);
        boolean[] usual = new boolean[size.length];
        RobustScale scale = RobustScale.ofBulk(size, SAME_SIZE);
        for (int k = 0; k < usual.length; k++) {
            usual[k] = Math.abs(scale.z(size[k])) <= critical;
        }
        return usual;
    }

    /// @param cosines of the clients with the agreeing half
    /// @param centred whether updates are measured from what is common to them
    /// @param deviations from the centre by which the subspaces were found
    static List<ClientScore> scores(
            Updates updates,
            double[] cosines,
            boolean centred,
            Updates deviations,
            List<SharedSubspace> found) {
        int n = updates.count();
        double critical = criticalValue(n);
        boolean[] kept = new boolean[n];
        Arrays.fill(kept, true);
        double[] size = sizes(updates);
        double[] ofSize = z(size, RobustScale.ofBulk(of(size, kept), SAME_SIZE));
        keep(kept, ofSize, z -> Math.abs(z) <= critical);
        double[] ofAgreement = agreement(cosines, kept);
        keep(kept, ofAgreement, z -> -z <= critical);
        Lengths lengths = lengths(updates, centred, alike(kept, deviations, found), found);
        double[] off = lengths.outside();
        double[] ofOff = z(off, RobustScale.ofBulk(of(off, kept), floor(off)));
        keep(kept, ofOff, z -> z <= critical);
        double[] in = lengths.within();
        double[] ofIn = z(in, RobustScale.ofBulk(of(in, kept), floor(in)));
        List<ClientScore> scores = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            double[] z = {ofOff[k], ofIn[k], ofSize[k], ofAgreement[k]};
            scores.add(score(updates.clients().get(k), z, critical));
        }
        return scores;
    }

    /// z of the cosines, negative below; no more than differences of cosines are evidence for.
    private static double[] agreement(double[] cosines, boolean[] kept) {
        double[] apart = Arrays.stream(cosines).map(cosine -> Math.cbrt(1 - cosine)).toArray();
        RobustScale scale = RobustScale.ofBulk(of(apart, kept), 0);
        double usual = RobustScale.median(of(cosines, kept));
        double[] z = new double[cosines.length];
        for (int k = 0; k < z.length; k++) {
            double most = (cosines[k] - usual) / SAME_COSINE;
            z[k] = Math.clamp(-scale.z(apart[k]), -Math.abs(most), Math.abs(most));
        }
        return z;
    }

    /// Those kept that the subspace of the majority leaves no more of than of the others.
    private static boolean[] alike(boolean[] kept, Updates deviations, List<SharedSubspace> found) {
        double[] off = new double[kept.length];
        int at = 0;
        for (Blocks blocks : deviations.modules().values()) {
            double rounding = SharedSubspace.ROUNDING * Updates.unit(blocks);
            pool(off, found.get(at++).subspace().residuals(blocks), rounding);
        }
        thirdRoots(off, at);
        RobustScale scale = RobustScale.of(of(off, kept), floor(off));
        double critical = RobustScale.critical(kept.length, TESTS);
        boolean[] alike = kept.clone();
        keep(alike, z(off, scale), z -> z <= critical);
        return alike;
    }

    /// Of every client, by the others of those that are alike; by all others where these are no
    /// majority.
    private static Lengths lengths(
            Updates updates, boolean centred, boolean[] alike, List<SharedSubspace> found) {
        int n = alike.length;
        boolean[] counts = alike;
        if (2 * IntStream.range(0, n).filter(k -> alike[k]).count() <= n) {
            counts = new boolean[n];
            Arrays.fill(counts, true);
        }
        Lengths lengths = new Lengths(new double[n], new double[n]);
        int at = 0;
        for (Blocks blocks : updates.modules().values()) {
            int rank = found.get(at++).subspace().rank();
            LeaveOneOutLengths own = LeaveOneOutLengths.of(blocks, counts, centred, rank);
            double rounding = SharedSubspace.ROUNDING * Updates.unit(blocks);
            pool(lengths.outside(), own.outside(), rounding);
            pool(lengths.within(), own.within(), rounding);
        }
        thirdRoots(lengths.outside(), at);
        thirdRoots(lengths.within(), at);
        return lengths;
    }

    /// Pooled over the modules, raised to two thirds.
    private record Lengths(double[] outside, double[] within) {}

    private static void thirdRoots(double[] squares, int modules) {
        for (int k = 0; k < squares.length; k++) {
            squares[k] = Math.cbrt(squares[k] / modules);
        }
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

    private static ClientScore score(String client, double[] z, double critical) {
        List<String> reasons = new ArrayList<>();
        if (z[0] > critical) {
            reasons.add("outside the shared subspace");
        }
        if (z[1] > critical) {
            reasons.add("far from the centre within the shared subspace");
        }
        if (Math.abs(z[2]) > critical) {
            reasons.add(z[2] > 0 ? "larger than the others" : "smaller than the others");
        }
        if (-z[3] > critical) {
            reasons.add("disagrees with the others");
        }
        double largest = Math.max(Math.max(z[0], z[1]), Math.max(Math.abs(z[2]), -z[3]));
        double family = 0.05 * Math.exp(-(largest * largest - critical * critical) / 2);
        return new ClientScore(client, z[0], z[1], z[2], z[3], Math.max(0, 1 - family), reasons);
    }
}
