package lorica.tensor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import lorica.storage.JsonFault;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A memory-mapped safetensors file: its metadata and its tensors, in the order of their bytes.
///
/// Format: u64 little-endian header length `n`, `n` bytes of JSON beginning with `{` (padded with
/// spaces), then the data. Refused: a header over 100 MB, a tensor outside the data, overlaps,
/// holes, a length that does not match dtype and shape, a repeated name. Unknown properties of a
/// tensor are ignored; data need not be aligned. Source: huggingface/safetensors, README "Format".
public record SafetensorsFile(
        Path path, SequencedMap<String, String> metadata, SequencedMap<String, Tensor> tensors) {
    /// The limit of the reference implementation.
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final String WAY_OUT = "the file is damaged: fetch it or save it again";

    private static final String METADATA = "__metadata__";

    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(4)
                                                    .maxDocumentLength(MAX_HEADER_BYTES)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    public SafetensorsFile {
        metadata = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
    }

    /// Maps `path` read-only; the tensors stay valid until `arena` closes.
    ///
    /// @throws SafetensorsException if the file breaks the format
    public static SafetensorsFile map(Path path, Arena arena) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new SafetensorsException(
                    path,
                    "a regular file",
                    (Files.isDirectory(path) ? "a folder" : "a pipe or device")
                            + "; put the file itself there");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(path, channel.map(MapMode.READ_ONLY, 0, channel.size(), arena));
        }
    }

    /// The tensor of this name.
    ///
    /// @throws SafetensorsException if there is none
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new SafetensorsException(
                    path, name, "this tensor", tensors.size() + " others, not this one");
        }
        return tensor;
    }

    static SafetensorsFile read(Path path, MemorySegment file) {
        if (file.byteSize() < 8) {
            throw broken(path, "at least 8 bytes of header length", file.byteSize() + " bytes");
        }
        long headerBytes =
                file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        long available = Math.min(MAX_HEADER_BYTES, file.byteSize() - 8);
        if (isPointer(file)) {
            throw new SafetensorsException(
                    path, "tensors", "a pointer of Git LFS; fetch the file itself: git lfs pull");
        }
        if (headerBytes < 2 || headerBytes > available) {
            throw broken(
                    path,
                    "a header of 2 to %d bytes".formatted(available),
                    "header length " + Long.toUnsignedString(headerBytes));
        }
        byte[] header = file.asSlice(8, headerBytes).toArray(ValueLayout.JAVA_BYTE);
        if (header[0] != '{') {
            throw broken(path, "a header that begins with '{'", "byte " + header[0]);
        }
        MemorySegment data = file.asSlice(8 + headerBytes);
        JsonNode root = parse(path, header);
        LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
        List<Placed> placed = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : root.properties()) {
            if (property.getKey().equals(METADATA)) {
                readMetadata(path, property.getValue(), metadata);
            } else {
                placed.add(place(path, property.getKey(), property.getValue(), data));
            }
        }
        placed.sort(Comparator.comparingLong(Placed::begin).thenComparingLong(Placed::end));
        LinkedHashMap<String, Tensor> tensors = new LinkedHashMap<>();
        long end = 0;
        for (Placed next : placed) {
            if (next.begin() != end) {
                throw broken(
                        path,
                        next.tensor().name(),
                        "data from byte " + end + " (no holes, no overlaps)",
                        "data from byte " + next.begin());
            }
            end = next.end();
            tensors.put(next.tensor().name(), next.tensor());
        }
        if (end != data.byteSize()) {
            throw broken(path, end + " bytes of tensor data", data.byteSize() + " bytes");
        }
        return new SafetensorsFile(path, metadata, tensors);
    }

    /// What Git leaves in place of a large file that was not fetched.
    private static boolean isPointer(MemorySegment file) {
        byte[] start =
                file.asSlice(0, Math.min(16, file.byteSize())).toArray(ValueLayout.JAVA_BYTE);
        return new String(start, UTF_8).equals("version https://");
    }

    private record Placed(Tensor tensor, long begin, long end) {}

    private static JsonNode parse(Path path, byte[] header) {
        JsonNode root;
        try {
            root = JSON.readTree(UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString());
        } catch (CharacterCodingException e) {
            throw broken(path, "a header in UTF-8", "other bytes");
        } catch (JacksonException e) {
            throw broken(path, "a JSON header", JsonFault.of(e));
        }
        if (!root.isObject()) {
            throw broken(path, "a JSON object as header", root.getNodeType().toString());
        }
        return root;
    }

    private static void readMetadata(Path path, JsonNode node, Map<String, String> metadata) {
        if (!node.isObject()) {
            throw broken(path, "__metadata__ as a JSON object", node.toString());
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!property.getValue().isString()) {
                throw broken(
                        path,
                        "string values in __metadata__",
                        property.getKey() + " = " + property.getValue());
            }
            metadata.put(property.getKey(), property.getValue().stringValue());
        }
    }

    private static Placed place(Path path, String name, JsonNode node, MemorySegment data) {
        if (!node.isObject()) {
            throw broken(path, name, "dtype, shape and data_offsets", node.toString());
        }
        Dtype dtype = dtype(path, name, node.path("dtype"));
        List<Long> extents = longs(path, name, "shape", node.path("shape"));
        List<Long> offsets = longs(path, name, "data_offsets", node.path("data_offsets"));
        if (offsets.size() != 2) {
            throw broken(path, name, "two data_offsets", offsets.size() + " of them");
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        if (begin > end || end > data.byteSize()) {
            throw broken(
                    path,
                    name,
                    "data_offsets inside the %d bytes of data".formatted(data.byteSize()),
                    offsets.toString());
        }
        try {
            Tensor tensor =
                    new Tensor(
                            path,
                            name,
                            dtype,
                            new Shape(extents),
                            data.asSlice(begin, end - begin));
            return new Placed(tensor, begin, end);
        } catch (ArithmeticException e) {
            throw broken(path, name, "a shape of fewer than 2^63 bytes", "shape " + extents);
        }
    }

    private static Dtype dtype(Path path, String name, JsonNode node) {
        String found = node.asString("");
        for (Dtype dtype : Dtype.values()) {
            if (dtype.name().equals(found)) {
                return dtype;
            }
        }
        throw new SafetensorsException(
                path,
                name,
                "a dtype among %s; convert the file to one of them"
                        .formatted(List.of(Dtype.values())),
                found.isEmpty() ? "none" : "'" + found + "'");
    }

    private static List<Long> longs(Path path, String name, String key, JsonNode node) {
        if (!node.isArray()) {
            throw broken(path, name, key + " as a list", node.toString());
        }
        List<Long> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw broken(path, name, key + " of integers >= 0", node.toString());
            }
            values.add(value.longValue());
        }
        return values;
    }

    /// A fault of the file's form: it was cut off, overwritten, or never was safetensors.
    private static SafetensorsException broken(Path path, String expected, String found) {
        return new SafetensorsException(path, expected, found + "; " + WAY_OUT);
    }

    private static SafetensorsException broken(
            Path path, String name, String expected, String found) {
        return new SafetensorsException(path, name, expected, found + "; " + WAY_OUT);
    }
}
