package lorica.volterra.network;

import java.util.List;
import java.util.SplittableRandom;
import lorica.storage.Progress;
import lorica.torch.NativeTensor;
import lorica.volterra.network.Fitting.Course;
import lorica.volterra.process.Paths;
import lorica.volterra.process.VolterraProcess;

/// Trains one geometric deep network a time step, each from where the step before ended.
final class GdnTraining {
    private GdnTraining() {}

    /// θ₀ … θ_T.
    static ParameterPath train(
            VolterraProcess process,
            Paths paths,
            Frames frames,
            GdnOptions options,
            Progress progress) {
        List<Integer> widths = options.widths(paths.dimension(), 0);
        SplittableRandom random = new SplittableRandom(options.seed());
        ParameterPath path = new ParameterPath(paths.horizon() + 1, Mlp.size(widths));
        try (Mlp network = new Mlp(widths, options.activation());
                Adam adam = new Adam(network, options.clip())) {
            network.initialise(random, 0.1);
            Fitting fitting = new Fitting(network, adam);
            for (int t = 0; t <= paths.horizon(); t++) {
                Samples samples = Samples.of(process, paths, frames, options.decoding(), t);
                try (NativeTensor inputs = samples.tensor()) {
                    int epochs = t == 0 ? options.firstEpochs() : options.epochs();
                    adam.restart();
                    fitting.fit(
                            inputs,
                            samples.targets(),
                            new Course(epochs, options.batch(), options.rate()),
                            random);
                }
                path.set(t, network.values());
                progress.at("GDN", t + 1L, paths.horizon() + 1L);
            }
            return path;
        } catch (RuntimeException | Error e) {
            path.close();
            throw e;
        }
    }
}
