package lorica.align;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import lorica.kernel.RowKernel;
import lorica.storage.Parallel;

/// Which clients are contaminated, and what the others share:
///
/// ```
/// Θ̂ₖ − C = U·Aₖ + noise            for benign k, in every module
/// Θ̃ₖ = P·Θ̂ₖ + (I − P)·mean_{benign} Θ̂ⱼ,   P = UUᵀ
/// ```
///
/// The centre C, where clients have a common part, is the mean of the half that lies nearest
/// together, found from the geometric median over all modules; else it is 0.
/// [SharedSubspace] works on each module; a client's four scores are pooled over the modules, each
/// in units of its median, and it is contaminated where one lies beyond the critical value. U and
/// the mean are then taken anew from the benign clients alone. The seam of a federated round: a
/// server calls [#of] on what its clients sent, and hands [#refined] back.
///
/// The pooling and the three scores beside the subspace are ours: a flipped or scaled update lies
/// in the shared subspace. Source: the abstract of CLAIR; docs/methods/robust-alignment.md.
///
/// @param common whether C is not 0
public record Alignment(
        Updates updates,
        boolean common,
        List<ClientScore> scores,
        SortedMap<String, ModuleAlignment> modules) {
    /// Clients with a common part have at least this cosine with the centre of the others.
    private static final double COMMON = 0.2;

    private static final int TESTS = 4;

    /// Differences of log norms below this are no evidence.
    private static final double SAME_SIZE = 0.1;

    /// Nor differences of cosines.
    private static final double SAME_COSINE = 0.06;

    /// What is taken for the centre.
    public enum Centre {
        /// 0, or the concentrated mean: whichever the updates show.
        AUTOMATIC,
        NONE,
        CONCENTRATED
    }

    public Alignment {
        scores = List.copyOf(scores);
    }

    /// Aligns.
    ///
    /// @throws AlignmentException if there are fewer than three clients, if half of them or more
    ///     seem contaminated, or if there is nothing that most of them share
    public static Alignment of(Updates updates, Centre centre, int threads) throws IOException {
        if (updates.count() < 3) {
            throw new AlignmentException(
                    "clients",
                    "at least 3 (of two, no majority can be told)",
                    String.valueOf(updates.count()));
        }
        double[][] products = updates.products();
        GeometricMedian median = GeometricMedian.of(products);
        boolean common =
                switch (centre) {
                    case NONE -> false;
                    case CONCENTRATED -> true;
                    case AUTOMATIC -> hasCommonPart(products, median.weights());
                };
        Updates deviations =
                common ? updates.minus(updates.sum(median.concentrated(products))) : updates;
        List<Map.Entry<String, Blocks>> modules = List.copyOf(deviations.modules().entrySet());
        List<SharedSubspace> found =
                Parallel.map(
                        modules,
                        threads,
                        module -> {
                            try {
                                return SharedSubspace.of(
                                        module.getValue(), SharedSubspace.Scaling.CLIPPED);
                            } catch (AlignmentException e) {
                                throw new AlignmentException(
                                        module.getKey(),
                                        "updates to align",
                                        String.valueOf(e.getMessage()));
                            }
                        });
        List<ClientScore> scores = scores(updates, products, deviations, found);
        long benign = scores.stream().filter(score -> !score.contaminated()).count();
        boolean shared = found.stream().anyMatch(one -> one.subspace().rank() > 0);
        boolean moves = Arrays.stream(updates.pooledNorms()).anyMatch(norm -> norm > 0);
        if (!common && !shared && moves) {
            throw new AlignmentException(
                    "clients",
                    "a common part or a direction that most of %d updates share"
                            .formatted(updates.count()),
                    "neither above the noise; are they updates of the same model?");
        }
        if (found.stream().allMatch(SharedSubspace::saturated)) {
            throw new AlignmentException(
                    "clients",
                    "more clients than twice the directions that they share",
                    "at least %d directions in %d clients; add clients"
                            .formatted(
                                    found.stream()
                                            .mapToInt(one -> one.subspace().rank())
                                            .min()
                                            .orElse(0),
                                    updates.count()));
        }
        if (2 * benign <= updates.count()) {
            throw new AlignmentException(
                    "clients",
                    "a benign majority",
                    "%d of %d that agree".formatted(benign, updates.count()));
        }
        SortedMap<String, ModuleAlignment> aligned = new TreeMap<>();
        for (int m = 0; m < modules.size(); m++) {
            String name = modules.get(m).getKey();
            Blocks blocks = updates.modules().getOrDefault(name, modules.get(m).getValue());
            aligned.put(name, ofBenign(blocks, common, scores, found.get(m)));
        }
        return new Alignment(updates, common, scores, aligned);
    }

    /// P and the mean anew, from the benign clients alone.
    private static ModuleAlignment ofBenign(
            Blocks blocks, boolean common, List<ClientScore> scores, SharedSubspace found) {
        List<double[]> benign = new ArrayList<>();
        for (int k = 0; k < scores.size(); k++) {
            if (!scores.get(k).contaminated()) {
                benign.add(blocks.blocks().get(k));
            }
        }
        Blocks kept = new Blocks(blocks.rows(), benign);
        double[] mean =
                Updates.sum(kept, SharedSubspace.constant(kept.count(), 1.0 / kept.count()));
        double[] centre = common ? mean : new double[mean.length];
        Blocks deviations =
                Updates.changed(
                        kept,
                        block -> {
                            double[] left = block.clone();
                            RowKernel.addScaled(left, 0, -1, centre, 0, left.length);
                            return left;
                        });
        double unit = Updates.unit(deviations);
        double[] even = SharedSubspace.constant(kept.count(), 1 / unit);
        int rank =
                Arrays.stream(deviations.norms()).max().orElse(0)
                                <= SharedSubspace.ROUNDING * Updates.unit(kept)
                        ? 0
                        : MajoritySubspace.of(deviations.scaled(even)).subspace().rank();
        return new ModuleAlignment(Subspace.leading(deviations, even, rank), mean, found);
    }

    /// The median client's cosine with the weighted sum of the others.
    private static boolean hasCommonPart(double[][] products, double[] weights) {
        int n = weights.length;
        double[] cosines = new double[n];
        for (int k = 0; k < n; k++) {
            double dot = 0;
            double square = 0;
            for (int i = 0; i < n; i++) {
                if (i != k) {
                    dot += weights[i] * products[k][i];
                    for (int j = 0; j < n; j++) {
                        square += j == k ? 0 : weights[i] * weights[j] * products[i][j];
                    }
                }
            }
            double length = Math.sqrt(Math.max(0, square) * products[k][k]);
            cosines[k] = length == 0 ? 0 : dot / length;
        }
        return RobustScale.median(cosines) >= COMMON;
    }

    private static List<ClientScore> scores(
            Updates updates, double[][] products, Updates deviations, List<SharedSubspace> found) {
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
        double[] size = updates.pooledNorms();
        for (int k = 0; k < n; k++) {
            off[k] = Math.sqrt(off[k] / at);
            in[k] = Math.sqrt(in[k] / at);
            size[k] = Math.log(Math.max(size[k], SharedSubspace.ROUNDING));
        }
        RobustScale ofOff = ofResiduals(off);
        RobustScale ofIn = ofResiduals(in);
        RobustScale ofSize = RobustScale.of(size, SAME_SIZE);
        double[] agreement = agreement(products);
        RobustScale ofAgreement = RobustScale.of(agreement, SAME_COSINE);
        double critical = RobustScale.critical(n, TESTS);
        List<ClientScore> scores = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            scores.add(
                    score(
                            updates.clients().get(k),
                            new double[] {
                                ofOff.z(off[k]),
                                ofIn.z(in[k]),
                                ofSize.z(size[k]),
                                ofAgreement.z(agreement[k])
                            },
                            critical,
                            n));
        }
        return scores;
    }

    /// The median cosine of every client with the others: colluders agree with each other, but they
    /// are less than half.
    private static double[] agreement(double[][] products) {
        int n = products.length;
        double[] agreement = new double[n];
        for (int k = 0; k < n; k++) {
            double[] cosines = new double[n - 1];
            int at = 0;
            for (int j = 0; j < n; j++) {
                if (j != k) {
                    double length = Math.sqrt(products[k][k] * products[j][j]);
                    cosines[at++] = length == 0 ? 0 : products[k][j] / length;
                }
            }
            agreement[k] = RobustScale.median(cosines);
        }
        return agreement;
    }

    /// Adds squares in units of the median, or of rounding where the median is less.
    private static void pool(double[] pooled, double[] lengths, double rounding) {
        double unit = Math.max(RobustScale.median(lengths), rounding);
        for (int k = 0; k < pooled.length; k++) {
            pooled[k] += unit == 0 ? 0 : lengths[k] * lengths[k] / (unit * unit);
        }
    }

    /// Of lengths in units of their median, or of rounding: then 1 is no evidence.
    private static RobustScale ofResiduals(double[] values) {
        double median = RobustScale.median(values);
        return RobustScale.of(values, median < 0.5 ? 1 : SubspaceSearch.NEGLIGIBLE * median);
    }

    private static ClientScore score(String client, double[] z, double critical, int n) {
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
        double tail = Math.exp(-largest * largest / 2) / 2;
        return new ClientScore(
                client, z[0], z[1], z[2], z[3], Math.max(0, 1 - TESTS * n * tail), reasons);
    }

    /// `P·Θ̂ₖ + (I − P)·mean` of one module and client; for a contaminated client what the others
    /// say of it: the mean.
    public double[] refined(String module, int client) {
        ModuleAlignment aligned = module(module);
        double[] refined = aligned.subspace().reject(aligned.benignMean());
        double[] own =
                scores.get(client).contaminated() ? aligned.benignMean() : block(module, client);
        RowKernel.addScaled(refined, 0, 1, aligned.subspace().project(own), 0, refined.length);
        return refined;
    }

    /// `P·Θ̂ₖ` alone, a baseline.
    public double[] projected(String module, int client) {
        return module(module).subspace().project(block(module, client));
    }

    private double[] block(String module, int client) {
        return updates.modules()
                .getOrDefault(module, new Blocks(1, List.of()))
                .blocks()
                .get(client);
    }

    /// The shared subspace of one module.
    public Subspace subspace(String module) {
        return module(module).subspace();
    }

    private ModuleAlignment module(String name) {
        ModuleAlignment module = modules.get(name);
        if (module == null) {
            throw new AlignmentException(name, "one of " + modules.keySet(), "no such module");
        }
        return module;
    }
}
