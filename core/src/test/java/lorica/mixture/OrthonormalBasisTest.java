package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import lorica.kernel.RowKernel;
import org.junit.jupiter.api.Test;

class OrthonormalBasisTest {
    @Test
    void aVectorOfZerosAddsNothing() {
        OrthonormalBasis basis = new OrthonormalBasis(3, 2);
        assertThat(basis.append(new double[3], 1, 0)).isEmpty();
        assertThat(basis.size()).isZero();
    }

    @Test
    void itTakesAsManyVectorsAsItWasMadeForAndNoMore() {
        OrthonormalBasis basis = new OrthonormalBasis(3, 2);
        basis.append(new double[] {1, 0, 0, 0, 2, 0}, 2, 0);
        assertThat(basis.size()).isEqualTo(2);
        assertThatIllegalStateException()
                .isThrownBy(() -> basis.append(new double[] {0, 0, 1}, 1, 0))
                .withMessageContaining("a basis of 2 vectors cannot take 1 more than 2");
    }

    @Test
    void aProductCombinesTheVectorsInTheirOrder() {
        OrthonormalBasis basis = new OrthonormalBasis(3, 2);
        basis.append(new double[] {0, 2, 0, 0, 0, 3}, 2, 0);
        assertThat(basis.multiply(new double[] {5, 7, 11, 13}, 2))
                .containsExactly(0, 5, 7, 0, 11, 13);
    }

    /// Vectors far from parallel, so that what is lost is rounding only.
    @Test
    void itsVectorsAreOrthonormal() {
        int length = 12;
        SplittableRandom random = new SplittableRandom(5);
        OrthonormalBasis basis = new OrthonormalBasis(length, 9);
        for (int round = 0; round < 3; round++) {
            basis.append(random.doubles(3L * length).map(x -> x - 0.5).toArray(), 3, 0);
        }
        double[] vectors = basis.from(0);
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j < 9; j++) {
                double dot = RowKernel.dot(vectors, i * length, vectors, j * length, length);
                assertThat(dot).isCloseTo(i == j ? 1 : 0, within(1e-14));
            }
        }
    }

    @Test
    void theCoefficientsGiveTheBlockBack() {
        int length = 20;
        SplittableRandom random = new SplittableRandom(3);
        OrthonormalBasis basis = new OrthonormalBasis(length, 12);
        for (int round = 0; round < 3; round++) {
            double[] block = new double[4 * length];
            for (int i = 0; i < block.length; i++) {
                // near to one another, so that the second projection has something to correct
                block[i] = i % length + 1e-7 * random.nextGaussian();
            }
            double[] before = block.clone();
            double[] coefficients = basis.append(block, 4, 0);
            for (int column = 0; column < 4; column++) {
                for (int t = 0; t < length; t++) {
                    double sum = 0;
                    for (int i = 0; i < basis.size(); i++) {
                        sum += coefficients[i * 4 + column] * basis.from(i)[t];
                    }
                    assertThat(sum).isCloseTo(before[column * length + t], within(1e-13));
                }
            }
        }
    }
}
