package lorica.tensor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that break the format; a good one with tensor `x` F32 [2] is
/// `{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}` and eight bytes.
class SafetensorsHostileTest {
    private static final String GOOD =
            "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // header | bytes of data | what the refusal says
                "[]                                                        | 8 | '{'",
                "x{}                                                       | 0 | '{'",
                "{\"x\":                                                    | 0 | JSON",
                "{}}                                                       | 0 | JSON",
                "{} {}                                                     | 0 | JSON",
                "{\"x\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}}                 | 0 | JSON",
                "{\"x\":7}                                                 | 8 | 'x'",
                "{\"x\":{\"shape\":[2],\"data_offsets\":[0,8]}}            | 8 | dtype",
                "{\"x\":{\"dtype\":\"F33\",\"shape\":[2],\"data_offsets\":[0,8]}} | 8 | F33",
                "{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}        | 8 | shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | 8 | shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | 8 | shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}} | 8 | shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | 8 | 12 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,8]}} | 8 | 2^63",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,8]}} | 8 | shape",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2]}}                 | 8 | data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}} | 8 | two data_offsets",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | 8 | inside the 8 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,16]}} | 8 | inside the 8 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9223372036854775807]}} | 8 | inside the 8 bytes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 12 | from byte 0 (no holes",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}} | 12 | 8 bytes of tensor data",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"y\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | 12 | 'y'",
                "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"x\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[8,8]}} | 8 | twice",
                "{\"__metadata__\":{\"format\":1}}                         | 0 | string values",
                "{\"__metadata__\":[]}                                     | 0 | __metadata__",
            })
    void aHeaderThatBreaksTheFormatIsRefused(String header, int data, String names) {
        assertRefused(file(header.getBytes(UTF_8), new byte[data]), names);
    }

    @Test
    void aFileShorterThanItsLengthIsRefused() {
        assertRefused(new byte[0], "8 bytes of header length");
        assertRefused(new byte[7], "8 bytes of header length");
    }

    @Test
    void aHeaderLengthBeyondTheFileIsRefused() {
        byte[] file = file(GOOD.getBytes(UTF_8), new byte[8]);
        for (long length : new long[] {0, 1, file.length - 7, 100_000_001, Long.MAX_VALUE, -1}) {
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            assertRefused(file, "header length " + Long.toUnsignedString(length));
        }
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() {
        assertRefused(file("{\"é\":1}".getBytes(ISO_8859_1), new byte[0]), "UTF-8");
    }

    @Test
    void tensorsMayLieAtAnyAlignment() {
        String header =
                """
                {"b":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},
                 "x":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}
                """;
        byte[] data =
                ByteBuffer.allocate(5)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 9)
                        .putFloat(1.5f)
                        .array();
        SafetensorsFile file = read(file(header.strip().getBytes(UTF_8), data));
        assertThat(file.tensor("x").toFloats()).containsExactly(1.5f);
    }

    @Test
    void unknownPropertiesOfATensorAreIgnored() {
        String header = GOOD.replace("\"shape\"", "\"note\":\"new\",\"shape\"");
        assertThat(read(file(header.getBytes(UTF_8), new byte[8])).tensors()).hasSize(1);
    }

    @Test
    void emptyTensorsAndScalarsAreLegal() {
        String header =
                """
                {"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
                 "z":{"dtype":"F32","shape":[0,7],"data_offsets":[4,4]}}"""
                        .replace("\n ", "");
        SafetensorsFile file = read(file(header.getBytes(UTF_8), new byte[4]));
        assertThat(file.tensor("s").toFloats()).hasSize(1);
        assertThat(file.tensor("z").toFloats()).isEmpty();
    }

    @Test
    void anAbsentTensorIsNamed() {
        assertThatThrownBy(() -> read(file(GOOD.getBytes(UTF_8), new byte[8])).tensor("y"))
                .hasMessageContaining("'y'");
    }

    @Test
    void notANumberIsRefusedWithItsPlace() {
        ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1).putFloat(Float.NaN);
        Tensor tensor = read(file(GOOD.getBytes(UTF_8), data.array())).tensor("x");
        assertThatThrownBy(tensor::toFiniteFloats)
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("NaN at [1]");
    }

    @Test
    void arithmeticOnIntegersIsRefused() {
        String header = GOOD.replace("F32", "I32");
        assertThatThrownBy(read(file(header.getBytes(UTF_8), new byte[8])).tensor("x")::toFloats)
                .hasMessageContaining("F32, F16 or BF16")
                .hasMessageContaining("I32");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path absent = folder.resolve("absent.safetensors");
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> SafetensorsFile.map(absent, arena))
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining("absent.safetensors");
        }
    }

    @Property(tries = 2000, seed = "1")
    void whateverTheBytesAFileIsReadOrRefused(
            @ForAll @IntRange(min = 1, max = 6) int changes, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] file = file(GOOD.getBytes(UTF_8), new byte[8]);
        for (int i = 0; i < changes; i++) {
            file[random.nextInt(file.length)] = (byte) random.nextInt(256);
        }
        if (random.nextInt(4) == 0) {
            file = Arrays.copyOf(file, random.nextInt(file.length + 4));
        }
        try {
            long bytes = 0;
            for (Tensor tensor : read(file).tensors().values()) {
                bytes += tensor.bytes().byteSize();
                assertThat(tensor.bytes().byteSize())
                        .isEqualTo(tensor.shape().size() * tensor.dtype().bytes());
            }
            assertThat(bytes).isLessThanOrEqualTo(file.length);
        } catch (SafetensorsException e) {
            assertThat(e).hasMessageContaining("fuzzed.safetensors");
        }
    }

    @Test
    void aWriterRefusesWhatWasNotAnnounced(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("w.safetensors");
        SafetensorsWriter writer =
                SafetensorsWriter.create(
                        path, List.of(new TensorSpec("x", Dtype.F16, Shape.of(2))), Map.of());
        assertThatThrownBy(() -> writer.write("y", new float[2])).hasMessageContaining("'y'");
        assertThatThrownBy(() -> writer.write("x", new float[3])).hasMessageContaining("of 3");
        assertThatThrownBy(writer::close).hasMessageContaining("before close");
        assertThat(Files.exists(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "F32, Infinity",
        "F32, NaN",
        "F16, 65520",
        "F16, -1e10",
        "BF16, 3.4028235e38",
        "BF16, NaN"
    })
    void aWriterRefusesValuesBeyondTheDtype(Dtype dtype, float value, @TempDir Path folder)
            throws IOException {
        SafetensorsWriter writer =
                SafetensorsWriter.create(
                        folder.resolve("w.safetensors"),
                        List.of(new TensorSpec("x", dtype, Shape.of(2))),
                        Map.of());
        assertThatThrownBy(() -> writer.write("x", new float[] {1, value}))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("'x'")
                .hasMessageContaining("range of " + dtype);
    }

    private static void assertRefused(byte[] file, String names) {
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining("fuzzed.safetensors")
                .hasMessageContaining(names);
    }

    private static SafetensorsFile read(byte[] file) {
        return SafetensorsFile.read(Path.of("fuzzed.safetensors"), MemorySegment.ofArray(file));
    }

    private static byte[] file(byte[] header, byte[] data) {
        return ByteBuffer.allocate(8 + header.length + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .put(data)
                .array();
    }
}
