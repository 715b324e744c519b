package lorica.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.bank.StatedBank;
import lorica.distribution.TokenCounts;
import lorica.storage.Checksum;
import lorica.storage.SmallFile;
import lorica.storage.WholeFile;

/// [PortableIndex] as a file. Big-endian:
///
/// ```
/// magic 8 | body's length 8 | body, deflated | SHA-256 of everything before 32
/// body: document's length 4, bank.json | tokenizer's length 4, tokenizer.json | views 4,
///       a view: name's length 2, name | an entry with a dataset: examples, n, n × (step, count)
/// ```
///
/// Examples, n, steps between token ids (from −1 on) and counts are LEB128: most are one byte.
public final class PortableIndexFile {
    private static final byte[] MAGIC = "LORICAX1".getBytes(UTF_8);
    private static final int CHECKSUM_BYTES = 32;
    private static final int LARGEST = 1 << 28;
    private static final int LARGEST_BODY = 1 << 30;
    private static final int MOST_VIEWS = 100;
    private static final String VIEW = "[0-9a-z.-]{1,100}";

    /// Counts and JSON deflate to a third or a tenth; what grows more on reading is no index.
    private static final int LARGEST_GROWTH = 100;

    /// A token's step and count are a byte each at least.
    private static final int LEAST_BYTES_OF_A_TOKEN = 2;

    private PortableIndexFile() {}

    /// Writes the file whole; the same index gives the same bytes.
    ///
    /// @return how many bytes
    public static long write(PortableIndex index, Path file) throws IOException {
        byte[] body = body(index);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeLong(body.length);
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(out)) {
                deflated.write(body);
            }
        }
        bytes.writeBytes(Checksum.ofBytes(bytes.toByteArray()).bytes());
        WholeFile.write(file, bytes.toByteArray());
        return bytes.size();
    }

    private static byte[] body(PortableIndex index) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (byte[] part : List.of(index.bank().document(), index.bank().tokenizer())) {
                out.writeInt(part.length);
                out.write(part);
            }
            out.writeInt(index.counts().size());
            for (Map.Entry<String, List<TokenCounts>> view : index.counts().entrySet()) {
                out.writeUTF(view.getKey());
                for (TokenCounts counts : view.getValue()) {
                    write(counts, out);
                }
            }
        }
        return bytes.toByteArray();
    }

    private static void write(TokenCounts counts, DataOutputStream out) throws IOException {
        varint(counts.examples(), out);
        varint(counts.tokens().length, out);
        int last = -1;
        for (int i = 0; i < counts.tokens().length; i++) {
            varint(counts.tokens()[i] - last, out);
            varint(counts.counts()[i], out);
            last = counts.tokens()[i];
        }
    }

    private static void varint(long value, DataOutputStream out) throws IOException {
        long rest = value;
        while (rest >= 128) {
            out.writeByte((int) ((rest & 127) | 128));
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /// Reads a file.
    ///
    /// @throws BankException if it is none, or damaged
    public static PortableIndex read(Path file) throws IOException {
        byte[] bytes = SmallFile.read(file, LARGEST);
        int end = bytes.length - CHECKSUM_BYTES;
        if (end < MAGIC.length + Long.BYTES
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw damaged(file, "an index that `lorica bank index --export` wrote", "another file");
        }
        Checksum stated = Checksum.fromBytes(Arrays.copyOfRange(bytes, end, bytes.length));
        Checksum found = Checksum.ofBytes(ByteBuffer.wrap(bytes, 0, end));
        if (!stated.equals(found)) {
            throw damaged(file, "SHA-256 " + stated, "SHA-256 " + found);
        }
        try {
            return parse(file, inflated(bytes, end));
        } catch (EOFException
                | ZipException
                | UTFDataFormatException
                | IllegalArgumentException
                | ArithmeticException e) {
            throw damaged(file, "a whole index", String.valueOf(e.getMessage()));
        }
    }

    private static BankException damaged(Path file, String expected, String found) {
        return new BankException(file, "index", expected + " (fetch it again)", found);
    }

    private static byte[] inflated(byte[] bytes, int end) throws IOException {
        long length = ByteBuffer.wrap(bytes, MAGIC.length, Long.BYTES).getLong();
        int start = MAGIC.length + Long.BYTES;
        if (length < 0 || length > Math.min(LARGEST_BODY, (long) LARGEST_GROWTH * (end - start))) {
            throw new IllegalArgumentException(
                    "a body of %,d bytes, deflated to %,d".formatted(length, end - start));
        }
        try (InflaterInputStream in =
                new InflaterInputStream(new ByteArrayInputStream(bytes, start, end - start))) {
            byte[] body = in.readNBytes((int) length);
            if (body.length != length || in.read() >= 0) {
                throw new IllegalArgumentException("a body of another length than stated");
            }
            return body;
        }
    }

    private static PortableIndex parse(Path file, byte[] body) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            StatedBank bank = StatedBank.parse(file, part(in), part(in));
            List<String> usable =
                    bank.entries().stream()
                            .filter(entry -> entry.dataset().isPresent())
                            .map(BankEntry::id)
                            .toList();
            SequencedMap<String, List<TokenCounts>> counts = new LinkedHashMap<>();
            int views = in.readInt();
            if (views < 0 || views > MOST_VIEWS) {
                throw new IllegalArgumentException(views + " views");
            }
            for (int view = 0; view < views; view++) {
                String name = in.readUTF();
                if (counts.containsKey(name) || !name.matches(VIEW)) {
                    throw new IllegalArgumentException("a view '%s'".formatted(name));
                }
                List<TokenCounts> all = new ArrayList<>();
                for (String entry : usable) {
                    all.add(counts(entry, bank.header().vocabulary(), in));
                }
                counts.put(name, all);
            }
            if (in.read() >= 0) {
                throw new IllegalArgumentException("bytes behind its end");
            }
            return new PortableIndex(bank, counts);
        }
    }

    private static byte[] part(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new EOFException("a part of %,d bytes".formatted(length));
        }
        return in.readNBytes(length);
    }

    private static TokenCounts counts(String entry, int vocabulary, DataInputStream in)
            throws IOException {
        long examples = varint(in);
        long n = varint(in);
        if (n > Math.min(vocabulary, in.available() / LEAST_BYTES_OF_A_TOKEN)) {
            throw new IllegalArgumentException(
                    "%,d tokens of %,d in %,d bytes".formatted(n, vocabulary, in.available()));
        }
        int[] tokens = new int[(int) n];
        long[] counts = new long[(int) n];
        long last = -1;
        for (int i = 0; i < n; i++) {
            last += Math.clamp(varint(in), 0, vocabulary);
            tokens[i] = (int) Math.min(last, Integer.MAX_VALUE);
            counts[i] = varint(in);
        }
        TokenCounts all = new TokenCounts(entry, vocabulary, examples, tokens, counts);
        all.total(); // throws where the sum has more than 63 bits
        return all;
    }

    private static long varint(DataInputStream in) throws IOException {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            int next = in.readUnsignedByte();
            value |= (long) (next & 127) << shift;
            if (next < 128) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits");
    }
}
