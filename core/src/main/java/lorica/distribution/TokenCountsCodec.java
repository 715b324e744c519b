package lorica.distribution;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// [TokenCounts] as bytes. Little-endian:
///
/// ```
/// vocabulary 4 | examples 8 | n 4 | tokens n·4 | counts n·8
/// ```
///
/// Fixed widths: a third larger than variable ones and read in one go.
public final class TokenCountsCodec {
    /// Raised when the bytes change their meaning.
    public static final int VERSION = 1;

    private static final int HEADER_BYTES = 16;

    private TokenCountsCodec() {}

    public static byte[] encode(TokenCounts counts) {
        int n = counts.tokens().length;
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(HEADER_BYTES + 12L * n))
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(counts.vocabulary()).putLong(counts.examples()).putInt(n);
        bytes.asIntBuffer().put(counts.tokens());
        bytes.position(bytes.position() + 4 * n);
        bytes.asLongBuffer().put(counts.counts());
        return bytes.array();
    }

    /// @param dataset whose counts they are
    /// @throws IllegalArgumentException if the bytes are no token counts
    public static TokenCounts decode(String dataset, byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        try {
            int vocabulary = bytes.getInt();
            long examples = bytes.getLong();
            int n = bytes.getInt();
            if (n < 0 || bytes.remaining() != 12L * n) {
                throw new IllegalArgumentException(
                        "counts of '%s': expected %d tokens in %d bytes, found %d bytes"
                                .formatted(dataset, n, 12L * n, bytes.remaining()));
            }
            int[] tokens = new int[n];
            long[] counts = new long[n];
            bytes.asIntBuffer().get(tokens);
            bytes.position(bytes.position() + 4 * n);
            bytes.asLongBuffer().get(counts);
            return new TokenCounts(dataset, vocabulary, examples, tokens, counts);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    "counts of '%s': expected at least %d bytes, found %d"
                            .formatted(dataset, HEADER_BYTES, encoded.length));
        }
    }
}
