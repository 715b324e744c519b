package lorica.generate;

import java.io.IOException;
import lorica.bank.Bank;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;

/// The distances of a bank's datasets to each other.
///
/// @param matrix over the entries that have a dataset; a row is the new dataset, a column the
///     entry
/// @param read what was read of the bank
public record BankDistances(DistanceMatrix matrix, IndexReport read) {
    public static BankDistances measure(
            Bank bank, Distance distance, Representation representation, RunOptions run)
            throws IOException {
        try (BankIndex index = BankIndex.open(bank, run.threads(), run.progress())) {
            return new BankDistances(index.matrix(distance, representation), index.report());
        }
    }
}
