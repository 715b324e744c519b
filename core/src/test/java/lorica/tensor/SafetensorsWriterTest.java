package lorica.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsWriterTest {
    @TempDir private Path folder;

    @Test
    void theHeaderEndsOnAMultipleOfEightAndTheBytesAreRepeatable() throws IOException {
        byte[] one = write("one", Dtype.F32, 1, 2, 3);
        byte[] two = write("two", Dtype.F32, 1, 2, 3);
        assertThat(one).isEqualTo(two);
        long header = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(header % 8).isZero();
        assertThat(one).hasSize((int) (8 + header + 12));
        assertThat(new String(one, 8, 25, UTF_8)).startsWith("{\"__metadata__\":{\"format\"");
    }

    @ParameterizedTest
    @CsvSource({"1.0004883, 1.0", "1.0014648, 1.0019531", "65519, 65504", "-0.1, -0.099975586"})
    void halvesAreRoundedToNearestEven(float value, float half) throws IOException {
        write("f16", Dtype.F16, value);
        assertThat(read("f16")[0]).isEqualTo(half);
    }

    @Test
    void brainFloatsAreTheNearestOnes() {
        assertThat(SafetensorsWriter.bfloat16(bits(0x3F808000))).isEqualTo((short) 0x3F80);
        assertThat(SafetensorsWriter.bfloat16(bits(0x3F818000))).isEqualTo((short) 0x3F82);
        assertThat(SafetensorsWriter.bfloat16(bits(0x3F808001))).isEqualTo((short) 0x3F81);
        assertThat(SafetensorsWriter.bfloat16(bits(0x3F807FFF))).isEqualTo((short) 0x3F80);
        assertThat(SafetensorsWriter.bfloat16(-0f)).isEqualTo((short) 0x8000);
    }

    @Test
    void aTensorLargerThanTheBufferIsWrittenWhole() throws IOException {
        float[] values = new float[200_001];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        write("large", Dtype.F32, values);
        assertThat(read("large")).isEqualTo(values);
    }

    @Test
    void aTensorAppendedInPartsHasTheBytesOfOneWrittenAtOnce() throws IOException {
        byte[] whole = write("x", Dtype.BF16, 1, 2, 3, 4, 5);
        Path path = folder.resolve("parts");
        try (SafetensorsWriter writer = create(path, 5)) {
            writer.append("x", new float[] {1, 2, 99}, 2);
            writer.append("x", new float[] {3}, 1);
            writer.append("x", new float[] {4, 5}, 2);
        }
        assertThat(path).hasBinaryContent(whole);
    }

    @Test
    void partsThatAreTooMuchOrTooLittleAreRefused() throws IOException {
        SafetensorsWriter writer = create(folder.resolve("parts"), 5);
        writer.append("x", new float[] {1, 2, 3}, 3);
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> writer.append("x", new float[] {4, 5, 6}, 3))
                .withMessageContaining("the other 2 elements of 'x', found 3 of 'x'");
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(() -> writer.write("v", new float[] {4, 5}))
                .withMessageContaining("the rest of it");
        assertThatExceptionOfType(SafetensorsException.class)
                .isThrownBy(writer::close)
                .withMessageContaining("all of it before close, found 3 elements");
    }

    private static SafetensorsWriter create(Path path, int n) throws IOException {
        return SafetensorsWriter.create(
                path,
                List.of(new TensorSpec("x", Dtype.BF16, Shape.of(n))),
                Map.of("format", "pt"));
    }

    private byte[] write(String name, Dtype dtype, float... values) throws IOException {
        Path path = folder.resolve(name);
        Files.deleteIfExists(path);
        List<TensorSpec> specs = List.of(new TensorSpec("x", dtype, Shape.of(values.length)));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(path, specs, Map.of("format", "pt"))) {
            writer.write("x", values);
        }
        return Files.readAllBytes(path);
    }

    private float[] read(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return SafetensorsFile.map(folder.resolve(name), arena).tensor("x").toFloats();
        }
    }

    private static float bits(int bits) {
        return Float.intBitsToFloat(bits);
    }
}
