package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import lorica.bank.Bank;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.distance.Distance;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A bank's [AutomaticChoice]: read from its blobs where it is kept for exactly these entries, else
/// made and kept. A bank that cannot be written serves all the same.
public final class ChoiceIndex {
    /// Raised when the grid, the loss or the document changes.
    private static final BlobName CHOICE = new BlobName("choice", 3);

    private static final JsonMapper JSON = JsonMapper.shared();

    private ChoiceIndex() {}

    /// @throws IllegalArgumentException if fewer than three entries have a dataset
    public static AutomaticChoice open(Bank bank, int threads, Progress progress)
            throws IOException {
        BlobStore blobs = bank.blobs();
        Checksum key = bank.key(List.of("choice")); // another bank, another choice
        Optional<byte[]> kept = blobs.get(key, CHOICE);
        if (kept.isPresent()) {
            try {
                return decode(kept.get());
            } catch (JacksonException | IllegalArgumentException e) {
                blobs.reject(key, CHOICE, String.valueOf(e.getMessage()));
            }
        }
        AutomaticChoice choice = AutomaticChoice.of(bank, threads, progress);
        try {
            blobs.put(key, CHOICE, encode(choice));
        } catch (IOException e) {
            return choice;
        }
        return choice;
    }

    static byte[] encode(AutomaticChoice choice) {
        ObjectNode node = JSON.createObjectNode();
        node.put("distance", choice.candidate().distance().name())
                .put("on", choice.candidate().on().label())
                .put("temperature", choice.candidate().temperature());
        choice.candidate().topK().ifPresent(k -> node.put("topK", k));
        node.put("loss", choice.loss())
                .put("scale", choice.scale())
                .put("usual", choice.usual())
                .put("candidates", choice.candidates());
        return JSON.writeValueAsString(node).getBytes(UTF_8);
    }

    static AutomaticChoice decode(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        return new AutomaticChoice(
                new Candidate(
                        Distance.parse(node.required("distance").stringValue()),
                        Representation.parse(node.required("on").stringValue()),
                        node.required("temperature").doubleValue(),
                        node.has("topK")
                                ? OptionalInt.of(node.path("topK").intValue())
                                : OptionalInt.empty()),
                node.required("loss").doubleValue(),
                node.required("scale").doubleValue(),
                node.required("usual").doubleValue(),
                node.required("candidates").intValue());
    }
}
