package lorica.bank;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import lorica.storage.JsonFault;
import lorica.storage.SmallFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Notes on many entries, by id: `{"<id>": {"licence": …, "family": …, "source": …}, …}`.
///
/// @param others what holds where an entry's own notes say nothing
public record NotesFile(Map<String, EntryNotes> byId, EntryNotes others) {
    public NotesFile {
        byId = Map.copyOf(byId);
    }

    public static NotesFile none() {
        return new NotesFile(Map.of(), EntryNotes.none());
    }

    /// Reads a file of notes; fields other than the three (and `license`) are ignored.
    ///
    /// @throws BankException if it is not such a file
    public static NotesFile read(Path file, EntryNotes others) throws IOException {
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(SmallFile.read(file));
        } catch (JacksonException e) {
            throw new BankException(
                    file, "content", "JSON: {\"<id>\": {\"licence\": …}, …}", JsonFault.of(e));
        }
        Fields all = new Fields(file, "notes", root);
        Map<String, EntryNotes> byId = new TreeMap<>();
        for (String id : root.propertyNames()) {
            Fields entry = all.object(id);
            byId.put(
                    id,
                    new EntryNotes(
                            entry.optional("licence").or(() -> entry.optional("license")),
                            entry.optional("family"),
                            entry.optional("source")));
        }
        return new NotesFile(byId, others);
    }

    /// The notes of an entry.
    EntryNotes of(String id) {
        EntryNotes own = byId.getOrDefault(id, EntryNotes.none());
        return new EntryNotes(
                own.licence().or(others::licence),
                own.family().or(others::family),
                own.source().or(others::source));
    }
}
