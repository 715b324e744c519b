package lorica.distance;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import lorica.distribution.TokenDistribution;

/// A [Fingerprint] as bytes, the same form for every distance. Little-endian:
///
/// ```
/// vocabulary 4 | n 4 | tokens n·4 | mass n·8 | m 4 | statistic m·8
/// ```
///
/// Plain doubles, so that what is read back gives the same distances to the last bit.
public final class FingerprintCodec {
    /// Raised when the bytes change their meaning.
    public static final int VERSION = 1;

    private FingerprintCodec() {}

    public static byte[] encode(Fingerprint fingerprint) {
        TokenDistribution distribution = fingerprint.distribution();
        int n = distribution.tokens().length;
        double[] statistic = fingerprint.statistic();
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(12 + 12L * n + 8L * statistic.length))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(distribution.vocabulary()).putInt(n);
        bytes.asIntBuffer().put(distribution.tokens());
        bytes.position(bytes.position() + 4 * n);
        bytes.asDoubleBuffer().put(distribution.mass());
        bytes.position(bytes.position() + 8 * n);
        bytes.putInt(statistic.length).asDoubleBuffer().put(statistic);
        return bytes.array();
    }

    /// @param distance name of the distance that made it
    /// @param dataset whose fingerprint it is
    /// @throws IllegalArgumentException if the bytes are no fingerprint
    public static Fingerprint decode(String distance, String dataset, byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int vocabulary = bytes.getInt();
            int[] tokens = new int[length(dataset, bytes, bytes.getInt(), 4)];
            bytes.asIntBuffer().get(tokens);
            bytes.position(bytes.position() + 4 * tokens.length);
            double[] mass = doubles(dataset, bytes, tokens.length);
            double[] statistic = doubles(dataset, bytes, bytes.getInt());
            if (bytes.hasRemaining()) {
                throw wrong(dataset, "no further bytes", bytes.remaining() + " of them");
            }
            return new Fingerprint(
                    distance, new TokenDistribution(dataset, vocabulary, tokens, mass), statistic);
        } catch (BufferUnderflowException e) {
            throw wrong(dataset, "a whole fingerprint", encoded.length + " bytes");
        }
    }

    private static double[] doubles(String dataset, ByteBuffer bytes, int count) {
        double[] values = new double[length(dataset, bytes, count, 8)];
        bytes.asDoubleBuffer().get(values);
        bytes.position(bytes.position() + 8 * count);
        return values;
    }

    private static int length(String dataset, ByteBuffer bytes, int count, int width) {
        if (count < 0 || (long) count * width > bytes.remaining()) {
            throw wrong(dataset, "a count that fits the bytes", String.valueOf(count));
        }
        return count;
    }

    private static IllegalArgumentException wrong(String dataset, String expected, String found) {
        return new IllegalArgumentException(
                "fingerprint of '%s': expected %s, found %s".formatted(dataset, expected, found));
    }
}
