package lorica.align;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import lorica.adapter.PeftDirectory;

/// The folders that the clients of a federated round sent: adapters in PEFT's form where the first
/// has an `adapter_config.json`, else tensors in safetensors files.
public sealed interface Clients permits AdapterClients, TensorClients {
    /// Names of the folders, in their order.
    List<String> names();

    /// Whether all numbers of a client are finite.
    boolean finite(int client);

    /// The updates of these clients, every module in at most 512 rows and columns.
    Updates updates(List<Integer> clients);

    /// By module, the share of energy that this projection left out.
    SortedMap<String, Double> discarded();

    /// Writes a client's refined update under the names of what it sent, into an existing folder.
    ///
    /// @param members of the alignment, as places among all clients
    void write(Alignment alignment, List<Integer> members, int client, Path folder)
            throws IOException;

    /// Opens the folders.
    ///
    /// @throws AlignmentException if they do not hold the same
    static Clients open(List<Path> folders, Arena arena) throws IOException {
        List<String> names = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new AlignmentException(folder, "a client's folder", "none");
            }
            String name = folder.toAbsolutePath().normalize().getFileName().toString();
            if (names.contains(name)) {
                throw new AlignmentException(
                        folder,
                        "folders of different names, under which results are written",
                        name);
            }
            names.add(name);
        }
        if (!folders.isEmpty() && Files.exists(folders.getFirst().resolve(PeftDirectory.CONFIG))) {
            return AdapterClients.open(names, folders, arena);
        }
        return TensorClients.open(names, folders, arena);
    }
}
