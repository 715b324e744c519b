package lorica.generate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What vLLM needs to be told to serve an adapter of a rank.
///
/// @param flag the smallest value of `--max-lora-rank` that admits it; empty where none does
record ServedRank(int rank, OptionalInt flag) {
    /// The values that vLLM takes.
    private static final List<Integer> VALUES = List.of(1, 8, 16, 32, 64, 128, 256, 320, 512);

    /// What it takes where nothing is said.
    private static final int DEFAULT = 16;

    static ServedRank of(int rank) {
        return new ServedRank(
                rank, VALUES.stream().filter(v -> v >= rank).mapToInt(v -> v).findFirst());
    }

    /// The options to serve it with, a space in front, or nothing.
    String option() {
        return rank > DEFAULT && flag.isPresent() ? " --max-lora-rank " + flag.getAsInt() : "";
    }

    Optional<String> warning() {
        if (rank <= DEFAULT) {
            return Optional.empty();
        }
        return Optional.of(
                flag.isPresent()
                        ? "Rank %d: vLLM serves it only with --max-lora-rank %d (its default is %d)."
                                .formatted(rank, flag.getAsInt(), DEFAULT)
                        : "Rank %d: vLLM serves no adapter above rank %d; a delta mixture has the rank you choose (--mixture delta --rank N)."
                                .formatted(rank, VALUES.getLast()));
    }
}
