package lorica.choice;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.bank.BlobName;
import lorica.bank.BlobStore;
import lorica.coefficient.TransferMatrix;
import lorica.distribution.Representation;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A bank's [TransferChoice]: read from its blobs where it is kept for exactly these entries and
/// losses, else made and kept. A bank that cannot be written serves all the same.
public final class TransferChoiceIndex {
    /// Raised when the grid, the loss or the document changes.
    private static final BlobName CHOICE = new BlobName("choice.transfer", 1);

    private static final JsonMapper JSON = JsonMapper.shared();

    private TransferChoiceIndex() {}

    public static TransferChoice open(
            Bank bank, TransferMatrix losses, int threads, Progress progress) throws IOException {
        BlobStore blobs = bank.blobs();
        Checksum key = key(bank, losses);
        Optional<byte[]> kept = blobs.get(key, CHOICE);
        if (kept.isPresent()) {
            try {
                return decode(kept.get());
            } catch (JacksonException | IllegalArgumentException e) {
                blobs.reject(key, CHOICE, String.valueOf(e.getMessage()));
            }
        }
        TransferChoice choice = TransferChoice.of(bank, losses, threads, progress);
        try {
            blobs.put(key, CHOICE, encode(choice));
        } catch (IOException e) {
            return choice;
        }
        return choice;
    }

    /// Other losses, another choice.
    private static Checksum key(Bank bank, TransferMatrix losses) {
        List<String> own = new ArrayList<>(List.of("choice.transfer"));
        for (double[] row : losses.losses()) {
            for (double loss : row) {
                own.add(Double.toHexString(loss));
            }
        }
        return bank.key(own);
    }

    static byte[] encode(TransferChoice choice) {
        return JSON.writeValueAsString(
                        JSON.createObjectNode()
                                .put("on", choice.way().on().label())
                                .put("strength", choice.way().strength())
                                .put("kernel", choice.way().kernel())
                                .put("temperature", choice.way().temperature())
                                .put("loss", choice.loss())
                                .put("usual", choice.usual())
                                .put("candidates", choice.candidates()))
                .getBytes(UTF_8);
    }

    static TransferChoice decode(byte[] bytes) {
        JsonNode node = JSON.readTree(bytes);
        return new TransferChoice(
                new TransferChoice.Way(
                        Representation.parse(node.required("on").stringValue()),
                        node.required("strength").doubleValue(),
                        node.required("kernel").doubleValue(),
                        node.required("temperature").doubleValue()),
                node.required("loss").doubleValue(),
                node.required("usual").doubleValue(),
                node.required("candidates").intValue());
    }
}
