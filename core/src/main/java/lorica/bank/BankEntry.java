package lorica.bank;

import java.util.Optional;

/// One pair of a bank: an adapter and the dataset it was trained on.
///
/// @param id unique in the bank; one path segment, as [#checkId] says
/// @param dataset absent when only the adapter is known: the entry is listed and not usable
/// @param hub where its files come from, where that is known: they need not be there yet
public record BankEntry(
        String id,
        AdapterReference adapter,
        Optional<FileReference> dataset,
        EntryNotes notes,
        Optional<HubOrigin> hub) {
    private static final int MAX_ID_CHARACTERS = 200;

    public BankEntry {
        checkId(id);
    }

    /// Ids name folders of the bank and rows of tables: at most 200 characters, no separator of
    /// paths, no leading dot, no control character.
    ///
    /// @throws IllegalArgumentException if `id` is anything else
    public static String checkId(String id) {
        if (id.isBlank() || id.length() > MAX_ID_CHARACTERS) {
            throw new IllegalArgumentException(
                    "entry id: expected 1 to %d characters, found %d of them in '%.40s'"
                            .formatted(MAX_ID_CHARACTERS, id.length(), id));
        }
        if (id.startsWith(".") || id.contains("/") || id.contains("\\")) {
            throw new IllegalArgumentException(
                    "entry id: expected one path segment without a leading dot, found '%s'"
                            .formatted(id));
        }
        if (id.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "entry id: expected no control characters, found '%s'"
                            .formatted(id.replaceAll("\\p{Cntrl}", "?")));
        }
        return id;
    }
}
