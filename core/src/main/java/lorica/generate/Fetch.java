package lorica.generate;

import java.io.IOException;
import java.util.List;
import lorica.bank.Bank;
import lorica.bank.BankEntry;

/// Brings the adapters of entries that a bank knows and does not have: the seam for whoever has a
/// network.
@FunctionalInterface
public interface Fetch {
    /// Brings those of the adapters that are not there.
    Fetched bring(Bank bank, List<BankEntry> entries) throws IOException;

    /// What was brought.
    record Fetched(long adapters, long bytes) {
        Fetched plus(Fetched other) {
            return new Fetched(adapters + other.adapters, bytes + other.bytes);
        }
    }

    /// Brings nothing: what is not there is missed by whoever opens it.
    static Fetch none() {
        return (bank, entries) -> new Fetched(0, 0);
    }
}
