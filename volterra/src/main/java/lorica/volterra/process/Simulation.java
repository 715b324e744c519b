package lorica.volterra.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import lorica.storage.Checksum;
import lorica.storage.Parallel;

/// Sample paths, algorithm 1 of the thesis. Path `n` of a seed is the same whatever the number of
/// paths or threads.
///
/// @param count N
/// @param horizon T
/// @param threads on which paths are made
public record Simulation(int count, int horizon, long seed, int threads) {
    public Simulation {
        if (count < 1 || horizon < 1) {
            throw new IllegalArgumentException(
                    "simulation: expected at least one path and one step, found %d and %d"
                            .formatted(count, horizon));
        }
    }

    /// Makes one path in place, and stops where it is no longer finite.
    private interface OnePath {
        void run(Paths paths, int path, RandomGenerator random);
    }

    /// Paths of equation 3.3.1.
    public Paths of(VolterraProcess process) {
        return paths(
                process.dimension(),
                (paths, path, random) -> {
                    start(paths, path, -1, random);
                    start(paths, path, 0, random);
                    for (int t = 0; t < horizon; t++) {
                        step(process, paths, path, t, random);
                    }
                });
    }

    /// Paths of equations 3.1.1 and 3.1.2 with any kernel; X₋₁, which they do not have, is 0.
    public Paths of(KernelProcess process) {
        return paths(
                process.dimension(),
                (paths, path, random) -> {
                    start(paths, path, 0, random);
                    boolean[] factors = new boolean[horizon];
                    for (int t = 0; t < horizon; t++) {
                        factors[t] = random.nextBoolean();
                        process.step(paths, path, t, factors, random);
                    }
                });
    }

    private Paths paths(int dimension, OnePath one) {
        double[] values =
                new double
                        [Math.toIntExact(
                                Math.multiplyExact((horizon + 2L) * count, (long) dimension))];
        Paths paths = new Paths(count, horizon, dimension, values);
        try {
            Parallel.map(
                    IntStream.range(0, count).boxed().toList(),
                    threads,
                    path -> {
                        one.run(paths, path, generator(path));
                        requireFinite(paths, path);
                        return path;
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths;
    }

    private void requireFinite(Paths paths, int path) {
        for (int t = 0; t <= horizon; t++) {
            int at = paths.offset(path, t);
            for (int i = 0; i < paths.dimension(); i++) {
                if (!Double.isFinite(paths.values()[at + i])) {
                    throw new ArithmeticException(
                            "simulation: expected finite paths, found one that leaves F64 at t = %d; choose a drift that grows more slowly or a shorter horizon"
                                    .formatted(t));
                }
            }
        }
    }

    /// Streams of near seeds must not overlap.
    private RandomGenerator generator(int path) {
        String hex = Checksum.ofStrings("path", Long.toString(seed), Integer.toString(path)).hex();
        return new SplittableRandom(Long.parseUnsignedLong(hex.substring(0, 16), 16));
    }

    private static void start(Paths paths, int path, int t, RandomGenerator random) {
        int at = paths.offset(path, t);
        for (int i = 0; i < paths.dimension(); i++) {
            paths.values()[at + i] = random.nextGaussian();
        }
    }

    private static void step(
            VolterraProcess process, Paths paths, int path, int t, RandomGenerator random) {
        double[] x = paths.values();
        int d = paths.dimension();
        int previous = paths.offset(path, t - 1);
        int current = paths.offset(path, t);
        int next = paths.offset(path, t + 1);
        double factor = random.nextBoolean() ? process.randomness() : 0;
        double size = process.fluctuation().at(x, current, d);
        double[] noise = new double[d];
        for (int i = 0; i < d; i++) {
            noise[i] = random.nextGaussian();
        }
        double[] sigma = process.sigma().entries();
        for (int i = 0; i < d; i++) {
            double diffused = factor * noise[i];
            for (int j = 0; j < d; j++) {
                diffused += size * sigma[i * d + j] * noise[j];
            }
            x[next + i] =
                    x[current + i] + process.drift(x[previous + i], x[current + i]) + diffused;
        }
    }
}
