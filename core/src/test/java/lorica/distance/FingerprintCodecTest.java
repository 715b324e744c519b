package lorica.distance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FingerprintCodecTest {
    private static final Fingerprint FINGERPRINT =
            new Fingerprint(
                    "js",
                    Distributions.of(9, new int[] {2, 7}, 0.25, 0.75),
                    new double[] {-0.5, 1.5, 3});

    @Test
    void theBytesAreThoseOfTheFormat() {
        ByteBuffer expected = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
        expected.putInt(9).putInt(2).putInt(2).putInt(7).putDouble(0.25).putDouble(0.75);
        expected.putInt(3).putDouble(-0.5).putDouble(1.5).putDouble(3);
        assertThat(FingerprintCodec.encode(FINGERPRINT)).isEqualTo(expected.array());
    }

    @Test
    void whatIsEncodedIsDecoded() {
        Fingerprint decoded = decode(FingerprintCodec.encode(FINGERPRINT));
        assertThat(decoded.distance()).isEqualTo("js");
        assertThat(decoded.distribution().dataset()).isEqualTo("data");
        assertThat(decoded.distribution().vocabulary()).isEqualTo(9);
        assertThat(decoded.distribution().tokens()).containsExactly(2, 7);
        assertThat(decoded.distribution().mass()).containsExactly(0.25, 0.75);
        assertThat(decoded.statistic()).containsExactly(-0.5, 1.5, 3);
    }

    @Test
    void aFingerprintWithoutStatisticIsAWholeOne() {
        byte[] bytes =
                FingerprintCodec.encode(
                        new Fingerprint("wd", FINGERPRINT.distribution(), new double[0]));
        assertThat(bytes).hasSize(36);
        assertThat(decode(bytes).statistic()).isEmpty();
    }

    @Test
    void everyTruncationAndAnyAppendixIsRefusedByName() {
        byte[] bytes = FingerprintCodec.encode(FINGERPRINT);
        for (int length = 0; length < bytes.length; length++) {
            refused(Arrays.copyOf(bytes, length));
        }
        refused(Arrays.copyOf(bytes, bytes.length + 1));
    }

    @Test
    void countsThatDoNotFitAreRefused() {
        for (int at : new int[] {4, 32}) {
            for (int count : new int[] {-1, Integer.MIN_VALUE, 100, 1 << 29, Integer.MAX_VALUE}) {
                byte[] bytes = FingerprintCodec.encode(FINGERPRINT);
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, count);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> decode(bytes))
                        .withMessageContaining("'data'")
                        .withMessageContaining(String.valueOf(count));
            }
        }
    }

    private static void refused(byte[] bytes) {
        assertThatIllegalArgumentException()
                .as("%d bytes", bytes.length)
                .isThrownBy(() -> decode(bytes))
                .withMessageStartingWith("fingerprint of 'data'");
    }

    private static Fingerprint decode(byte[] bytes) {
        return FingerprintCodec.decode("js", "data", bytes);
    }
}
