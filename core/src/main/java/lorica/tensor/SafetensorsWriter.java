package lorica.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lorica.storage.DiskError;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes a safetensors file front to back: the header at once, then the tensors in the order
/// announced.
///
/// The same tensors give the same bytes: names in the order of `specs`, metadata sorted, the
/// header padded with spaces to a multiple of 8. Nothing is buffered beyond one chunk, so a file
/// may be larger than memory.
///
/// [#close] refuses a file in which announced tensors are missing.
public final class SafetensorsWriter implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int CHUNK_BYTES = 1 << 18;

    private final Path path;
    private final List<TensorSpec> specs;
    private final FileChannel channel;
    private final ByteBuffer chunk =
            ByteBuffer.allocate(CHUNK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private int next;

    /// Elements written of a tensor that is not whole yet.
    private long begun;

    private SafetensorsWriter(Path path, List<TensorSpec> specs, FileChannel channel) {
        this.path = path;
        this.specs = specs;
        this.channel = channel;
    }

    /// Creates the file and writes its header.
    public static SafetensorsWriter create(
            Path path, List<TensorSpec> specs, Map<String, String> metadata) throws IOException {
        byte[] header = header(specs, metadata);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        SafetensorsWriter writer = new SafetensorsWriter(path, List.copyOf(specs), channel);
        ByteBuffer start = ByteBuffer.allocate(8 + header.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(header.length).put(header).flip();
        writer.drain(start);
        return writer;
    }

    private static byte[] header(List<TensorSpec> specs, Map<String, String> metadata) {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode strings = root.putObject("__metadata__");
            new TreeMap<>(metadata).forEach(strings::put);
        }
        long offset = 0;
        for (TensorSpec spec : specs) {
            ObjectNode node = root.putObject(spec.name());
            node.put("dtype", spec.dtype().name());
            spec.shape().extents().forEach(node.putArray("shape")::add);
            long end = Math.addExact(offset, spec.bytes());
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        String json = JSON.writeValueAsString(root);
        int unpadded = json.getBytes(UTF_8).length;
        return (json + " ".repeat((8 - unpadded % 8) % 8)).getBytes(UTF_8);
    }

    /// Writes the next announced tensor, rounded to nearest even where its dtype is narrower than
    /// F32.
    ///
    /// @throws SafetensorsException if a value is NaN, infinite, or beyond the range of the dtype
    public void write(String name, float[] values) throws IOException {
        put(expect(name, values.length), values, values.length);
    }

    /// Pieces of one tensor, in order.
    public interface Pieces {
        /// The next piece; empty after the last.
        float[] next() throws IOException;
    }

    /// Writes the next announced tensor piece by piece, rounded as [#write(String, float[])] does.
    ///
    /// @throws SafetensorsException if the pieces are not the elements announced
    public void write(String name, Pieces pieces) throws IOException {
        TensorSpec spec = expect(name, specs.get(Math.min(next, specs.size() - 1)).shape().size());
        long written = 0;
        for (float[] piece = pieces.next(); piece.length > 0; piece = pieces.next()) {
            written += piece.length;
            put(spec, piece, piece.length);
        }
        if (written != spec.shape().size()) {
            throw new SafetensorsException(
                    path, name, spec.shape().size() + " elements", written + " elements");
        }
    }

    /// Writes the first `n` of `values` behind the elements of the same tensor that earlier calls
    /// wrote, or begins the next announced one, rounded as [#write(String, float[])] does.
    public void append(String name, float[] values, int n) throws IOException {
        if (begun == 0) {
            expect(name, specs.get(Math.min(next, specs.size() - 1)).shape().size());
        }
        TensorSpec spec = specs.get(next - 1);
        if (!spec.name().equals(name) || n > spec.shape().size() - begun) {
            throw new SafetensorsException(
                    path,
                    name,
                    "the other %d elements of '%s'"
                            .formatted(spec.shape().size() - begun, spec.name()),
                    "%d of '%s'".formatted(n, name));
        }
        put(spec, values, n);
        begun = begun + n < spec.shape().size() ? begun + n : 0;
    }

    private void put(TensorSpec spec, float[] values, int n) throws IOException {
        for (int i = 0; i < n; i++) {
            if (chunk.remaining() < 4) {
                drain(chunk.flip());
                chunk.clear();
            }
            put(spec, values[i]);
        }
        drain(chunk.flip());
        chunk.clear();
    }

    /// Writes the next announced tensor from bytes already in its dtype.
    public void write(String name, MemorySegment bytes) throws IOException {
        TensorSpec spec = expect(name, bytes.byteSize() / specs.get(next).dtype().bytes());
        if (bytes.byteSize() != spec.bytes()) {
            throw new SafetensorsException(
                    path, name, spec.bytes() + " bytes", bytes.byteSize() + " bytes");
        }
        for (long at = 0; at < bytes.byteSize(); at += CHUNK_BYTES) {
            long length = Math.min(CHUNK_BYTES, bytes.byteSize() - at);
            drain(bytes.asSlice(at, length).asByteBuffer());
        }
    }

    private void put(TensorSpec spec, float value) {
        switch (spec.dtype()) {
            case F32 -> {
                requireFinite(spec, value, value);
                chunk.putFloat(value);
            }
            case F16 -> {
                short rounded = Float.floatToFloat16(value);
                requireFinite(spec, value, Float.float16ToFloat(rounded));
                chunk.putShort(rounded);
            }
            case BF16 -> {
                short rounded = bfloat16(value);
                requireFinite(spec, value, Float.intBitsToFloat(rounded << 16));
                chunk.putShort(rounded);
            }
            default ->
                    throw new SafetensorsException(
                            path, spec.name(), "F32, F16 or BF16", spec.dtype().toString());
        }
    }

    private void requireFinite(TensorSpec spec, float value, float stored) {
        if (!Float.isFinite(stored)) {
            throw new SafetensorsException(
                    path,
                    spec.name(),
                    "values within the range of %s (F32 and BF16 reach 3.4e38, F16 65504)"
                            .formatted(spec.dtype()),
                    String.valueOf(value));
        }
    }

    private TensorSpec expect(String name, long elements) {
        if (begun > 0) {
            throw new SafetensorsException(
                    path, specs.get(next - 1).name(), "the rest of it", "'" + name + "'");
        }
        if (next == specs.size()) {
            throw new SafetensorsException(path, name, "no further tensor", "one more");
        }
        TensorSpec spec = specs.get(next);
        if (!spec.name().equals(name) || spec.shape().size() != elements) {
            throw new SafetensorsException(
                    path,
                    name,
                    "'%s' of %d elements next".formatted(spec.name(), spec.shape().size()),
                    "'%s' of %d".formatted(name, elements));
        }
        next++;
        return spec;
    }

    private void drain(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw DiskError.naming(path, e);
        }
    }

    /// Round to nearest, ties to even; NaN stays NaN.
    static short bfloat16(float value) {
        if (Float.isNaN(value)) {
            return (short) 0x7FC0;
        }
        int bits = Float.floatToRawIntBits(value);
        int rounded = bits + 0x7FFF + ((bits >>> 16) & 1);
        return (short) (rounded >>> 16);
    }

    /// Forces the data to the disk and closes the file.
    ///
    /// @throws SafetensorsException if announced tensors were not written
    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(true);
        }
        if (begun > 0) {
            throw new SafetensorsException(
                    path,
                    specs.get(next - 1).name(),
                    "all of it before close",
                    begun + " elements");
        }
        if (next < specs.size()) {
            throw new SafetensorsException(
                    path, specs.get(next).name(), "this tensor before close", "nothing");
        }
    }
}
