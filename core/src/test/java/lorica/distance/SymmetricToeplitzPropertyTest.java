package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import lorica.distribution.TokenDistribution;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SymmetricToeplitzPropertyTest {
    @Provide
    Arbitrary<List<TokenDistribution>> one() {
        return Distributions.overOneVocabulary(1);
    }

    @Property(tries = 200, seed = "1")
    void bothWaysEqualTheDenseProduct(@ForAll("one") List<TokenDistribution> one) {
        TokenDistribution p = one.getFirst();
        for (Kernel kernel : new Kernel[] {new MultiscaleKernel(), new GaussianKernel(100)}) {
            SymmetricToeplitz matrix = SymmetricToeplitz.of(kernel, p.vocabulary());
            double[] expected = new double[p.vocabulary()];
            for (int j = 0; j < expected.length; j++) {
                for (int i = 0; i < p.tokens().length; i++) {
                    expected[j] += kernel.of(Math.abs(j - p.tokens()[i])) * p.mass()[i];
                }
            }
            assertThat(matrix.timesDirectly(p.tokens(), p.mass()))
                    .containsExactly(expected, within(1e-15 * 4));
            assertThat(matrix.timesByFourier(p.tokens(), p.mass()))
                    .containsExactly(expected, within(1e-14));
            assertThat(matrix.times(p.tokens(), p.mass())).containsExactly(expected, within(1e-14));
        }
    }

    @Property(tries = 3, seed = "1")
    void bothWaysAgreeAtTheSizeOfARealVocabulary(@ForAll long seed) {
        TokenDistribution p = Distributions.random(1, 32_000, seed).getFirst();
        SymmetricToeplitz matrix = SymmetricToeplitz.of(new MultiscaleKernel(), 32_000);
        double[] direct = matrix.timesDirectly(p.tokens(), p.mass());
        double[] byFourier = matrix.timesByFourier(p.tokens(), p.mass());
        double largest = 0;
        for (int i = 0; i < direct.length; i++) {
            largest = Math.max(largest, Math.abs(direct[i] - byFourier[i]));
        }
        assertThat(largest).isLessThan(1e-14);
    }
}
