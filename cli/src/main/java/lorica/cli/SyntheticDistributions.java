package lorica.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import lorica.distribution.TokenCounts;
import lorica.distribution.TokenDistribution;

/// Made-up datasets as their histograms: tokens drawn by Zipf's law until enough distinct ones have
/// occurred.
///
/// Of five tokens four come from one ranking of the vocabulary that all datasets share, one from a
/// ranking of the dataset's own. How many distinct ones a dataset has is spread over 1/3 … 3 times
/// the median.
///
/// @param median of the numbers of distinct tokens
record SyntheticDistributions(int vocabulary, int median, long seed) {
    SyntheticDistributions {
        if (median < 1 || 3L * median > vocabulary) {
            throw new IllegalArgumentException(
                    "tokens: expected between 1 and a third of the vocabulary, %d, found %d"
                            .formatted(vocabulary / 3, median));
        }
    }

    List<TokenDistribution> make(int count) {
        int[] common = shuffled(new SplittableRandom(seed));
        List<TokenDistribution> distributions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SplittableRandom random = new SplittableRandom(seed + 1 + i);
            double spread = count == 1 ? 0 : 2.0 * i / (count - 1) - 1;
            int wanted = (int) Math.round(median * Math.pow(3, spread));
            distributions.add(one("dataset-%05d".formatted(i), common, wanted, random));
        }
        return distributions;
    }

    private TokenDistribution one(String name, int[] common, int wanted, RandomGenerator random) {
        int[] own = shuffled(random);
        long[] histogram = new long[vocabulary];
        for (int distinct = 0; distinct < wanted; ) {
            int[] ranking = random.nextInt(5) == 0 ? own : common;
            int rank = (int) Math.pow(vocabulary, random.nextDouble());
            int token = ranking[rank - 1];
            distinct += histogram[token] == 0 ? 1 : 0;
            histogram[token]++;
        }
        return TokenCounts.ofHistogram(name, 1, histogram).distribution();
    }

    private int[] shuffled(RandomGenerator random) {
        int[] ids = new int[vocabulary];
        for (int i = 0; i < ids.length; i++) {
            int j = random.nextInt(i + 1);
            ids[i] = ids[j];
            ids[j] = i;
        }
        return ids;
    }
}
