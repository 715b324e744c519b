package lorica.gram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import lorica.storage.Checksum;

/// A [GramRow] as bytes. Little-endian:
///
/// ```
/// modules n 4 | n × (length 4, UTF-8) | others m 4
/// m × (key 32 | 1 if the factors compare, else 0: 1 | ⟨A,A⟩ 8 | ⟨B,B⟩ 8 | updates n·8)
/// ```
final class GramRowCodec {
    /// Raised when the bytes, or what they mean, change.
    static final int VERSION = 1;

    private static final int KEY_BYTES = 32;
    private static final int MAX_NAME_BYTES = 1 << 16;

    private GramRowCodec() {}

    static byte[] encode(GramRow row) {
        List<byte[]> names = row.modules().stream().map(name -> name.getBytes(UTF_8)).toList();
        long bytes = 8 + names.stream().mapToLong(name -> 4L + name.length).sum();
        bytes += (long) row.products().size() * (KEY_BYTES + 17 + 8L * names.size());
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(names.size());
        names.forEach(name -> out.putInt(name.length).put(name));
        out.putInt(row.products().size());
        for (Map.Entry<Checksum, Products> other : row.products().entrySet()) {
            Optional<Products.Factors> factors = other.getValue().factors();
            out.put(other.getKey().bytes());
            out.put((byte) (factors.isPresent() ? 1 : 0));
            out.putDouble(factors.map(Products.Factors::a).orElse(0.0));
            out.putDouble(factors.map(Products.Factors::b).orElse(0.0));
            for (double module : other.getValue().updates()) {
                out.putDouble(module);
            }
        }
        return out.array();
    }

    /// @throws IllegalArgumentException if the bytes are no row
    static GramRow decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        try {
            List<String> modules = new ArrayList<>();
            int names = count(in, 4);
            for (int i = 0; i < names; i++) {
                int length = in.getInt();
                if (length < 0 || length > MAX_NAME_BYTES) {
                    throw damaged("a module's name of at most " + MAX_NAME_BYTES, length);
                }
                byte[] name = new byte[length];
                in.get(name);
                modules.add(new String(name, UTF_8));
            }
            SequencedMap<Checksum, Products> products = new LinkedHashMap<>();
            int others = count(in, KEY_BYTES + 17);
            for (int i = 0; i < others; i++) {
                byte[] key = new byte[KEY_BYTES];
                in.get(key);
                products.put(Checksum.fromBytes(key), products(in, names));
            }
            if (in.hasRemaining()) {
                throw damaged("the end", in.remaining());
            }
            return new GramRow(modules, products);
        } catch (BufferUnderflowException e) {
            throw damaged("more", encoded.length);
        }
    }

    private static Products products(ByteBuffer in, int modules) {
        boolean comparable = in.get() == 1;
        Products.Factors factors =
                new Products.Factors(finite(in.getDouble()), finite(in.getDouble()));
        double[] updates = new double[modules];
        for (int module = 0; module < modules; module++) {
            updates[module] = finite(in.getDouble());
        }
        return new Products(updates, comparable ? Optional.of(factors) : Optional.empty());
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "gram row: expected finite products, found " + value);
        }
        return value;
    }

    /// A number of things that take at least `size` bytes each.
    private static int count(ByteBuffer in, int size) {
        int count = in.getInt();
        if (count < 0 || (long) count * size > in.remaining()) {
            throw damaged("a number that fits %d bytes".formatted(in.remaining()), count);
        }
        return count;
    }

    private static IllegalArgumentException damaged(String expected, long found) {
        return new IllegalArgumentException(
                "gram row: expected %s, found %d".formatted(expected, found));
    }
}
