package lorica.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RopeScalingTest {
    private static final RopeScaling.Llama3 LLAMA3 = new RopeScaling.Llama3(8, 1, 4, 8192);

    @Test
    void linearStretchesEveryWavelength() {
        assertThat(new RopeScaling.Linear(4).frequency(0.5)).isEqualTo(0.125);
    }

    @Test
    void llama3LeavesShortWavelengthsAndStretchesLongOnes() {
        assertThat(LLAMA3.frequency(1)).isEqualTo(1);
        assertThat(LLAMA3.frequency(1e-5)).isEqualTo(1e-5 / 8);
    }

    /// Wavelength 4096 of context 8192: blend = (2 − 1)/(4 − 1).
    @Test
    void llama3BlendsBetween() {
        double plain = 2 * Math.PI / 4096;
        assertThat(LLAMA3.frequency(plain))
                .isCloseTo(plain * (2.0 / 3 / 8 + 1.0 / 3), within(1e-12));
    }

    @Test
    void llama3IsContinuousAtBothEnds() {
        for (double wavelength : new double[] {8192, 2048}) {
            double below = LLAMA3.frequency(2 * Math.PI / (wavelength * 0.999999));
            double above = LLAMA3.frequency(2 * Math.PI / (wavelength * 1.000001));
            assertThat(below / above).isCloseTo(1, within(1e-4));
        }
    }
}
