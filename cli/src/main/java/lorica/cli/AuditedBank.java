package lorica.cli;

import java.io.IOException;
import java.util.List;
import lorica.align.BankAudit;
import lorica.align.CrossLosses;
import lorica.bank.Bank;
import lorica.choice.TransferIndex;
import lorica.coefficient.TransferMatrix;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;

/// Brings a bank's datasets and its adapters together for an audit.
final class AuditedBank {
    private AuditedBank() {}

    /// The audit, by the Jensen–Shannon distance where entries have datasets, and by the losses of
    /// every adapter on every dataset where the bank keeps them.
    static BankAudit of(Bank bank, int threads, ScreenProgress progress) throws IOException {
        BankAudit audit = BankAudit.of(bank, datasets(bank, threads, progress), threads, progress);
        return TransferIndex.find(bank).map(transfer -> audit.with(losses(transfer))).orElse(audit);
    }

    private static CrossLosses losses(TransferMatrix transfer) {
        return new CrossLosses(transfer.entries(), transfer.losses());
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
