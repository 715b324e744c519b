package lorica.mixture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThinQrTest {
    @Test
    void aColumnBesideTheFirstUnitVectorDoesNotCancel() {
        for (double sign : new double[] {1, -1}) {
            ThinQr qr = ThinQr.of(3, 1, new double[] {sign, 1e-9, 0});
            assertThat(Math.abs(qr.r()[0])).isCloseTo(1, within(1e-15));
            double[] back = qr.multiply(qr.r(), 1);
            assertThat(back[0]).isCloseTo(sign, within(1e-15));
            assertThat(back[1]).isCloseTo(1e-9, within(1e-23));
        }
    }
}
