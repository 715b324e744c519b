package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TruncationTest {
    private static final double HALF = Math.sqrt(0.5);

    @Test
    void ofTwoComponentsOfOneSizeTheFirstBecomesPositive() {
        MixedFactors mixed = factors(new double[] {3}, new double[] {-HALF, HALF}, 1);
        assertThat(mixed.b()).containsExactly((float) (Math.sqrt(3) * HALF), -mixed.b()[0]);
        assertThat(mixed.a()[0]).isCloseTo((float) -Math.sqrt(3), within(1e-6f));
    }

    @Test
    void theSignOfEachVectorIsItsOwn() {
        MixedFactors mixed = factors(new double[] {3, 2}, new double[] {1, 0, 0, -1}, 1);
        assertThat(mixed.b()[0]).isPositive(); // B [2, 2]
        assertThat(mixed.b()[3]).isPositive();
        assertThat(mixed.a()[0]).isPositive(); // A [2, 1]
        assertThat(mixed.a()[1]).isNegative();
    }

    @Test
    void aNegativeScalingGoesIntoB() {
        MixedFactors mixed = factors(new double[] {8}, new double[] {1, 0}, -2);
        assertThat(mixed.a()).containsExactly(2);
        assertThat(mixed.b()).startsWith(-2); // −2 · −2 · 2 = 8
    }

    /// Left vectors of two elements, right ones of one.
    private static MixedFactors factors(double[] values, double[] left, double scaling) {
        double[] right = new double[values.length];
        java.util.Arrays.fill(right, 1);
        ModuleReport report = new ModuleReport("m", 1, ModuleReport.Method.QR_SVD, 1, 1, 0, 0, 0);
        return new Truncation(values, left, right, report)
                .factors(new ModuleShape(values.length, 1, 2), scaling)
                .factors();
    }
}
