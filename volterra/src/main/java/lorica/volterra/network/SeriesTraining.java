package lorica.volterra.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lorica.storage.Progress;
import lorica.torch.Activation;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.network.Fitting.Course;
import lorica.volterra.process.AffineProjection;
import lorica.volterra.process.Paths;

/// Fits GDNs and a hypernetwork to the first part of a series by likelihood, and predicts the
/// Gaussians of the rest.
///
/// Time is cut into blocks of equal length. Each has a network, trained on its steps from where the
/// block before ended; the hypernetwork predicts the next block's. A network's output is decoded at
/// the [AffineProjection] of the fitted part: one that says 0 predicts as that does.
///
/// In `paths` a step is from x_t to x_{t+1}; the first with a window of three is t = 1.
public final class SeriesTraining {
    private static final double CLIP = 1;

    private final Paths paths;
    private final SeriesOptions options;
    private final AffineProjection affine;
    private final int until;
    private final int block;

    /// @throws IllegalArgumentException if the series is too short, or a column is constant or
    ///     follows from the others
    public SeriesTraining(Paths paths, SeriesOptions options) {
        this.paths = paths;
        this.options = options;
        int steps = paths.horizon() - 1;
        int tested = (int) Math.round(options.tested() * steps);
        this.until = paths.horizon() - tested;
        this.block = (until - 1) / options.blocks();
        if (tested < 2 || block < 1) {
            throw new IllegalArgumentException(
                    "series: expected at least 2 steps to test and one in each of %d blocks, found %d and %d to fit to; give more rows, or set the blocks"
                            .formatted(options.blocks(), tested, Math.max(0, until - 1)));
        }
        this.affine = AffineProjection.fit(paths, 1, until);
    }

    /// The first time whose step is predicted and not fitted to.
    public int until() {
        return until;
    }

    /// The Gaussian of x_{t+1} for each `t` from [#until] to the horizon, of which the last follows
    /// the series' end, and each path: `[times][paths]`.
    public Map<Forecaster, List<List<Gaussian>>> run(Progress progress) {
        int last = blockOf(paths.horizon());
        double rate = rate(progress);
        try (ParameterPath path = new ParameterPath(last, Mlp.size(widths(0)))) {
            train(path, last, rate, progress);
            try (Hypernetwork hypernetwork =
                            Hypernetwork.train(path, options.blocks(), last, hypernetwork());
                    Mlp fixed = trainStatic(rate)) {
                return predict(path, hypernetwork, fixed);
            }
        }
    }

    /// The rate whose networks predict best what they have not seen, in the fitted part.
    private double rate(Progress progress) {
        if (options.rates().size() == 1) {
            return options.rates().getFirst();
        }
        double best = Double.POSITIVE_INFINITY;
        double chosen = options.rates().getFirst();
        for (double rate : options.rates()) {
            try (ParameterPath path = new ParameterPath(options.blocks(), Mlp.size(widths(0)))) {
                double loss = train(path, options.blocks(), rate, progress);
                if (loss < best) {
                    best = loss;
                    chosen = rate;
                }
            }
        }
        return chosen;
    }

    /// 0 … blocks − 1 in the fitted part; the first also holds what is left over.
    private int blockOf(int t) {
        int more = until - 1 - block * options.blocks();
        return Math.max(0, (t - 1 - more) / block);
    }

    private HgnOptions hypernetwork() {
        HgnOptions hgn = HgnOptions.lowDimensional();
        return new HgnOptions(
                hgn.form(),
                0.5,
                hgn.rank(),
                hgn.hidden(),
                hgn.activation(),
                hgn.epochs(),
                hgn.batch(),
                hgn.rate(),
                hgn.clip(),
                options.seed());
    }

    private List<Integer> widths(int more) {
        int d = paths.dimension();
        List<Integer> widths = new ArrayList<>(List.of(3 * d + more));
        widths.addAll(options.hidden());
        widths.add(d + LogCoordinates.size(d));
        return widths;
    }

    /// Writes θ of the first blocks, each trained when all its steps have been seen.
    ///
    /// @return the mean loss of the fitted part's later half, each block under the network before
    private double train(ParameterPath path, int blocks, double rate, Progress progress) {
        RandomGenerator random = new SplittableRandom(options.seed());
        double ahead = 0;
        int scored = 0;
        try (Mlp network = new Mlp(widths(0), Activation.RELU);
                Adam adam = new Adam(network, CLIP)) {
            network.initialise(random, 0.1);
            for (int k = 0; k < blocks; k++) {
                int of = k;
                int[] times =
                        IntStream.range(1, paths.horizon()).filter(t -> blockOf(t) == of).toArray();
                LikelihoodLoss loss = loss(times);
                try (NativeTensor inputs = inputs(times, 0)) {
                    if (k >= options.blocks() / 2 && k < options.blocks()) {
                        for (double one : Fitting.losses(network, inputs, loss)) {
                            ahead += one;
                            scored++;
                        }
                    }
                    adam.restart();
                    new Fitting(network, adam).fit(inputs, loss, course(rate), random);
                }
                path.set(k, network.values());
                progress.at("GDN", k + 1L, blocks);
            }
        }
        return ahead / scored;
    }

    private Course course(double rate) {
        return new Course(options.epochs(), options.batch(), rate);
    }

