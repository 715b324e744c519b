package lorica.cli;

import java.io.IOException;
import java.util.List;
import lorica.align.BankAudit;
import lorica.bank.Bank;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;

/// Brings a bank's datasets and its adapters together for an audit.
final class AuditedBank {
    private AuditedBank() {}

    /// The audit, by the Jensen–Shannon distance where entries have datasets.
    static BankAudit of(Bank bank, int threads, ScreenProgress progress) throws IOException {
        return BankAudit.of(bank, datasets(bank, threads, progress), threads, progress);
    }

    private static DistanceMatrix datasets(Bank bank, int threads, ScreenProgress progress)
            throws IOException {
        Distance distance = Distance.parse("js");
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            return index.usable().size() < 2
                    ? new DistanceMatrix(distance.name(), List.of(), new double[0][])
                    : index.matrix(distance, Representation.parse("both"));
        }
    }
}
