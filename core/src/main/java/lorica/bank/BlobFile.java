package lorica.bank;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import lorica.storage.Checksum;

/// One blob's file; docs/formats.md describes it. Little-endian:
///
/// ```
/// magic 8 | version 4 | name length 4 | payload length 8 | key 32 | name | payload | SHA-256 32
/// ```
///
/// The checksum covers everything before it, so that damage anywhere is noticed.
final class BlobFile {
    /// Enough for everything before a payload.
    static final int MAX_HEADER_BYTES = 512;

    private static final byte[] MAGIC = "LORICAB1".getBytes(UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int FIXED_BYTES = 8 + 4 + 4 + 8 + KEY_BYTES;
    private static final int CHECKSUM_BYTES = 32;

    private BlobFile() {}

    /// What a blob says of itself.
    record Header(Checksum key, BlobName name, int headerBytes, long payloadBytes) {
        long fileBytes() {
            return headerBytes + payloadBytes + CHECKSUM_BYTES;
        }
    }

    /// A file that is no whole blob.
    static final class Damage extends Exception {
        private final String expected;
        private final String found;

        Damage(String expected, String found) {
            super("expected %s, found %s".formatted(expected, found));
            this.expected = expected;
            this.found = found;
        }

        String expected() {
            return expected;
        }

        String found() {
            return found;
        }
    }

    static byte[] render(Checksum key, BlobName name, byte[] payload) {
        byte[] label = name.name().getBytes(UTF_8);
        int length = Math.addExact(payload.length, FIXED_BYTES + label.length + CHECKSUM_BYTES);
        ByteBuffer file = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(MAGIC).putInt(name.version()).putInt(label.length).putLong(payload.length);
        file.put(key.bytes()).put(label).put(payload);
        file.put(Checksum.ofBytes(file.duplicate().flip()).bytes());
        return file.array();
    }

    /// Reads what stands before the payload.
    ///
    /// @param start the first bytes of the file
    /// @param fileBytes the length of the whole file
    static Header header(byte[] start, long fileBytes) throws Damage {
        if (start.length < FIXED_BYTES) {
            throw new Damage("at least %d bytes".formatted(FIXED_BYTES), start.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        buffer.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new Damage("the magic LORICAB1", "another");
        }
        int version = buffer.getInt();
        int labelBytes = buffer.getInt();
        long payloadBytes = buffer.getLong();
        byte[] key = new byte[KEY_BYTES];
        buffer.get(key);
        if (version < 0 || labelBytes < 1 || labelBytes > buffer.remaining()) {
            throw new Damage("a name inside the file", labelBytes + " bytes of it");
        }
        byte[] label = new byte[labelBytes];
        buffer.get(label);
        Header header;
        try {
            BlobName name = new BlobName(new String(label, UTF_8), version);
            header = new Header(Checksum.fromBytes(key), name, buffer.position(), payloadBytes);
        } catch (IllegalArgumentException e) {
            throw new Damage("a blob's name", String.valueOf(e.getMessage()));
        }
        if (payloadBytes < 0 || header.fileBytes() != fileBytes) {
            throw new Damage(header.fileBytes() + " bytes", fileBytes + " bytes");
        }
        return header;
    }

    /// Takes the payload out of a file that holds exactly the blob that was asked for.
    static byte[] payload(Checksum key, BlobName name, byte[] file) throws Damage {
        Header header = header(file, file.length);
        if (!header.key().equals(key) || !header.name().equals(name)) {
            throw new Damage(name + " of " + key, header.name() + " of " + header.key());
        }
        int end = file.length - CHECKSUM_BYTES;
        Checksum stated = Checksum.fromBytes(Arrays.copyOfRange(file, end, file.length));
        Checksum found = Checksum.ofBytes(ByteBuffer.wrap(file, 0, end));
        if (!stated.equals(found)) {
            throw new Damage("SHA-256 " + stated, "SHA-256 " + found);
        }
        return Arrays.copyOfRange(file, header.headerBytes(), end);
    }
}
