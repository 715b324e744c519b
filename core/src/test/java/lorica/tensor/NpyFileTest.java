package lorica.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyFileTest {
    @TempDir private Path folder;

    /// The bytes that `numpy.save` writes for `numpy.array([[1.0, 2.0, -0.5]])`.
    @Test
    void theBytesAreThoseOfNumpy() throws IOException {
        Path file = folder.resolve("array.npy");
        NpyFile.write(file, Shape.of(1, 3), new double[] {1, 2, -0.5});
        byte[] bytes = Files.readAllBytes(file);
        assertThat(HexFormat.of().formatHex(bytes, 0, 10)).isEqualTo("934e554d505901007600");
        String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 3), }";
        assertThat(new String(bytes, 10, 118, ISO_8859_1))
                .isEqualTo(header + " ".repeat(117 - header.length()) + "\n");
        assertThat(HexFormat.of().formatHex(bytes, 128, bytes.length))
                .isEqualTo("000000000000f03f" + "0000000000000040" + "000000000000e0bf");
    }

    @Test
    void aRowHasOneExtentAndDataBeginsAtAMultipleOf64() throws IOException {
        Path file = folder.resolve("row.npy");
        NpyFile.write(file, Shape.of(2), new double[] {3}, new double[] {4});
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, ISO_8859_1)).contains("'shape': (2,), }");
        int start = 10 + ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
        assertThat(start % 64).isZero();
        assertThat(bytes).hasSize(start + 16);
    }

    @Test
    void anEmptyMatrixIsWritten() throws IOException {
        Path file = folder.resolve("empty.npy");
        NpyFile.write(file, Shape.of(0, 0));
        assertThat(Files.readString(file, ISO_8859_1)).contains("(0, 0), }").endsWith("\n");
    }

    @Test
    void numbersThatDoNotFillTheShapeAreRefusedAndNothingIsWritten() {
        Path file = folder.resolve("short.npy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NpyFile.write(file, Shape.of(2, 2), new double[3]))
                .withMessageContaining("expected 4 numbers for shape [2, 2], found 3");
        assertThat(file).doesNotExist();
    }

    @Test
    void aMatrixThatWasWrittenIsReadAgain() throws IOException {
        Path file = folder.resolve("matrix.npy");
        double[][] matrix = {{1, -0.5, 3}, {Math.PI, 0, 1e300}};
        NpyFile.write(file, Shape.of(2, 3), matrix);
        assertThat(NpyFile.readMatrix(file)).isDeepEqualTo(matrix);
    }

    @Test
    void whatIsNoMatrixIsRefusedWithTheFile() throws IOException {
        Path file = folder.resolve("other.npy");
        NpyFile.write(file, Shape.of(3), new double[] {1, 2, 3});
        assertThatThrownBy(() -> NpyFile.readMatrix(file))
                .hasMessageContainingAll("other.npy", "a matrix of <f8");
        NpyFile.write(file, Shape.of(1, 3), new double[] {1, 2, 3});
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
        assertThatThrownBy(() -> NpyFile.readMatrix(file))
                .hasMessageContainingAll("3 numbers", "16 bytes");
        Files.writeString(file, "numbers");
        assertThatThrownBy(() -> NpyFile.readMatrix(file)).hasMessageContaining(".npy");
    }
}
