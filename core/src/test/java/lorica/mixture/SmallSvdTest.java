package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmallSvdTest {
    @Test
    void aMatrixOfZerosHasUnitVectors() {
        SmallSvd svd = SmallSvd.of(2, 3, new double[6]);
        assertThat(svd.values()).containsExactly(0, 0);
        assertThat(svd.left()).containsExactly(1, 0, 0, 1);
        assertThat(svd.right()).containsExactly(1, 0, 0, 0, 1, 0);
    }
}
