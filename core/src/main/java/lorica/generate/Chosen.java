package lorica.generate;

import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/// Who made the choices of a generation, and what they know of the bank.
///
/// @param notes one sentence each, for a reader; empty where a person chose
/// @param calibration tells beyond which distance a dataset is like none of the bank
public record Chosen(List<String> notes, Calibration calibration) {
    public Chosen {
        notes = List.copyOf(notes);
    }

    /// @param far a dataset whose nearest entry is farther than this by [Remoteness] is like none
    ///     of the bank; empty where that is not known
    public Chosen(List<String> notes, OptionalDouble far) {
        this(notes, new Known(far));
    }

    /// What may have to be measured: asked once, after the bank was read for the distances.
    @FunctionalInterface
    public interface Calibration {
        OptionalDouble far() throws IOException;
    }

    private record Known(OptionalDouble far) implements Calibration {}

    /// By a person, or the defaults.
    public static Chosen byHand() {
        return new Chosen(List.of(), OptionalDouble.empty());
    }

    /// The same with its calibration made.
    Chosen settled() throws IOException {
        return new Chosen(notes, calibration.far());
    }

    /// The distance beyond which a dataset is like none of the bank, where it is known by now.
    public OptionalDouble far() {
        return calibration instanceof Known(OptionalDouble far) ? far : OptionalDouble.empty();
    }
}
