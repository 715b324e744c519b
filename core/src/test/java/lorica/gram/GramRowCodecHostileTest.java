package lorica.gram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import lorica.storage.Checksum;
import org.junit.jupiter.api.Test;

class GramRowCodecHostileTest {
    private static final byte[] GOOD = GramRowCodec.encode(row());

    @Test
    void whatWasWrittenIsReadBack() {
        GramRow read = GramRowCodec.decode(GOOD);
        assertThat(read.modules()).containsExactly("k", "wörd");
        assertThat(GramRowCodec.encode(read)).isEqualTo(GOOD);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int length = 0; length < GOOD.length; length++) {
            byte[] cut = Arrays.copyOf(GOOD, length);
            assertThatThrownBy(() -> GramRowCodec.decode(cut))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("gram row: expected");
        }
    }

    @Test
    void bytesBehindTheEndAreRefused() {
        assertThatThrownBy(() -> GramRowCodec.decode(Arrays.copyOf(GOOD, GOOD.length + 1)))
                .hasMessageContaining("the end");
    }

    @Test
    void absurdCountsAreRefusedBeforeAnythingIsAllocated() {
        byte[] huge = GOOD.clone();
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(0, Integer.MAX_VALUE);
        assertThatThrownBy(() -> GramRowCodec.decode(huge)).hasMessageContaining("2147483647");
    }

    @Test
    void aProductThatIsNoNumberIsRefused() {
        byte[] broken = GOOD.clone();
        ByteBuffer.wrap(broken)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(broken.length - 8, Double.NaN);
        assertThatThrownBy(() -> GramRowCodec.decode(broken)).hasMessageContaining("NaN");
    }

    private static GramRow row() {
        LinkedHashMap<Checksum, Products> products = new LinkedHashMap<>();
        products.put(
                Checksum.ofStrings("one"),
                new Products(new double[] {1, 2}, Optional.of(new Products.Factors(3, 4))));
        products.put(
                Checksum.ofStrings("two"), new Products(new double[] {-5, 0.5}, Optional.empty()));
        return new GramRow(List.of("k", "wörd"), products);
    }
}
