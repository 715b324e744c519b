package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StackedFactorsTest {
    private static final int IN = 7;
    private static final int OUT = 20;

    private final SplittableRandom random = new SplittableRandom(29);

    @Test
    void productsWithVectorsAreThoseOfTheDenseSum() {
        List<Source> sources =
                List.of(
                        ToyAdapters.random("a", 0.5, 3, IN, OUT, random),
                        ToyAdapters.random("b", 0.25, 17, IN, OUT, random),
                        ToyAdapters.random("c", 2, 2, IN, OUT, random));
        double[] dense = ToyAdapters.dense(sources, ToyAdapters.MODULE, IN, OUT);
        StackedFactors stacked =
                StackedFactors.read(new ConcatMixture().plan(sources), ToyAdapters.MODULE);
        assertThat(stacked.rank()).isEqualTo(22);
        double[] x = random.doubles(2 * IN).toArray();
        double[] y = random.doubles(2 * OUT).toArray();
        double[] images = stacked.multiply(x, 2);
        double[] preimages = stacked.multiplyTransposed(y, 2);
        for (int c = 0; c < 2; c++) {
            for (int o = 0; o < OUT; o++) {
                double sum = 0;
                for (int i = 0; i < IN; i++) {
                    sum += dense[o * IN + i] * x[c * IN + i];
                }
                assertThat(images[c * OUT + o]).isCloseTo(sum, within(1e-11));
            }
            for (int i = 0; i < IN; i++) {
                double sum = 0;
                for (int o = 0; o < OUT; o++) {
                    sum += dense[o * IN + i] * y[c * OUT + o];
                }
                assertThat(preimages[c * IN + i]).isCloseTo(sum, within(1e-11));
            }
        }
    }
}
