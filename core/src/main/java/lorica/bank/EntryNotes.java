package lorica.bank;

import java.util.Optional;

/// What a person knows of an entry and no file says.
///
/// @param licence of the adapter and its dataset, as an SPDX name where there is one
/// @param family groups entries that are left out together
/// @param source where the dataset comes from
public record EntryNotes(
        Optional<String> licence, Optional<String> family, Optional<String> source) {
    public static EntryNotes none() {
        return new EntryNotes(Optional.empty(), Optional.empty(), Optional.empty());
    }
}
