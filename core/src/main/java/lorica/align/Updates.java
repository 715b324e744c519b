package lorica.align;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import lorica.kernel.RowKernel;

/// Updates of several clients, module by module; block `k` of every module is client `k`'s.
///
/// All blocks of a module have one width, so that they can be averaged.
public record Updates(List<String> clients, SortedMap<String, Blocks> modules) {
    public Updates {
        clients = List.copyOf(clients);
        modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
        if (new HashSet<>(clients).size() != clients.size()) {
            throw new AlignmentException("clients", "names that differ", clients.toString());
        }
        if (modules.isEmpty()) {
            throw new AlignmentException("updates", "at least one module", "none");
        }
        for (Map.Entry<String, Blocks> module : modules.entrySet()) {
            Blocks blocks = module.getValue();
            if (blocks.count() != clients.size()) {
                throw new AlignmentException(
                        module.getKey(),
                        clients.size() + " blocks, one a client",
                        String.valueOf(blocks.count()));
            }
            for (int k = 1; k < blocks.count(); k++) {
                if (blocks.width(k) != blocks.width(0)) {
                    throw new AlignmentException(
                            module.getKey(),
                            "%d columns as of %s".formatted(blocks.width(0), clients.getFirst()),
                            "%d of %s".formatted(blocks.width(k), clients.get(k)));
                }
            }
        }
    }

    /// Updates of one module.
    public static Updates of(List<String> clients, String module, Blocks blocks) {
        return new Updates(clients, new TreeMap<>(Map.of(module, blocks)));
    }

    public int count() {
        return clients.size();
    }

    /// `Σ wₖ·Θₖ` by module.
    public SortedMap<String, double[]> sum(double[] weights) {
        SortedMap<String, double[]> sums = new TreeMap<>();
        modules.forEach((name, blocks) -> sums.put(name, sum(blocks, weights)));
        return sums;
    }

    static double[] sum(Blocks blocks, double[] weights) {
        double[] sum = new double[blocks.blocks().getFirst().length];
        for (int k = 0; k < weights.length; k++) {
            RowKernel.addScaled(sum, 0, weights[k], blocks.blocks().get(k), 0, sum.length);
        }
        return sum;
    }

    /// `Θₖ − C`.
    Updates minus(SortedMap<String, double[]> centre) {
        SortedMap<String, Blocks> rest = new TreeMap<>();
        modules.forEach(
                (name, blocks) ->
                        rest.put(name, minus(blocks, centre.getOrDefault(name, new double[0]))));
        return new Updates(clients, rest);
    }

    static Blocks minus(Blocks blocks, double[] centre) {
        return changed(
                blocks,
                block -> {
                    double[] left = block.clone();
                    RowKernel.addScaled(left, 0, -1, centre, 0, left.length);
                    return left;
                });
    }

    static Blocks changed(Blocks blocks, UnaryOperator<double[]> change) {
        List<double[]> changed = new ArrayList<>();
        blocks.blocks().forEach(block -> changed.add(change.apply(block)));
        return new Blocks(blocks.rows(), changed);
    }

    /// The median over the clients of a module's norms; 1 where that is 0.
    static double unit(Blocks blocks) {
        double median = RobustScale.median(blocks.norms());
        return median > 0 ? median : 1;
    }

    /// `√(mean over the modules of ‖Θₖ‖²/unit²)`: every module counts alike.
    double[] pooledNorms() {
        double[] pooled = new double[count()];
        for (Blocks blocks : modules.values()) {
            double unit = unit(blocks);
            double[] norms = blocks.norms();
            for (int k = 0; k < pooled.length; k++) {
                pooled[k] += norms[k] * norms[k] / (unit * unit * modules.size());
            }
        }
        for (int k = 0; k < pooled.length; k++) {
            pooled[k] = Math.sqrt(pooled[k]);
        }
        return pooled;
    }

    /// Inner products of the clients' updates, every module in units of its median norm.
    double[][] products() {
        double[][] products = new double[count()][count()];
        for (Blocks blocks : modules.values()) {
            double unit = unit(blocks);
            for (int i = 0; i < count(); i++) {
                double[] one = blocks.blocks().get(i);
                for (int j = 0; j <= i; j++) {
                    double dot = RowKernel.dot(one, 0, blocks.blocks().get(j), 0, one.length);
                    products[i][j] += dot / (unit * unit);
                    products[j][i] = products[i][j];
                }
            }
        }
        return products;
    }
}
