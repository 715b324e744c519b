package lorica.volterra.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpdMatrixTest {
    @Test
    void theDistanceOfTwoDiagonalsIsThatOfTheirLogarithms() {
        SpdMatrix p = SpdMatrix.diagonal(1, Math.exp(3));
        SpdMatrix q = SpdMatrix.diagonal(Math.exp(4), 1);
        assertThat(p.distance(q)).isCloseTo(5, within(1e-13));
    }

    @Test
    void scaledIdentitiesFarApartKeepAllTheirDigits() {
        SpdMatrix tiny = SpdMatrix.scalar(10, 1e-14);
        SpdMatrix large = SpdMatrix.scalar(10, 1e6);
        assertThat(tiny.distance(large)).isCloseTo(Math.sqrt(10) * Math.log(1e20), within(1e-12));
        assertThat(tiny.geodesic(large, 0.5).entries()[0]).isCloseTo(1e-4, within(1e-17));
    }

    @Test
    void theBarycentreOfCommutingMatricesIsTheExponentialOfTheMeanLogarithm() {
        SpdMatrix centre =
                SpdMatrix.barycentre(
                        List.of(
                                SpdMatrix.diagonal(1, 2),
                                SpdMatrix.diagonal(8, 2),
                                SpdMatrix.diagonal(1, 16)),
                        1,
                        1,
                        1);
        assertThat(centre.entries()).containsExactly(new double[] {2, 0, 0, 4}, within(1e-12));
    }

    @Test
    void whatIsNotPositiveDefiniteIsRefused() {
        assertThatThrownBy(() -> SpdMatrix.of(2, 1, 2, 2, 1))
                .hasMessageContaining("expected positive finite pivots, found none at row 1 of 2");
        assertThatThrownBy(() -> SpdMatrix.of(2, 1, 2, 3, 9))
                .hasMessageContaining("expected symmetry, found 3.0 and 2.0 at (1, 0)");
        assertThatThrownBy(() -> SpdMatrix.of(2, 1, 2, 3))
                .hasMessageContaining("expected 2 × 2 entries, found 3");
        assertThatThrownBy(() -> SpdMatrix.of(1, Double.NaN))
                .hasMessageContaining("expected positive finite pivots");
    }

    @Test
    void weightsThatAreNoLawAreRefused() {
        List<SpdMatrix> points = List.of(SpdMatrix.scalar(2, 1), SpdMatrix.scalar(2, 2));
        assertThatThrownBy(() -> SpdMatrix.barycentre(points, 1))
                .hasMessageContaining("found 2 points and 1 weights");
        assertThatThrownBy(() -> SpdMatrix.barycentre(points, 1, -1))
                .hasMessageContaining("expected weights of 0 or more, found -1.0");
        assertThatThrownBy(() -> SpdMatrix.barycentre(points, 0, 0))
                .hasMessageContaining("expected weights of a positive finite sum");
    }

    @Test
    void otherSizesAreRefused() {
        assertThatThrownBy(() -> SpdMatrix.scalar(2, 1).distance(SpdMatrix.scalar(3, 1)))
                .hasMessageContaining("expected equal sizes, found 2 and 3");
    }
}
