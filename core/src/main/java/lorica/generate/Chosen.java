package lorica.generate;

import java.util.List;
import java.util.OptionalDouble;

/// Who made the choices of a generation, and what they know of the bank.
///
/// @param notes one sentence each, for a reader; empty where a person chose
/// @param far a dataset whose nearest entry is farther than this is like none of the bank; empty
///     where that is not known
public record Chosen(List<String> notes, OptionalDouble far) {
    public Chosen {
        notes = List.copyOf(notes);
    }

    /// By a person, or the defaults.
    public static Chosen byHand() {
        return new Chosen(List.of(), OptionalDouble.empty());
    }
}
