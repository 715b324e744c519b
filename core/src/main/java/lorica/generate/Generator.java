package lorica.generate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.coefficient.Coefficients;
import lorica.distance.Distance;
import lorica.distance.DistanceRow;
import lorica.distance.Fingerprint;
import lorica.distribution.DatasetView;
import lorica.distribution.TokenCounts;
import lorica.mixture.Mixture;
import lorica.mixture.Source;
import lorica.storage.WholeDirectory;

/// Generates an adapter for a dataset from a bank.
public final class Generator {
    private Generator() {}

    public static Generation generate(Path dataset, Bank bank, Path out, GenerateOptions options)
            throws IOException {
        try (WholeDirectory whole = WholeDirectory.stage(out, WholeDirectory.Existing.REFUSE)) {
            DistanceRow distances;
            IndexReport read;
            try (BankIndex index = BankIndex.open(bank)) {
                distances = distances(dataset, index, options.distance());
                read = index.report();
            }
            Coefficients coefficients = options.rule().weigh(distances);
            mix(bank, coefficients, options.mixture(), whole.staging());
            whole.commit();
            return new Generation(out, distances, coefficients, read);
        }
    }

    /// The distances of a dataset to every entry of the bank that has a dataset.
    public static DistanceRow distances(Path dataset, Bank bank, Distance distance)
            throws IOException {
        try (BankIndex index = BankIndex.open(bank)) {
            return distances(dataset, index, distance);
        }
    }

    private static DistanceRow distances(Path dataset, BankIndex index, Distance distance)
            throws IOException {
        DatasetView view = DatasetView.whole();
        TokenCounts counts = index.tokenization().count(dataset.toString(), dataset, view);
        Fingerprint fresh = distance.fingerprint(counts.distribution());
        double[] values =
                index.fingerprints(distance, view).stream()
                        .mapToDouble(kept -> distance.between(fresh, kept))
                        .toArray();
        return new DistanceRow(
                distance.name(),
                dataset.toString(),
                index.usable().stream().map(BankEntry::id).toList(),
                values);
    }

    private static void mix(Bank bank, Coefficients coefficients, Mixture mixture, Path directory)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<Source> sources = new ArrayList<>();
            for (int i = 0; i < coefficients.weights().length; i++) {
                BankEntry entry = bank.entry(coefficients.entries().get(i));
                sources.add(
                        new Source(
                                entry.id(),
                                coefficients.weights()[i],
                                PeftDirectory.read(bank.checkedAdapter(entry), arena)));
            }
            MixtureWriter.defaults().write(mixture.plan(sources), directory);
        }
    }
}
