package lorica.volterra.network;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.storage.Progress;
import lorica.torch.NativeTensor;
import lorica.volterra.network.Fitting.Course;
import lorica.volterra.process.Paths;
import lorica.volterra.process.VolterraProcess;

/// A baseline: one network for all times, with the time t/T as one more input, trained on the times
/// before the test. An epoch goes through the times in a new order.
final class StaticTraining {
    private StaticTraining() {}

    /// @param until the first time that is not trained on
    /// @param epochs through all times
    static Mlp train(
            VolterraProcess process,
            Paths paths,
            Frames frames,
            GdnOptions options,
            int until,
            int epochs,
            Progress progress) {
        RandomGenerator random = new SplittableRandom(options.seed() + 1);
        Mlp network = new Mlp(options.widths(paths.dimension(), 1), options.activation());
        try (Adam adam = new Adam(network, options.clip())) {
            network.initialise(random, 0.1);
            Fitting fitting = new Fitting(network, adam);
            for (int epoch = 0; epoch < epochs; epoch++) {
                int[] times = Fitting.shuffled(until, random);
                for (int i = 0; i < until; i++) {
                    Samples samples =
                            Samples.of(process, paths, frames, options.decoding(), times[i]);
                    double left = 1 - (epoch * until + i) / (double) (epochs * until);
                    try (NativeTensor inputs = samples.tensorWithTime(paths.horizon())) {
                        fitting.fit(
                                inputs,
                                samples.targets(),
                                new Course(1, options.batch(), options.rate() * left),
                                random);
                    }
                    progress.at("static network", (long) epoch * until + i, (long) epochs * until);
                }
            }
            return network;
        } catch (RuntimeException | Error e) {
            network.close();
            throw e;
        }
    }
}
