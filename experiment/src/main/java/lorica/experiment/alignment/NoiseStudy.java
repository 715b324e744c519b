package lorica.experiment.alignment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.align.Alignment;
import lorica.align.AlignmentException;
import lorica.align.Blocks;
import lorica.align.ClientScore;
import lorica.align.PlantedUpdates;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import lorica.align.Updates;

/// How the error of an alignment grows with the noise of the estimates, and from which separation
/// on the contaminated set is exact; over many seeds.
///
/// Regressions as in [RegressionClients], 24 clients, 7 contaminated, rank 3. Noise: contaminated
/// ones are random. Separation: to the coefficients of contaminated clients a random matrix outside
/// the shared subspace is added, of δ times the norm of what a local estimate errs by; in theory
/// they stand out from the largest benign residual where
///
/// ```
/// δ² ≥ (1 + 2z·s)² − 1,   s = 1/√(2(d − r)·w),   z the critical value: δ* in the tables
/// ```
///
/// @param noise one level of σ each
/// @param separation one δ each
/// @param slope of log sine over log σ, least squares for every seed; mean and 95 % interval
public record NoiseStudy(
        int seeds, List<Level> noise, List<Level> separation, Slope slope, double threshold) {
    private static final int FEATURES = 32;
    private static final int OUTPUTS = 8;
    private static final int CLIENTS = 24;
    private static final int RANK = 3;
    private static final int CONTAMINATED = 7;
    private static final int SAMPLES = 96;
    private static final double SEPARATION_SIGMA = 0.05;
    private static final double NORMAL = 1.96;

    /// One level.
    ///
    /// @param at σ, or δ
    /// @param subspace mean sine of the largest angle
    /// @param local mean error of benign local estimates
    /// @param refined of benign refined ones
    /// @param recovered share of the seeds whose set is exact, with its 95 % interval (Wilson)
    public record Level(
            double at,
            double subspace,
            double local,
            double refined,
            double recovered,
            double low,
            double high) {}

    /// A mean and its 95 % interval.
    public record Slope(double mean, double low, double high) {}

    public NoiseStudy {
        noise = List.copyOf(noise);
        separation = List.copyOf(separation);
    }

    private record Outcome(double subspace, double local, double refined, boolean exact) {}

    /// Measures.
    public static NoiseStudy of(int seeds, List<Double> sigmas, List<Double> deltas)
            throws IOException {
        PlantedUpdates planted =
                PlantedUpdates.exact(
                        FEATURES, OUTPUTS, CLIENTS, RANK, CONTAMINATED, Contamination.RANDOM);
        PlantedUpdates clean =
                PlantedUpdates.exact(FEATURES, OUTPUTS, CLIENTS, RANK, 0, Contamination.RANDOM);
        List<List<Outcome>> noise = new ArrayList<>();
        for (double sigma : sigmas) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Draw draw = planted.draw(random);
                outcomes.add(outcome(draw.contaminated(), draw, draw.updates(), sigma, random));
            }
            noise.add(outcomes);
        }
        List<Level> separation = new ArrayList<>();
        for (double delta : deltas) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int seed = 0; seed < seeds; seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                Draw draw = clean.draw(random);
                List<Boolean> contaminated = new ArrayList<>();
                for (int k = 0; k < CLIENTS; k++) {
                    contaminated.add(k < CONTAMINATED);
                }
                Blocks sent = shifted(draw, delta * error(SEPARATION_SIGMA), random);
                outcomes.add(outcome(contaminated, draw, sent, SEPARATION_SIGMA, random));
            }
            separation.add(level(delta, outcomes));
        }
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < sigmas.size(); i++) {
            levels.add(level(sigmas.get(i), noise.get(i)));
        }
        return new NoiseStudy(seeds, levels, separation, slope(sigmas, noise), edge());
    }

    /// The expected norm of a local estimate's error.
    private static double error(double sigma) {
        return sigma * Math.sqrt((double) FEATURES * OUTPUTS / (SAMPLES - FEATURES - 1));
    }

    private static double edge() {
        double spread = 1 / Math.sqrt(2.0 * (FEATURES - RANK) * OUTPUTS);
        double edge = 1 + 2 * Alignment.criticalValue(CLIENTS) * spread;
        return Math.sqrt(edge * edge - 1);
    }

    /// The first clients' coefficients, moved out of the subspace by this norm.
    private static Blocks shifted(Draw draw, double norm, SplittableRandom random) {
        List<double[]> sent = new ArrayList<>(draw.truth().blocks());
        for (int k = 0; k < CONTAMINATED; k++) {
            double[] shift = new double[FEATURES * OUTPUTS];
            for (int i = 0; i < shift.length; i++) {
                shift[i] = random.nextGaussian();
            }
            double[] outside = draw.subspace().reject(shift);
            double scale = norm / new Blocks(FEATURES, List.of(outside)).norm(0);
            double[] moved = sent.get(k).clone();
            for (int i = 0; i < moved.length; i++) {
                moved[i] += scale * outside[i];
            }
            sent.set(k, moved);
        }
        return new Blocks(FEATURES, sent);
    }

    private static Outcome outcome(
            List<Boolean> contaminated,
            Draw draw,
            Blocks coefficients,
            double sigma,
            SplittableRandom random)
            throws IOException {
        List<double[]> estimates = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (double[] one : coefficients.blocks()) {
            estimates.add(LeastSquares.estimate(one, FEATURES, SAMPLES, sigma, random.split()));
            names.add("client-%02d".formatted(names.size()));
        }
        Updates sent = Updates.of(names, RegressionClients.MODULE, new Blocks(FEATURES, estimates));
        double local = 0;
        double refined = 0;
        double subspace = 1;
        boolean exact = false;
        int benign = 0;
        try {
            Alignment alignment = Alignment.of(sent, Alignment.Centre.NONE, 1);
            subspace = alignment.subspace(RegressionClients.MODULE).distance(draw.subspace());
            exact =
                    alignment.scores().stream()
                            .map(ClientScore::contaminated)
                            .toList()
                            .equals(contaminated);
            for (int k = 0; k < CLIENTS; k++) {
                if (!contaminated.get(k)) {
                    benign++;
                    double[] truth = draw.truth().blocks().get(k);
                    local += distance(estimates.get(k), truth);
                    refined += distance(alignment.refined(RegressionClients.MODULE, k), truth);
                }
            }
        } catch (AlignmentException e) {
            return new Outcome(1, Double.NaN, Double.NaN, false); // refused: nothing recovered
        }
        return new Outcome(subspace, local / benign, refined / benign, exact);
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }

    private static Level level(double at, List<Outcome> outcomes) {
        double n = outcomes.size();
        double share = outcomes.stream().filter(Outcome::exact).count() / n;
        double z = NORMAL * NORMAL;
        double centre = (share + z / (2 * n)) / (1 + z / n);
        double half = NORMAL / (1 + z / n) * Math.sqrt(share * (1 - share) / n + z / (4 * n * n));
        return new Level(
                at,
                outcomes.stream().mapToDouble(Outcome::subspace).average().orElse(0),
                outcomes.stream().mapToDouble(Outcome::local).average().orElse(0),
                outcomes.stream().mapToDouble(Outcome::refined).average().orElse(0),
                share,
                Math.max(0, centre - half),
                Math.min(1, centre + half));
    }

    private static Slope slope(List<Double> sigmas, List<List<Outcome>> noise) {
        int seeds = noise.getFirst().size();
        double[] slopes = new double[seeds];
        double meanX = sigmas.stream().mapToDouble(Math::log).average().orElse(0);
        for (int seed = 0; seed < seeds; seed++) {
            double above = 0;
            double below = 0;
            for (int i = 0; i < sigmas.size(); i++) {
                double x = Math.log(sigmas.get(i)) - meanX;
                above += x * Math.log(noise.get(i).get(seed).subspace());
                below += x * x;
            }
            slopes[seed] = above / below;
        }
        double mean = 0;
        for (double one : slopes) {
            mean += one / seeds;
        }
        double square = 0;
        for (double one : slopes) {
            square += (one - mean) * (one - mean) / Math.max(1, seeds - 1);
        }
        double half = NORMAL * Math.sqrt(square / seeds);
        return new Slope(mean, mean - half, mean + half);
    }
}
