package lorica.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A GGUF file read back, by the words of ggml's docs/gguf.md and not by those of the writer.
///
/// @param tensors by name; extents as the file has them, innermost first
record GgufReader(Map<String, Object> metadata, Map<String, Stored> tensors) {
    record Stored(List<Long> extents, int type, float[] values) {}

    private record Placed(String name, List<Long> extents, int type, long offset) {}

    static GgufReader read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[4];
        bytes.get(magic);
        assertThat(new String(magic, UTF_8)).isEqualTo("GGUF");
        assertThat(bytes.getInt()).isEqualTo(3);
        long tensorCount = bytes.getLong();
        long metadataCount = bytes.getLong();
        Map<String, Object> metadata = new LinkedHashMap<>();
        for (long i = 0; i < metadataCount; i++) {
            metadata.put(text(bytes), value(bytes));
        }
        List<Placed> placed = new ArrayList<>();
        for (long i = 0; i < tensorCount; i++) {
            String name = text(bytes);
            List<Long> extents = new ArrayList<>();
            int axes = bytes.getInt();
            for (int axis = 0; axis < axes; axis++) {
                extents.add(bytes.getLong());
            }
            placed.add(new Placed(name, extents, bytes.getInt(), bytes.getLong()));
        }
        int data = (bytes.position() + 31) / 32 * 32;
        Map<String, Stored> tensors = new LinkedHashMap<>();
        for (Placed tensor : placed) {
            assertThat(tensor.offset % 32).isZero();
            tensors.put(tensor.name, stored(bytes, data, tensor));
        }
        assertThat(bytes.capacity() % 32).isZero();
        return new GgufReader(metadata, tensors);
    }

    private static Stored stored(ByteBuffer bytes, int data, Placed tensor) {
        int n = Math.toIntExact(tensor.extents.stream().reduce(1L, Math::multiplyExact));
        float[] values = new float[n];
        int start = Math.toIntExact(data + tensor.offset);
        for (int i = 0; i < n; i++) {
            values[i] =
                    switch (tensor.type) {
                        case 0 -> bytes.getFloat(start + 4 * i);
                        case 1 -> Float.float16ToFloat(bytes.getShort(start + 2 * i));
                        default -> throw new AssertionError("type " + tensor.type);
                    };
        }
        return new Stored(tensor.extents, tensor.type, values);
    }

    private static String text(ByteBuffer bytes) {
        byte[] utf8 = new byte[Math.toIntExact(bytes.getLong())];
        bytes.get(utf8);
        return new String(utf8, UTF_8);
    }

    private static Object value(ByteBuffer bytes) {
        int kind = bytes.getInt();
        return switch (kind) {
            case 4 -> bytes.getInt();
            case 6 -> bytes.getFloat();
            case 8 -> text(bytes);
            default -> throw new AssertionError("kind " + kind);
        };
    }
}
