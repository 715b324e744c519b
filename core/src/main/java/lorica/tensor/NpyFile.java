package lorica.tensor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lorica.storage.SmallFile;
import lorica.storage.WholeFile;

/// NumPy's `.npy` format, version 1.0, out, and in as far as this room writes it: a header that
/// `numpy.load` reads, then the numbers, little-endian F64, row-major.
///
/// ```
/// \x93NUMPY | 1 0 | u16 header length | {'descr': '<f8', …, 'shape': (n, m), } spaces \n | data
/// ```
///
/// Source: numpy.lib.format.
public final class NpyFile {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

    /// The data begins at a multiple of this, so that a reader may map it.
    private static final int ALIGNMENT = 64;

    private static final Pattern MATRIX =
            Pattern.compile(
                    "\\{'descr': '<f8', 'fortran_order': False, 'shape': \\((\\d{1,9}), (\\d{1,9})\\), }");

    private NpyFile() {}

    /// Writes an array, whole or not at all.
    ///
    /// @param rows row-major, pieces of any length whose elements together fill the shape
    /// @throws IllegalArgumentException if they do not, or need more than 2 GiB
    public static void write(Path file, Shape shape, double[]... rows) throws IOException {
        WholeFile.write(file, encode(file, shape, rows));
    }

    /// The largest file that is read: a square matrix of 5,792 rows.
    private static final int LARGEST = 1 << 28;

    /// Reads a matrix that [#write] wrote: `<f8`, C order, two axes.
    ///
    /// @throws SafetensorsException if it is another array, or cut off
    public static double[][] readMatrix(Path file) throws IOException {
        byte[] bytes = SmallFile.read(file, LARGEST);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int preamble = MAGIC.length + 2;
        if (bytes.length < preamble || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
            throw new SafetensorsException(file, "a .npy file of version 1.0", "other bytes");
        }
        int length = Math.min(Short.toUnsignedInt(buffer.getShort(8)), bytes.length - preamble);
        String header = new String(bytes, preamble, length, US_ASCII);
        Matcher matrix = MATRIX.matcher(header.strip());
        if (!matrix.matches()) {
            throw new SafetensorsException(file, "a matrix of <f8 in C order", header.strip());
        }
        int rows = Integer.parseInt(matrix.group(1));
        int columns = Integer.parseInt(matrix.group(2));
        if (columns == 0 || 8L * rows * columns != bytes.length - preamble - length) {
            throw new SafetensorsException(
                    file,
                    "%d numbers".formatted((long) rows * columns),
                    "%d bytes; the file is damaged: write it again"
                            .formatted(bytes.length - preamble - length));
        }
        buffer.position(preamble + length);
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int i = 0; i < columns; i++) {
                row[i] = buffer.getDouble();
            }
        }
        return values;
    }

    private static byte[] encode(Path file, Shape shape, double[]... rows) {
        long elements = 0;
        for (double[] row : rows) {
            elements += row.length;
        }
        if (elements != shape.size()) {
            throw new IllegalArgumentException(
                    "%s: expected %d numbers for shape %s, found %d"
                            .formatted(file, shape.size(), shape, elements));
        }
        byte[] header = header(shape);
        long size = header.length + 8 * elements;
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "%s: expected at most 2 GiB for an array of shape %s, found %d bytes; write it as CSV"
                            .formatted(file, shape, size));
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(header);
        for (double[] row : rows) {
            bytes.asDoubleBuffer().put(row);
            bytes.position(bytes.position() + 8 * row.length);
        }
        return bytes.array();
    }

    private static byte[] header(Shape shape) {
        String extents =
                shape.extents().stream().map(String::valueOf).collect(Collectors.joining(", "));
        String tuple = shape.rank() == 1 ? extents + "," : extents;
        String description =
                "{'descr': '<f8', 'fortran_order': False, 'shape': (%s), }".formatted(tuple);
        int preamble = MAGIC.length + 2;
        int unpadded = preamble + description.length() + 1;
        int length = (unpadded + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        String padded = description + " ".repeat(length - unpadded) + "\n";
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .putShort((short) (length - preamble))
                .put(padded.getBytes(US_ASCII))
                .array();
    }
}
