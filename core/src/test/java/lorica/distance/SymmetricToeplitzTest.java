package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SymmetricToeplitzTest {
    /// 1,024 ids take three transforms of 2,048 by 1,024·11 butterflies, each as long as 12 steps:
    /// the direct way may take 396 columns. The last bits show which way it was.
    @Test
    void aProductGoesByWhicheverWayTakesFewerSteps() {
        SymmetricToeplitz matrix = SymmetricToeplitz.of(new GaussianKernel(20), 1024);
        SplittableRandom random = new SplittableRandom(8);
        double[] values = random.doubles(397).toArray();
        int[] positions = IntStream.range(0, 397).map(i -> 2 * i).toArray();
        int[] fewer = Arrays.copyOf(positions, 396);
        double[] fewerValues = Arrays.copyOf(values, 396);
        assertThat(matrix.times(fewer, fewerValues))
                .isEqualTo(matrix.timesDirectly(fewer, fewerValues))
                .isNotEqualTo(matrix.timesByFourier(fewer, fewerValues));
        assertThat(matrix.times(positions, values))
                .isEqualTo(matrix.timesByFourier(positions, values))
                .isNotEqualTo(matrix.timesDirectly(positions, values));
    }
}
