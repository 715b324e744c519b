package lorica.volterra.network;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import lorica.torch.NativeScope;
import lorica.torch.NativeTensor;

/// Fits a network to samples by batches of Adam, and scores it on every sample.
final class Fitting {
    /// The share of the learning rate that the last update has.
    private static final double LAST = 0.1;

    /// Outputs of so many samples are held at once.
    private static final int SCORED = 256;

    private final Mlp network;
    private final Adam adam;

    Fitting(Mlp network, Adam adam) {
        this.network = network;
        this.adam = adam;
    }

    /// How long, and how fast.
    record Course(int epochs, int batch, double rate) {}

    /// Goes through the samples in a new order every epoch; the loss of a batch is the mean over
    /// all of its samples.
    void fit(NativeTensor inputs, Objective objective, Course course, RandomGenerator random) {
        int count = objective.count();
        int batches = (count + course.batch() - 1) / course.batch();
        int updates = Math.multiplyExact(batches, course.epochs());
        int update = 0;
        for (int epoch = 0; epoch < course.epochs(); epoch++) {
            int[] order = shuffled(count, random);
            for (int from = 0; from < count; from += course.batch()) {
                int size = Math.min(course.batch(), count - from);
                long[] batch = Arrays.stream(order, from, from + size).asLongStream().toArray();
                accumulate(inputs, objective, batch);
                double left = 1 - (1 - LAST) * update++ / updates;
                adam.step(course.rate() * left);
            }
        }
    }

    /// Adds the gradient of the mean loss of these samples.
    void accumulate(NativeTensor inputs, Objective objective, long... batch) {
        try (NativeScope _ = NativeScope.open()) {
            NativeTensor output =
                    network.forward(inputs.selected(0, NativeTensor.of(batch, batch.length)));
            float[] outputs = output.toFloats();
            float[] gradient = new float[outputs.length];
            int width = network.outputs();
            for (int row = 0; row < batch.length; row++) {
                objective.gradient((int) batch[row], outputs, row * width, gradient);
            }
            NativeTensor slope =
                    NativeTensor.of(gradient, batch.length, width).times(1.0 / batch.length);
            output.times(slope).sum().backward();
        }
    }

    /// The loss of every sample, in order.
    static double[] losses(Mlp network, NativeTensor inputs, Objective objective) {
        double[] losses = new double[objective.count()];
        int width = network.outputs();
        for (int from = 0; from < losses.length; from += SCORED) {
            int size = Math.min(SCORED, losses.length - from);
            try (NativeScope _ = NativeScope.withoutGradients()) {
                float[] outputs = network.forward(inputs.narrowed(0, from, size)).toFloats();
                for (int row = 0; row < size; row++) {
                    losses[from + row] = objective.loss(from + row, outputs, row * width);
                }
            }
        }
        return losses;
    }

    /// 0 … count − 1 in a random order.
    static int[] shuffled(int count, RandomGenerator random) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
