package lorica.gram;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import lorica.storage.Checksum;

/// One symmetric matrix of second moments as bytes. Little-endian:
///
/// ```
/// what was measured 32 | width w 4 | lower triangle, row by row, w·(w + 1)/2 · 8
/// ```
final class MomentCodec {
    /// Raised when the bytes, or what they mean, change.
    static final int VERSION = 1;

    /// The widest input whose triangle is one blob of less than 2 GiB.
    static final int WIDEST = 16_384;

    private static final int KEY_BYTES = 32;

    private MomentCodec() {}

    /// @param moment row-major, of `width²` numbers
    static byte[] encode(Checksum measured, double[] moment, int width) {
        if (width < 1 || width > WIDEST || moment.length != width * width) {
            throw new IllegalArgumentException(
                    "moments: expected a square matrix of width 1 to %d, found width %d and %d numbers"
                            .formatted(WIDEST, width, moment.length));
        }
        ByteBuffer out =
                ByteBuffer.allocate(KEY_BYTES + 4 + 4 * width * (width + 1))
                        .order(ByteOrder.LITTLE_ENDIAN);
        out.put(measured.bytes()).putInt(width);
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                out.putDouble(moment[i * width + j]);
            }
        }
        return out.array();
    }

    /// @throws IllegalArgumentException if the bytes are no matrix, or one of something else
    static double[] decode(Checksum measured, byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        if (encoded.length < KEY_BYTES + 4) {
            throw damaged("more bytes", encoded.length);
        }
        byte[] key = new byte[KEY_BYTES];
        in.get(key);
        if (!Checksum.fromBytes(key).equals(measured)) {
            throw new IllegalArgumentException(
                    "moments: expected those of %s, found those of %s"
                            .formatted(measured, Checksum.fromBytes(key)));
        }
        int width = in.getInt();
        if (width < 1 || width > WIDEST || in.remaining() != 4 * width * (width + 1)) {
            throw damaged("a width that %d bytes hold".formatted(in.remaining()), width);
        }
        double[] moment = new double[width * width];
        for (int i = 0; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                double value = in.getDouble();
                if (!Double.isFinite(value) || (i == j && value < 0)) {
                    throw new IllegalArgumentException(
                            "moments: expected finite numbers, none below 0 on the diagonal, found %s at %d, %d"
                                    .formatted(value, i, j));
                }
                moment[i * width + j] = value;
                moment[j * width + i] = value;
            }
        }
        return moment;
    }

    private static IllegalArgumentException damaged(String expected, long found) {
        return new IllegalArgumentException(
                "moments: expected %s, found %d".formatted(expected, found));
    }
}
