package lorica.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;

/// A text file in strict UTF-8, a byte order mark at its start left out.
///
/// @param marked whether the mark was there
record Utf8File(Reader reader, boolean marked) {
    private static final int BUFFER = 1 << 16;

    /// Opens a file.
    ///
    /// @throws DatasetException if its mark is that of UTF-16
    static Utf8File open(Path file) throws IOException {
        BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            in.mark(4);
            byte[] start = in.readNBytes(3);
            boolean marked =
                    start.length == 3
                            && start[0] == (byte) 0xEF
                            && start[1] == (byte) 0xBB
                            && start[2] == (byte) 0xBF;
            refuseUtf16(file, start);
            if (!marked) {
                in.reset();
            }
            return new Utf8File(new InputStreamReader(in, decoder()), marked);
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    private static CharsetDecoder decoder() {
        return UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private static void refuseUtf16(Path file, byte[] start) {
        if (start.length < 2) {
            return;
        }
        int mark = (start[0] & 0xFF) << 8 | (start[1] & 0xFF);
        if (mark == 0xFEFF || mark == 0xFFFE) {
            throw new DatasetException(
                    file, "UTF-8", "UTF-16; convert it: iconv -f UTF-16 -t UTF-8");
        }
    }

    /// The error for a file that turned out not to be UTF-8: finds the first wrong byte, because
    /// readers decode ahead of the row they are at.
    static DatasetException malformed(Path file) throws IOException {
        byte[] bytes = new byte[BUFFER];
        long line = 1;
        long offset = 0;
        int kept = 0;
        CharsetDecoder decoder = decoder();
        CharBuffer sink = CharBuffer.allocate(BUFFER);
        try (InputStream in = Files.newInputStream(file)) {
            while (true) {
                int read = in.readNBytes(bytes, kept, BUFFER - kept);
                boolean end = read < BUFFER - kept;
                ByteBuffer block = ByteBuffer.wrap(bytes, 0, kept + read);
                CoderResult result = decoder.decode(block, sink.clear(), end);
                int decoded = block.position();
                for (int i = 0; i < decoded; i++) {
                    line += bytes[i] == '\n' ? 1 : 0;
                }
                if (result.isError()) {
                    return new DatasetException(
                            file,
                            line,
                            "UTF-8",
                            "the byte 0x%02X at offset %d; convert the file, for instance iconv -f WINDOWS-1252 -t UTF-8"
                                    .formatted(bytes[decoded] & 0xFF, offset + decoded));
                }
                if (end) {
                    return new DatasetException(file, "UTF-8", "bytes that are not");
                }
                offset += decoded;
                kept = kept + read - decoded;
                System.arraycopy(bytes, decoded, bytes, 0, kept);
            }
        }
    }
}
