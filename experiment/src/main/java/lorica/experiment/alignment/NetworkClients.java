package lorica.experiment.alignment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.align.Blocks;
import lorica.align.Updates;

/// Clients who fine-tune the first layer of a small network from a common base.
///
/// ```
/// y = V·tanh((W₀ + Θₖ)·x) + σe,   x ∈ ℝ^inputs normal, W₀ [hidden, inputs], V [outputs, hidden]
/// Θ̂ₖ from 0 by gradient descent on the mean square of a client's samples, all of them at a step
/// ```
///
/// The true Θₖ are planted. The score is the root mean square of the difference of the networks'
/// answers, claimed and true, on fresh inputs.
final class NetworkClients implements LearningClients {
    private static final String MODULE = "layer";
    private static final double RATE = 0.4;
    private static final int TEST = 400;
    private static final int TRUTH = 1;
    private static final int DATA = 2;
    private static final int NOISE = 3;
    private static final int FRESH = 4;

    private final NetworkOptions options;
    private final int hidden;
    private final int inputs;
    private final Blocks truth;
    private final double[] base;

    /// V, rows of outputs one after another.
    private final double[] head;

    NetworkClients(NetworkOptions options) {
        this.options = options;
        this.hidden = options.planted().rows();
        this.inputs = options.planted().width();
        SplittableRandom random = random(TRUTH);
        this.truth = options.planted().draw(random).truth();
        this.base = normal(random, hidden * inputs, 1 / Math.sqrt(inputs));
        this.head = normal(random, options.outputs() * hidden, 1 / Math.sqrt(hidden));
    }

    private SplittableRandom random(int stream) {
        return new SplittableRandom(1000 * options.seed() + stream);
    }

    private static double[] normal(RandomGenerator random, int count, double deviation) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = deviation * random.nextGaussian();
        }
        return values;
    }

    /// What the hidden units say; `update` by columns.
    private double[] units(double[] update, double[] x, int at) {
        double[] units = new double[hidden];
        for (int i = 0; i < inputs; i++) {
            for (int h = 0; h < hidden; h++) {
                units[h] += (base[i * hidden + h] + update[i * hidden + h]) * x[at + i];
            }
        }
        for (int h = 0; h < hidden; h++) {
            units[h] = Math.tanh(units[h]);
        }
        return units;
    }

    private double output(int o, double[] units) {
        double sum = 0;
        for (int h = 0; h < hidden; h++) {
            sum += head[o * hidden + h] * units[h];
        }
        return sum;
    }

    /// A client's update, learned from inputs and what is observed of this layer.
    private double[] learn(double[] x, double[] y) {
        int outputs = options.outputs();
        int samples = x.length / inputs;
        double[] update = new double[hidden * inputs];
        for (int step = 0; step < options.steps(); step++) {
            double[] gradient = new double[update.length];
            for (int s = 0; s < samples; s++) {
                double[] units = units(update, x, s * inputs);
                double[] back = new double[hidden];
                for (int o = 0; o < outputs; o++) {
                    double error = output(o, units) - y[s * outputs + o];
                    for (int h = 0; h < hidden; h++) {
                        back[h] += error * head[o * hidden + h] * (1 - units[h] * units[h]);
                    }
                }
                for (int i = 0; i < inputs; i++) {
                    for (int h = 0; h < hidden; h++) {
                        gradient[i * hidden + h] += back[h] * x[s * inputs + i] / samples;
                    }
                }
            }
            for (int i = 0; i < update.length; i++) {
                update[i] -= RATE * gradient[i];
            }
        }
        return update;
    }

    private double[] estimate(int client, SplittableRandom random, boolean noise) {
        int outputs = options.outputs();
        double[] x = normal(random, options.samples() * inputs, 1);
        double[] y = normal(random, options.samples() * outputs, noise ? 1 : options.sigma());
        for (int s = 0; s < options.samples() && !noise; s++) {
            double[] units = units(truth.blocks().get(client), x, s * inputs);
            for (int o = 0; o < outputs; o++) {
                y[s * outputs + o] += output(o, units);
            }
        }
        return learn(x, y);
    }

    @Override
    public Updates honest() {
        SplittableRandom random = random(DATA);
        List<double[]> estimates = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int k = 0; k < truth.count(); k++) {
            estimates.add(estimate(k, random.split(), false));
            names.add("client-%02d".formatted(k));
        }
        return Updates.of(names, MODULE, new Blocks(hidden, estimates));
    }

    @Override
    public Updates noisy(Updates honest) {
        SplittableRandom random = random(NOISE);
        List<double[]> sent = new ArrayList<>(honest.modules().values().iterator().next().blocks());
        for (int k = 0; k < options.planted().contaminated(); k++) {
            sent.set(k, estimate(k, random.split(), true));
        }
        return Updates.of(honest.clients(), MODULE, new Blocks(hidden, sent));
    }

    @Override
    public double score(int client, Map<String, double[]> update) {
        double[] claimed = update.getOrDefault(MODULE, new double[hidden * inputs]);
        double[] x = normal(random(FRESH), TEST * inputs, 1);
        double sum = 0;
        for (int s = 0; s < TEST; s++) {
            double[] said = units(claimed, x, s * inputs);
            double[] right = units(truth.blocks().get(client), x, s * inputs);
            for (int o = 0; o < options.outputs(); o++) {
                double error = output(o, said) - output(o, right);
                sum += error * error;
            }
        }
        return Math.sqrt(sum / (TEST * options.outputs()));
    }

    @Override
    public void close() {}
}
