package lorica.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.train.TrainingOptions.Batching;

/// Which rows each step sees: a function of the seed and the step alone, so that a resumed
/// training sees what an uninterrupted one would.
final class Batches {
    /// Batches whose rows are sorted by length together; more waste less padding, fewer mix better.
    private static final int BUCKET = 16;

    private final List<TokenizedExample> rows;
    private final Batching batching;
    private final long seed;
    private long epoch = -1;
    private List<List<TokenizedExample>> current = List.of();

    Batches(List<TokenizedExample> rows, Batching batching, long seed) {
        this.rows = rows;
        this.batching = batching;
        this.seed = seed;
    }

    /// Batches an epoch; the last may be smaller.
    int perEpoch() {
        return Math.ceilDiv(rows.size(), batching.size());
    }

    /// The batches of one step.
    List<List<TokenizedExample>> of(int step) {
        List<List<TokenizedExample>> batches = new ArrayList<>();
        for (int i = 0; i < batching.accumulation(); i++) {
            batches.add(batch((long) step * batching.accumulation() + i));
        }
        return batches;
    }

    private List<TokenizedExample> batch(long number) {
        long wanted = number / perEpoch();
        if (wanted != epoch) {
            epoch = wanted;
            current =
                    switch (batching.order()) {
                        case AS_GIVEN -> cut(rows);
                        case BUCKETED -> bucketed(new SplittableRandom(seed ^ (wanted * 0x9E37L)));
                    };
        }
        return current.get(Math.toIntExact(number % perEpoch()));
    }

    private List<List<TokenizedExample>> cut(List<TokenizedExample> ordered) {
        return IntStream.range(0, perEpoch())
                .mapToObj(
                        i ->
                                ordered.subList(
                                        i * batching.size(),
                                        Math.min(ordered.size(), (i + 1) * batching.size())))
                .toList();
    }

    private List<List<TokenizedExample>> bucketed(SplittableRandom random) {
        List<TokenizedExample> shuffled = new ArrayList<>(rows);
        shuffle(shuffled, random);
        int bucket = BUCKET * batching.size();
        for (int from = 0; from < shuffled.size(); from += bucket) {
            shuffled.subList(from, Math.min(shuffled.size(), from + bucket))
                    .sort(Comparator.comparingInt(row -> row.ids().length));
        }
        List<List<TokenizedExample>> batches = new ArrayList<>(cut(shuffled));
        shuffle(batches, random);
        return batches;
    }

    /// Fisher–Yates.
    private static <T> void shuffle(List<T> list, SplittableRandom random) {
        for (int i = list.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T swapped = list.get(i);
            list.set(i, list.get(j));
            list.set(j, swapped);
        }
    }
}