    /// On all of the fitted part at once.
    private Mlp trainStatic(double rate) {
        RandomGenerator random = new SplittableRandom(options.seed() + 1);
        Mlp network = new Mlp(widths(1), Activation.RELU);
        try (Adam adam = new Adam(network, CLIP)) {
            network.initialise(random, 0.1);
            int[] times = IntStream.range(1, until).toArray();
            try (NativeTensor inputs = inputs(times, 1)) {
                new Fitting(network, adam).fit(inputs, loss(times), course(rate), random);
            }
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }

    /// What the steps of every path at these times cost.
    private LikelihoodLoss loss(int... times) {
        int d = paths.dimension();
        double[] factor = affine.covariance().factor();
        double[] observed = new double[times.length * paths.count() * d];
        for (int i = 0; i < times.length; i++) {
            for (int path = 0; path < paths.count(); path++) {
                double[] y = affine.residual(paths, path, times[i]);
                solve(d, factor, y);
                System.arraycopy(y, 0, observed, (i * paths.count() + path) * d, d);
            }
        }
        return new LikelihoodLoss(d, observed, affine.covariance().logDeterminant());
    }

    /// L⁻¹·y, in place.
    private static void solve(int d, double[] factor, double[] y) {
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < i; j++) {
                y[i] -= factor[i * d + j] * y[j];
            }
            y[i] /= factor[i * d + i];
        }
    }

    /// Windows of every path at these times, `[times · paths, 3d + more]`.
    private NativeTensor inputs(int[] times, int more) {
        int width = 3 * paths.dimension() + more;
        float[] inputs = new float[times.length * paths.count() * width];
        for (int i = 0; i < times.length; i++) {
            for (int path = 0; path < paths.count(); path++) {
                int at = (i * paths.count() + path) * width;
                double[] window = affine.units().ofThree(paths, path, times[i]);
                for (int k = 0; k < window.length; k++) {
                    inputs[at + k] = (float) window[k];
                }
                if (more > 0) {
                    inputs[at + width - 1] = (float) times[i] / until;
                }
            }
        }
        return NativeTensor.of(inputs, (long) times.length * paths.count(), width);
    }

    private Map<Forecaster, List<List<Gaussian>>> predict(
            ParameterPath path, Hypernetwork hypernetwork, Mlp fixed) {
        Map<Forecaster, List<List<Gaussian>>> predictions = new EnumMap<>(Forecaster.class);
        SpdMatrix steps = squaredSteps();
        try (Mlp network = new Mlp(widths(0), Activation.RELU)) {
            for (Forecaster forecaster : Forecaster.values()) {
                List<List<Gaussian>> times = new ArrayList<>();
                float[] z = hypernetwork.encode(path, options.blocks() - 1);
                int reached = options.blocks() - 1;
                for (int t = until; t <= paths.horizon(); t++) {
                    for (; reached < blockOf(t); reached++) {
                        z = hypernetwork.next(z, reached);
                    }
                    times.add(
                            switch (forecaster) {
                                case AFFINE -> affine(t);
                                case LAST_VALUE -> lastValue(t, steps);
                                case STATIC -> decoded(fixed, t, 1);
                                default -> {
                                    load(forecaster, path, hypernetwork, z, reached, network);
                                    yield decoded(network, t, 0);
                                }
                            });
                }
                predictions.put(forecaster, times);
            }
        }
        return predictions;
    }

    private void load(
            Forecaster forecaster,
            ParameterPath path,
            Hypernetwork hypernetwork,
            float[] z,
            int k,
            Mlp network) {
        switch (forecaster) {
            case HGN_RECURRENT -> hypernetwork.decode(z, network);
            case HGN_ONE_STEP ->
                    hypernetwork.decode(
                            hypernetwork.next(hypernetwork.encode(path, k - 1), k - 1), network);
            case GDN_PREVIOUS -> path.load(k - 1, network);
            case HELD -> path.load(options.blocks() - 1, network);
            case AVERAGED -> hypernetwork.decode(new float[z.length], network);
            case STATIC, AFFINE, LAST_VALUE ->
                    throw new IllegalArgumentException(forecaster.label());
        }
    }

    private List<Gaussian> affine(int t) {
        return IntStream.range(0, paths.count())
                .mapToObj(path -> affine.of(paths, path, t))
                .toList();
    }

    private List<Gaussian> lastValue(int t, SpdMatrix steps) {
        return IntStream.range(0, paths.count())
                .mapToObj(path -> new Gaussian(paths.at(path, t), steps))
                .toList();
    }

    /// The mean square of the fitted part's steps.
    private SpdMatrix squaredSteps() {
        int d = paths.dimension();
        double[] sum = new double[d * d];
        double count = (until - 1.0) * paths.count();
        for (int path = 0; path < paths.count(); path++) {
            for (int t = 1; t < until; t++) {
                double[] from = paths.at(path, t);
                double[] to = paths.at(path, t + 1);
                for (int i = 0; i < d; i++) {
                    for (int j = 0; j < d; j++) {
                        sum[i * d + j] += (to[i] - from[i]) * (to[j] - from[j]) / count;
                    }
                }
            }
        }
        return SpdMatrix.of(d, sum);
    }

    /// N(m + L·u, L·exp(S)·Lᵀ) of every path.
    private List<Gaussian> decoded(Mlp network, int t, int more) {
        int d = paths.dimension();
        double[] factor = affine.covariance().factor();
        float[] outputs;
        try (NativeTensor inputs = inputs(new int[] {t}, more);
                NativeScope _ = NativeScope.withoutGradients()) {
            outputs = network.forward(inputs).toFloats();
        }
        List<Gaussian> decoded = new ArrayList<>();
        for (int path = 0; path < paths.count(); path++) {
            int at = path * network.outputs();
            double[] mean = affine.mean(paths, path, t);
            for (int i = 0; i < d; i++) {
                for (int j = 0; j <= i; j++) {
                    mean[i] += factor[i * d + j] * outputs[at + j];
                }
            }
            double[] s = LikelihoodLoss.logarithm(d, outputs, at + d).apply(value -> value);
            decoded.add(new Gaussian(mean, affine.covariance().at(s)));
        }
        return decoded;
    }
}
