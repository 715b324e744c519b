package lorica.experiment.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lorica.align.Blocks;
import lorica.align.PlantedUpdates;
import lorica.align.Updates;

/// Clients with a linear regression each, whose coefficients are planted.
///
/// ```
/// Yₖ = XₖBₖ + σEₖ,   Bₖ = C + U·Aₖ [features, outputs];   Θ̂ₖ by least squares
/// ```
///
/// The score is `‖Θ − Bₖ‖_F`: with normal features, the root of what fresh data show beyond their
/// noise.
final class RegressionClients implements LearningClients {
    static final String MODULE = "coefficients";
    private static final int TRUTH = 1;
    private static final int DATA = 2;
    private static final int NOISE = 3;

    private final RegressionOptions options;
    private final Blocks truth;

    RegressionClients(RegressionOptions options) {
        this.options = options;
        this.truth = options.planted().draw(random(TRUTH)).truth();
    }

    private SplittableRandom random(int stream) {
        return new SplittableRandom(1000 * options.seed() + stream);
    }

    private double[] estimate(double[] coefficients, SplittableRandom random) {
        PlantedUpdates planted = options.planted();
        return LeastSquares.estimate(
                coefficients, planted.rows(), options.samples(), options.sigma(), random);
    }

    @Override
    public Updates honest() {
        SplittableRandom random = random(DATA);
        List<double[]> estimates = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (double[] coefficients : truth.blocks()) {
            estimates.add(estimate(coefficients, random.split()));
            names.add("client-%02d".formatted(names.size()));
        }
        return Updates.of(names, MODULE, new Blocks(truth.rows(), estimates));
    }

    @Override
    public Updates noisy(Updates honest) {
        SplittableRandom random = random(NOISE);
        List<double[]> sent = new ArrayList<>(honest.modules().values().iterator().next().blocks());
        for (int k = 0; k < options.planted().contaminated(); k++) {
            sent.set(k, estimate(new double[truth.blocks().get(k).length], random.split()));
        }
        return Updates.of(honest.clients(), MODULE, new Blocks(truth.rows(), sent));
    }

    @Override
    public double score(int client, Map<String, double[]> update) {
        double[] coefficients = truth.blocks().get(client);
        double[] claimed = update.getOrDefault(MODULE, new double[coefficients.length]);
        double sum = 0;
        for (int i = 0; i < coefficients.length; i++) {
            sum += (claimed[i] - coefficients[i]) * (claimed[i] - coefficients[i]);
        }
        return Math.sqrt(sum);
    }

    @Override
    public void close() {}
}
