package lorica.align;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import lorica.kernel.RowKernel;
import lorica.storage.Parallel;

/// Which clients are contaminated, and what the others share:
///
/// ```
/// Θ̂ₖ − C = U·Aₖ + noise            for benign k, in every module
/// Θ̃ₖ = P·Θ̂ₖ + (I − P)·mean_{benign} Θ̂ⱼ,   P = UUᵀ
/// ```
///
/// The centre C, where clients have a common part, is the mean of the half that agrees best
/// ([Agreement]); else it is 0.
/// [SharedSubspace] works on each module; a client's four scores are pooled over the modules
/// ([Detection]), and it is contaminated where one lies beyond its critical value. U and
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
        Agreement agreement = Agreement.of(products, Detection.ofUsualSize(updates));
        boolean centred =
                switch (centre) {
                    case NONE -> false;
                    case CONCENTRATED -> true;
                    case AUTOMATIC -> CommonPart.isEvident(products);
                };
        Updates deviations = centred ? updates.minus(updates.sum(agreement.weights())) : updates;
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
        List<ClientScore> scores =
                Detection.scores(updates, agreement.cosines(), centred, deviations, found);
        boolean common = isCommon(centre, centred, products, scores);
        long benign = scores.stream().filter(score -> !score.contaminated()).count();
        boolean shared = found.stream().anyMatch(one -> one.subspace().rank() > 0);
        boolean moves = Arrays.stream(updates.pooledNorms()).anyMatch(norm -> norm > 0);
        if (!common && !shared && moves) {
            throw new AlignmentException(
                    "clients",
                    "a common part or a direction that most of %d updates share"
                            .formatted(updates.count()),
                    "neither above the noise; add clients of the same model");
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

    /// What a score of one of so many clients must pass.
    public static double criticalValue(int clients) {
        return Detection.criticalValue(clients);
    }

    /// Whether the benign clients have a common part: flipped ones hide it before.
    private static boolean isCommon(
            Centre centre, boolean before, double[][] products, List<ClientScore> scores) {
        int[] benign =
                IntStream.range(0, scores.size())
                        .filter(k -> !scores.get(k).contaminated())
                        .toArray();
        double[][] kept = new double[benign.length][benign.length];
        for (int i = 0; i < benign.length; i++) {
            for (int j = 0; j < benign.length; j++) {
                kept[i][j] = products[benign[i]][benign[j]];
            }
        }
        return before || (centre == Centre.AUTOMATIC && CommonPart.isShown(kept));
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
        Blocks deviations = Updates.minus(kept, centre);
        double unit = Updates.unit(deviations);
        double[] even = SharedSubspace.constant(kept.count(), 1 / unit);
        int rank =
                Arrays.stream(deviations.norms()).max().orElse(0)
                                <= SharedSubspace.ROUNDING * Updates.unit(kept)
                        ? 0
                        : MajoritySubspace.of(deviations.scaled(even)).subspace().rank();
        return new ModuleAlignment(Subspace.leading(deviations, even, rank), mean, found);
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
