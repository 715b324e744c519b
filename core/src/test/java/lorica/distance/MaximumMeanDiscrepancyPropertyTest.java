package lorica.distance;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MaximumMeanDiscrepancyPropertyTest {
    private static final List<Kernel> KERNELS =
            List.of(new MultiscaleKernel(), new GaussianKernel(100), new GaussianKernel(0.5));

    @Provide
    Arbitrary<List<TokenDistribution>> pairs() {
        return Distributions.overOneVocabulary(2);
    }

    @Provide
    Arbitrary<List<TokenDistribution>> triples() {
        return Distributions.overOneVocabulary(3);
    }

    @Property(tries = 300, seed = "1")
    void itIsTheQuadraticFormOfTheDifference(@ForAll("pairs") List<TokenDistribution> pair) {
        for (Kernel kernel : KERNELS) {
            DistanceLaws.assertEqualsEquation(
                    new MaximumMeanDiscrepancy(kernel),
                    pair,
                    (p, q) -> {
                        double total = 0;
                        for (int x = 0; x < p.length; x++) {
                            for (int y = 0; y < p.length; y++) {
                                total += (p[x] - q[x]) * kernel.of(Math.abs(x - y)) * (p[y] - q[y]);
                            }
                        }
                        return total;
                    });
        }
    }

    @Property(tries = 200, seed = "1")
    void itIsAtMostTwiceTheKernelAtZero(@ForAll("pairs") List<TokenDistribution> pair) {
        for (Kernel kernel : KERNELS) {
            DistanceLaws.assertAtMost(2 * kernel.of(0), new MaximumMeanDiscrepancy(kernel), pair);
        }
    }

    @Property(tries = 200, seed = "1")
    void itsRootIsAMetric(@ForAll("triples") List<TokenDistribution> triple) {
        for (Kernel kernel : KERNELS) {
            DistanceLaws.assertTriangle(0.5, new MaximumMeanDiscrepancy(kernel), triple);
        }
    }
}
