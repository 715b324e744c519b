package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;

class MomentCodecHostileTest {
    private static final Checksum MEASURED = Checksum.ofStrings("a measurement");
    private static final double[] MOMENT = {2, 0.5, -1, 0.5, 3, 0, -1, 0, 0};
    private static final byte[] GOOD = MomentCodec.encode(MEASURED, MOMENT, 3);

    @Test
    void whatWasWrittenIsReadBack() {
        assertThat(MomentCodec.decode(MEASURED, GOOD)).isEqualTo(MOMENT);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] cut = Arrays.copyOf(GOOD, length);
            assertThatThrownBy(() -> MomentCodec.decode(MEASURED, cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("moments: expected");
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        assertThatThrownBy(() -> MomentCodec.decode(MEASURED, Arrays.copyOf(GOOD, GOOD.length + 8)))
                .hasMessageContaining("a width that 56 bytes hold, found 3");
    }

    @Test
    void absurdWidthsAreRefusedBeforeAnythingIsAllocated() {
        for (int width : new int[] {0, -1, 46_341, Integer.MAX_VALUE}) {
            byte[] absurd = GOOD.clone();
            ByteBuffer.wrap(absurd).order(ByteOrder.LITTLE_ENDIAN).putInt(32, width);
            assertThatThrownBy(() -> MomentCodec.decode(MEASURED, absurd))
                    .hasMessageContaining("found " + width);
        }
    }

    @Test
    void anotherMeasurementIsRefused() {
        assertThatThrownBy(() -> MomentCodec.decode(Checksum.ofStrings("another"), GOOD))
                .hasMessageContaining("found those of " + MEASURED);
    }

    @Test
    void whatIsNoSecondMomentIsRefused() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e-9}) {
            byte[] broken = GOOD.clone();
            ByteBuffer.wrap(broken)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putDouble(broken.length - 8, value);
            assertThatThrownBy(() -> MomentCodec.decode(MEASURED, broken))
                    .hasMessageContaining("none below 0 on the diagonal, found " + value);
        }
    }

    @Test
    void whatIsNotSquareIsNotWritten() {
        assertThatThrownBy(() -> MomentCodec.encode(MEASURED, MOMENT, 2))
                .hasMessageContaining("found width 2 and 9 numbers");
    }
}
