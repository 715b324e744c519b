package lorica.distance;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import lorica.distribution.TokenCounts;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/// Random distributions over one small vocabulary, from one token to the whole of it, some far from
/// uniform.
final class Distributions {
    private Distributions() {}

    static Arbitrary<List<TokenDistribution>> overOneVocabulary(int howMany) {
        return Combinators.combine(Arbitraries.integers().between(1, 300), Arbitraries.longs())
                .as((vocabulary, seed) -> random(howMany, vocabulary, seed));
    }

    static List<TokenDistribution> random(int howMany, int vocabulary, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        List<TokenDistribution> distributions = new ArrayList<>();
        for (int i = 0; i < howMany; i++) {
            distributions.add(random("dataset " + i, vocabulary, random));
        }
        return distributions;
    }

    static TokenDistribution random(String name, int vocabulary, RandomGenerator random) {
        double density = random.nextDouble();
        int decades = random.nextInt(7);
        long[] histogram = new long[vocabulary];
        histogram[random.nextInt(vocabulary)] = 1L + random.nextInt(1000);
        for (int token = 0; token < vocabulary; token++) {
            if (random.nextDouble() < density) {
                histogram[token] += (long) Math.pow(10, decades * random.nextDouble());
            }
        }
        return TokenCounts.ofHistogram(name, 1, histogram).distribution();
    }

    static TokenDistribution of(int vocabulary, int[] tokens, double... mass) {
        return new TokenDistribution("toy", vocabulary, tokens, mass);
    }
}
