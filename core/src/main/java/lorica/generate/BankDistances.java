package lorica.generate;

import java.io.IOException;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.DatasetView;

/// The distances of a bank's datasets to each other.
///
/// @param matrix over the entries that have a dataset; a row is the new dataset, a column the
///     entry
/// @param read what was read of the bank
public record BankDistances(DistanceMatrix matrix, IndexReport read) {
    public static BankDistances measure(Bank bank, Distance distance, RunOptions run)
            throws IOException {
        try (BankIndex index = BankIndex.open(bank, run.threads(), run.progress())) {
            DistanceMatrix matrix =
                    DistanceMatrix.measure(
                            distance,
                            index.usable().stream().map(BankEntry::id).toList(),
                            index.fingerprints(distance, DatasetView.whole()),
                            run.threads());
            return new BankDistances(matrix, index.report());
        }
    }
}
