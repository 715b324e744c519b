package lorica.gram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import lorica.bank.Bank;
import lorica.bank.BankException;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.storage.Checksum;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The second moments of what a bank's base model sees, kept with the bank: one measurement at a
/// time, one blob an input, and one that says what was measured. docs/formats.md describes them.
///
/// Entries that are added later are compared in the same geometry; who has the base model may
/// measure again.
public final class MomentIndex implements Geometry {
    private static final BlobName MEASURED = new BlobName("moments", 1);
    private static final BlobName MOMENT = new BlobName("moment", MomentCodec.VERSION);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Bank bank;
    private final MomentSource source;
    private final long tokens;

    private MomentIndex(Bank bank, MomentSource source, long tokens) {
        this.bank = bank;
        this.source = source;
        this.tokens = tokens;
    }

    /// What measures the moments of all inputs at once.
    @FunctionalInterface
    public interface Measuring {
        /// @return by the names of [MomentSource#inputs]' values; and how many tokens were seen
        Measured measure() throws IOException;
    }

    /// @param moments by input, row-major
    public record Measured(Map<String, double[]> moments, long tokens) {}

    /// What is kept with a bank, if anything is.
    public static Optional<MomentIndex> find(Bank bank) throws IOException {
        BlobStore blobs = bank.blobs();
        Optional<byte[]> kept = blobs.get(key(), MEASURED);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonNode node = JSON.readTree(kept.get());
            return Optional.of(
                    new MomentIndex(bank, source(node), node.required("tokens").longValue()));
        } catch (JacksonException | IllegalArgumentException e) {
            blobs.reject(key(), MEASURED, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /// What is kept, where it is of this source and whole; else what is measured now, and kept in
    /// its place.
    public static MomentIndex open(Bank bank, MomentSource source, Measuring measuring)
            throws IOException {
        Optional<MomentIndex> kept = find(bank);
        if (kept.isPresent() && kept.get().source.equals(source) && kept.get().isWhole()) {
            return kept.get();
        }
        Measured measured = measuring.measure();
        for (String input : new TreeSet<>(source.inputs().values())) {
            double[] moment = Optional.ofNullable(measured.moments().get(input)).orElseThrow();
            bank.blobs()
                    .put(
                            key(input),
                            MOMENT,
                            MomentCodec.encode(
                                    source.checksum(),
                                    moment,
                                    (int) Math.round(Math.sqrt(moment.length))));
        }
        MomentIndex index = new MomentIndex(bank, source, measured.tokens());
        bank.blobs().put(key(), MEASURED, index.encode());
        return index;
    }

    public MomentSource source() {
        return source;
    }

    /// Tokens that were looked at.
    public long tokens() {
        return tokens;
    }

    @Override
    public Optional<double[]> moment(String module) throws IOException {
        String input = source.inputs().get(module);
        if (input == null) {
            throw missing(module, "those of %d others".formatted(source.inputs().size()));
        }
        Optional<double[]> moment = read(input);
        if (moment.isEmpty()) {
            throw missing(module, "none, or a damaged blob");
        }
        return moment;
    }

    private BankException missing(String module, String found) {
        return new BankException(
                bank.directory(),
                "moments of what %s sees".formatted(module),
                "them kept with the bank (`lorica bank gram %s --base DIR` measures them)"
                        .formatted(bank.directory()),
                found);
    }

    private boolean isWhole() throws IOException {
        for (String input : new TreeSet<>(source.inputs().values())) {
            if (read(input).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private Optional<double[]> read(String input) throws IOException {
        BlobStore blobs = bank.blobs();
        Optional<byte[]> bytes = blobs.get(key(input), MOMENT);
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(MomentCodec.decode(source.checksum(), bytes.get()));
        } catch (IllegalArgumentException e) {
            blobs.reject(key(input), MOMENT, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Checksum key() {
        return Checksum.ofStrings("moments");
    }

    private static Checksum key(String input) {
        return Checksum.ofStrings("moment", input);
    }

    private byte[] encode() {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("model", source.model().hex())
                        .put("datasets", source.datasets().hex())
                        .put("examples", source.examples())
                        .put("seed", source.seed())
                        .put("tokens", tokens);
        ObjectNode inputs = node.putObject("inputs");
        source.inputs().forEach(inputs::put);
        return JSON.writeValueAsString(node).getBytes(UTF_8);
    }

    private static MomentSource source(JsonNode node) {
        SequencedMap<String, String> inputs = new LinkedHashMap<>();
        node.required("inputs")
                .properties()
                .forEach(one -> inputs.put(one.getKey(), one.getValue().stringValue()));
        return new MomentSource(
                new Checksum(node.required("model").stringValue()),
                new Checksum(node.required("datasets").stringValue()),
                node.required("examples").intValue(),
                node.required("seed").longValue(),
                inputs);
    }
}
