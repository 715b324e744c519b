package lorica.demo.vocabulary;

import java.nio.charset.StandardCharsets;

/// The one-to-one map of the 256 bytes to printable characters that byte-level BPE files use.
///
/// Printable Latin-1 bytes stand for themselves, the other 68 for U+0100, U+0101, … in order.
/// Source: Radford et al. (2019), GPT-2.
final class ByteAlphabet {
    private static final char[] CHARACTERS = characters();

    private ByteAlphabet() {}

    static char character(int unsignedByte) {
        return CHARACTERS[unsignedByte];
    }

    static String write(String text) {
        StringBuilder written = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            written.append(CHARACTERS[Byte.toUnsignedInt(b)]);
        }
        return written.toString();
    }

    private static char[] characters() {
        char[] characters = new char[256];
        char next = 0x100;
        for (int b = 0; b < 256; b++) {
            boolean printable = (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
            characters[b] = printable ? (char) b : next++;
        }
        return characters;
    }
}
