package lorica.align;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Updates with a known shared subspace and known contamination:
///
/// ```
/// Θₖ = C + U·Aₖ + N,   U [rows, rank] orthonormal, Aₖ and N normal
/// ```
///
/// Benign `U·Aₖ` have `‖·‖_F = 1` in the mean, `‖C‖_F = common` and `‖N‖_F = noise` in the mean.
/// The first `contaminated` clients of a random order are replaced.
public record PlantedUpdates(
        int rows,
        int width,
        int clients,
        int rank,
        int contaminated,
        Contamination kind,
        double common,
        double noise) {
    /// What a contaminated client sends in place of its update.
    public enum Contamination {
        /// Normal elements, with the norm of its update.
        RANDOM,
        /// One random direction, the same for all, with the norm of its update.
        COLLUDING,
        /// The negative of its update.
        SIGN_FLIP,
        /// Ten times its update.
        SCALED
    }

    public PlantedUpdates {
        if (rows < 1
                || width < 1
                || clients < 1
                || rank < 0
                || rank > rows
                || contaminated < 0
                || contaminated > clients
                || !(common >= 0)
                || !(noise >= 0)) {
            throw new IllegalArgumentException(
                    "planted: expected rows, width, clients ≥ 1, 0 ≤ rank ≤ rows, 0 ≤ contaminated"
                            + " ≤ clients, common and noise ≥ 0");
        }
    }

    /// Without common part and noise.
    public static PlantedUpdates exact(
            int rows, int width, int clients, int rank, int contaminated, Contamination kind) {
        return new PlantedUpdates(rows, width, clients, rank, contaminated, kind, 0, 0);
    }

    /// One drawn problem.
    ///
    /// @param truth what every client would send uncontaminated and without noise
    public record Draw(
            Blocks updates, Blocks truth, Subspace subspace, List<Boolean> contaminated) {
        public Draw {
            contaminated = List.copyOf(contaminated);
        }
    }

    public Draw draw(RandomGenerator random) {
        double[] frame = normal(random, rows * Math.max(1, rank), 1);
        Blocks framed = new Blocks(rows, List.of(frame));
        Subspace subspace = Subspace.leading(framed, new double[] {1}, rank);
        double[] centre = normal(random, rows * width, common / Math.sqrt((double) rows * width));
        double[] collusion = normal(random, rows * width, 1 / Math.sqrt((double) rows * width));
        boolean[] chosen = chosen(random);
        List<double[]> updates = new ArrayList<>();
        List<double[]> truth = new ArrayList<>();
        List<Boolean> contamination = new ArrayList<>();
        for (int k = 0; k < clients; k++) {
            double[] own = centre.clone();
            double spread = rank == 0 ? 0 : 1 / Math.sqrt((double) rank * width);
            for (int column = 0; column < width; column++) {
                for (int i = 0; i < rank; i++) {
                    double weight = spread * random.nextGaussian();
                    for (int t = 0; t < rows; t++) {
                        own[column * rows + t] += weight * subspace.basis()[i * rows + t];
                    }
                }
            }
            double[] seen = own.clone();
            double level = noise / Math.sqrt((double) rows * width);
            for (int i = 0; i < seen.length; i++) {
                seen[i] += level * random.nextGaussian();
            }
            truth.add(own);
            updates.add(chosen[k] ? contaminate(random, seen, collusion) : seen);
            contamination.add(chosen[k]);
        }
        return new Draw(
                new Blocks(rows, updates), new Blocks(rows, truth), subspace, contamination);
    }

    private double[] contaminate(RandomGenerator random, double[] update, double[] collusion) {
        double norm = norm(update);
        double[] sent =
                switch (kind) {
                    case RANDOM -> normal(random, update.length, 1);
                    case COLLUDING -> collusion.clone();
                    case SIGN_FLIP, SCALED -> update.clone();
                };
        double factor =
                switch (kind) {
                    case RANDOM, COLLUDING -> norm / norm(sent);
                    case SIGN_FLIP -> -1;
                    case SCALED -> 10;
                };
        for (int i = 0; i < sent.length; i++) {
            sent[i] *= factor;
        }
        return sent;
    }

    private boolean[] chosen(RandomGenerator random) {
        boolean[] chosen = new boolean[clients];
        int left = contaminated;
        for (int k = 0; k < clients; k++) {
            if (random.nextInt(clients - k) < left) {
                chosen[k] = true;
                left--;
            }
        }
        return chosen;
    }

    private static double norm(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return Math.sqrt(sum);
    }

    private static double[] normal(RandomGenerator random, int count, double deviation) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return values;
    }
}
