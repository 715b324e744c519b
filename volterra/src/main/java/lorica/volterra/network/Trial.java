package lorica.volterra.network;

import java.util.EnumMap;
import java.util.Map;
import lorica.storage.Progress;
import lorica.torch.Libtorch;
import lorica.torch.NativeTensor;
import lorica.volterra.network.GdnOptions.Decoding;
import lorica.volterra.process.GaussianProjection;
import lorica.volterra.process.Paths;
import lorica.volterra.process.Simulation;
import lorica.volterra.process.VolterraProcess;

/// One row of an ablation: simulates a process, trains its networks, and scores every predictor on
/// the test times of paths that no network has seen.
///
/// @param process what is simulated
/// @param paths N, trained on
/// @param heldOut paths that are scored
/// @param horizon T
/// @param until the first test time
/// @param gdn the networks of the time steps
/// @param hgn the hypernetwork
/// @param staticEpochs of the static baseline through all training times
public record Trial(
        VolterraProcess process,
        int paths,
        int heldOut,
        int horizon,
        int until,
        GdnOptions gdn,
        HgnOptions hgn,
        int staticEpochs,
        long seed) {
    public Trial {
        if (until < 3 || until > horizon || heldOut < 2) {
            throw new IllegalArgumentException(
                    "trial: expected two held-out paths and a first test time in 3 … %d, found %d and %d"
                            .formatted(horizon, heldOut, until));
        }
    }

    /// The losses of each predictor, `[test times][held-out paths]`; the sizes and the costs.
    ///
    /// @param parameters P
    /// @param weights of the hypernetwork
    /// @param gdnSeconds to train the networks of all times
    /// @param hgnSeconds to train the hypernetwork
    /// @param peakBytes the largest resident memory of the process until the end
    public record Result(
            Map<Predictor, double[][]> losses,
            long parameters,
            long weights,
            double gdnSeconds,
            double hgnSeconds,
            long peakBytes) {}

    /// Runs it.
    ///
    /// @param threads that simulate
    public Result run(int threads, Progress progress) {
        Paths training = new Simulation(paths, horizon, seed, threads).of(process);
        Paths test = new Simulation(heldOut, horizon, seed + 1_000_003, threads).of(process);
        Frames frames = Frames.of(gdn.encoding(), training, new GaussianProjection(process));
        long start = System.nanoTime();
        try (ParameterPath path = GdnTraining.train(process, training, frames, gdn, progress)) {
            double gdnSeconds = (System.nanoTime() - start) / 1e9;
            start = System.nanoTime();
            try (Hypernetwork hypernetwork = Hypernetwork.train(path, until, horizon, hgn)) {
                double hgnSeconds = (System.nanoTime() - start) / 1e9;
                try (Mlp fixed =
                        StaticTraining.train(
                                process, training, frames, gdn, until, staticEpochs, progress)) {
                    return new Result(
                            losses(test, frames, path, hypernetwork, fixed),
                            path.parameters(),
                            hypernetwork.weights(),
                            gdnSeconds,
                            hgnSeconds,
                            Libtorch.peakResidentBytes());
                }
            }
        }
    }

    private Map<Predictor, double[][]> losses(
            Paths test, Frames frames, ParameterPath path, Hypernetwork hypernetwork, Mlp fixed) {
        Map<Predictor, double[][]> losses = new EnumMap<>(Predictor.class);
        try (Mlp network = new Mlp(gdn.widths(process.dimension(), 0), gdn.activation())) {
            for (Predictor predictor : Predictor.values()) {
                double[][] ofTimes = new double[horizon - until + 1][];
                float[] z = hypernetwork.encode(path, until - 1);
                for (int t = until; t <= horizon; t++) {
                    Samples samples = Samples.of(process, test, frames, gdn.decoding(), t);
                    z = hypernetwork.next(z, t - 1);
                    ofTimes[t - until] =
                            switch (predictor) {
                                case LAST_VALUE -> lastValue(test, frames, samples);
                                case STATIC -> {
                                    try (NativeTensor inputs = samples.tensorWithTime(horizon)) {
                                        yield Fitting.losses(fixed, inputs, samples.targets());
                                    }
                                }
                                default -> {
                                    load(predictor, path, hypernetwork, z, t, network);
                                    try (NativeTensor inputs = samples.tensor()) {
                                        yield Fitting.losses(network, inputs, samples.targets());
                                    }
                                }
                            };
                }
                losses.put(predictor, ofTimes);
            }
        }
        return losses;
    }

    private void load(
            Predictor predictor,
            ParameterPath path,
            Hypernetwork hypernetwork,
            float[] z,
            int t,
            Mlp network) {
        switch (predictor) {
            case GDN -> path.load(t, network);
            case GDN_PREVIOUS -> path.load(t - 1, network);
            case HELD -> path.load(until - 1, network);
            case HGN_RECURRENT -> hypernetwork.decode(z, network);
            case HGN_ONE_STEP ->
                    hypernetwork.decode(
                            hypernetwork.next(hypernetwork.encode(path, t - 1), t - 1), network);
            case AVERAGED -> hypernetwork.decode(new float[z.length], network);
            case STATIC, LAST_VALUE -> throw new IllegalArgumentException(predictor.label());
        }
    }

    /// The outputs whose decoding is x_t and the covariance projected one step before.
    private double[] lastValue(Paths test, Frames frames, Samples samples) {
        GaussianProjection projection = new GaussianProjection(process);
        int d = process.dimension();
        float[] outputs = new float[d + LogCoordinates.size(d)];
        double[] losses = new double[test.count()];
        Frames.Frame frame = frames.at(samples.t());
        for (int path = 0; path < losses.length; path++) {
            double[] before =
                    projection.covarianceSpectrum(
                            test.values(), test.offset(path, samples.t() - 1));
            for (int i = 0; i < d; i++) {
                if (gdn.decoding() == Decoding.REFERENCE) {
                    double moved = test.at(path, samples.t())[i] - frame.reference()[i];
                    outputs[i] = (float) (moved / frame.scale());
                }
                outputs[d + i] = (float) Math.log(before[i] / frames.covariance()[i]);
            }
            losses[path] = samples.targets().loss(path, outputs, 0);
        }
        return losses;
    }
}
