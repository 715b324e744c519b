package lorica.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lorica.storage.DiskError;
import lorica.tensor.Dtype;
import lorica.tensor.TensorSpec;

/// Writes a GGUF file, version 3, front to back: metadata and tensor table at once, then the
/// tensors in the order announced.
///
/// ```
/// "GGUF" | u32 3 | u64 tensors | u64 metadata entries
/// metadata: key | u32 kind | value          tensor: name | u32 axes | u64 extents, innermost
/// first | u32 type | u64 offset             strings: u64 length | UTF-8
/// data: every tensor at a multiple of 32
/// ```
///
/// All little-endian. Types: F32 as they are, F16 rounded to nearest even. Source: ggml,
/// docs/gguf.md.
final class GgufWriter implements AutoCloseable {
    static final int ALIGNMENT = 32;
    private static final int MAGIC = 0x46554747; // "GGUF", little-endian
    private static final int VERSION = 3;

    private final Path path;
    private final List<TensorSpec> specs;
    private final FileChannel channel;
    private int next;

    private GgufWriter(Path path, List<TensorSpec> specs, FileChannel channel) {
        this.path = path;
        this.specs = specs;
        this.channel = channel;
    }

    /// Creates the file and writes all that stands before the data.
    static GgufWriter create(
            Path path, SequencedMap<String, GgufValue> metadata, List<TensorSpec> specs)
            throws IOException {
        Head head = new Head();
        head.u32(MAGIC).u32(VERSION).u64(specs.size()).u64(metadata.size());
        for (Map.Entry<String, GgufValue> entry : metadata.entrySet()) {
            head.text(entry.getKey()).value(entry.getValue());
        }
        long offset = 0;
        for (TensorSpec spec : specs) {
            head.text(spec.name()).u32(spec.shape().rank());
            spec.shape().extents().reversed().forEach(head::u64);
            head.u32(type(spec.dtype())).u64(offset);
            offset = Math.addExact(offset, padded(spec.bytes()));
        }
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        GgufWriter writer = new GgufWriter(path, List.copyOf(specs), channel);
        writer.drain(head.padded());
        return writer;
    }

    /// ggml's number of an element type.
    private static int type(Dtype dtype) {
        return switch (dtype) {
            case F32 -> 0;
            case F16 -> 1;
            default -> throw new IllegalArgumentException("expected F32 or F16, found " + dtype);
        };
    }

    private static long padded(long bytes) {
        return Math.addExact(bytes, ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// Writes the next announced tensor, whose values are within the range of its type.
    void write(String name, float[] values) throws IOException {
        TensorSpec spec = specs.get(next++);
        if (!spec.name().equals(name) || spec.shape().size() != values.length) {
            throw new IllegalStateException(
                    "expected %s%s next, found %s of %d"
                            .formatted(spec.name(), spec.shape(), name, values.length));
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.toIntExact(padded(spec.bytes())))
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            if (spec.dtype() == Dtype.F32) {
                bytes.putFloat(value);
            } else {
                bytes.putShort(Float.floatToFloat16(value));
            }
        }
        drain(bytes.clear());
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

    @Override
    public void close() throws IOException {
        channel.close();
        if (next < specs.size()) {
            throw new IllegalStateException("not written: " + specs.get(next).name());
        }
    }

    /// What stands before the data, as it grows.
    private static final class Head {
        private ByteBuffer bytes = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);

        private ByteBuffer room(int more) {
            if (bytes.remaining() < more) {
                bytes =
                        ByteBuffer.allocate(2 * (bytes.capacity() + more))
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .put(bytes.flip());
            }
            return bytes;
        }

        Head u32(int value) {
            room(4).putInt(value);
            return this;
        }

        Head u64(long value) {
            room(8).putLong(value);
            return this;
        }

        Head text(String value) {
            byte[] utf8 = value.getBytes(UTF_8);
            u64(utf8.length);
            room(utf8.length).put(utf8);
            return this;
        }

        void value(GgufValue value) {
            switch (value) {
                case GgufValue.Count(int count) -> u32(4).u32(count);
                case GgufValue.Real(float number) -> u32(6).u32(Float.floatToRawIntBits(number));
                case GgufValue.Text(String text) -> u32(8).text(text);
            }
        }

        ByteBuffer padded() {
            int length = Math.toIntExact(GgufWriter.padded(bytes.position()));
            room(ALIGNMENT);
            while (bytes.position() < length) {
                bytes.put((byte) 0);
            }
            return bytes.flip();
        }
    }
}
