package lorica.experiment.fewexamples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import lorica.dataset.Dataset;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;

/// A few examples of a dataset, each as likely as any other, in random order.
public final class ExampleSample {
    private ExampleSample() {}

    /// Reads a dataset once, holding no more than the sample.
    ///
    /// @param most at least 1
    public static List<Example> of(Dataset dataset, int most, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<Example> sample = new ArrayList<>();
        try (ExampleReader reader = ExampleReader.open(dataset)) {
            long seen = 0;
            for (Optional<Example> next = reader.next(); next.isPresent(); next = reader.next()) {
                seen++;
                if (sample.size() < most) {
                    sample.add(next.get());
                    continue;
                }
                long place = random.nextLong(seen);
                if (place < most) {
                    sample.set((int) place, next.get());
                }
            }
        }
        for (int i = sample.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Example kept = sample.get(i);
            sample.set(i, sample.get(j));
            sample.set(j, kept);
        }
        return sample;
    }
}
