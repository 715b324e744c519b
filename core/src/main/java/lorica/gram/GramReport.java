package lorica.gram;

import java.time.Duration;
import java.util.List;
import lorica.bank.DamagedBlob;

/// What was read and computed to know the Gram matrices of a bank.
///
/// @param pairsComputed pairs of adapters whose products were computed
/// @param pairsKept pairs that stood in the bank
/// @param computing time spent on the first, by the clock
/// @param damaged kept rows that were not trusted, and computed again
/// @param unkept rows that could not be written, with the reason
public record GramReport(
        long pairsComputed,
        long pairsKept,
        Duration computing,
        List<DamagedBlob> damaged,
        List<String> unkept) {
    public GramReport {
        damaged = List.copyOf(damaged);
        unkept = List.copyOf(unkept);
    }
}
