package lorica.generate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.coefficient.Coefficients;
import lorica.distance.Distance;
import lorica.distance.DistanceRow;
import lorica.distance.Fingerprint;
import lorica.distribution.Tokenization;
import lorica.mixture.Mixture;
import lorica.mixture.Source;
import lorica.storage.WholeDirectory;
import lorica.token.Tokenizer;

/// Generates an adapter for a dataset from a bank.
public final class Generator {
    private Generator() {}

    public static Generation generate(Path dataset, Bank bank, Path out, GenerateOptions options)
            throws IOException {
        try (WholeDirectory whole = WholeDirectory.stage(out, WholeDirectory.Existing.REFUSE)) {
            DistanceRow distances = distances(dataset, bank, options.distance());
            Coefficients coefficients = options.rule().weigh(distances);
            mix(bank, coefficients, options.mixture(), whole.staging());
            whole.commit();
            return new Generation(out, distances, coefficients);
        }
    }

    /// The distances of a dataset to every entry of the bank that has a dataset.
    public static DistanceRow distances(Path dataset, Bank bank, Distance distance)
            throws IOException {
        List<BankEntry> usable =
                bank.entries().stream().filter(entry -> entry.dataset().isPresent()).toList();
        try (Tokenizer tokenizer = Tokenizer.open(bank.tokenizer())) {
            Tokenization tokenization =
                    new Tokenization(
                            tokenizer,
                            bank.header().vocabulary(),
                            bank.header().text(),
                            bank.header().beginning());
            Fingerprint fresh = fingerprint(tokenization, dataset.toString(), dataset, distance);
            double[] values = new double[usable.size()];
            for (int i = 0; i < values.length; i++) {
                BankEntry entry = usable.get(i);
                Path file = bank.resolve(entry.dataset().orElseThrow().path());
                values[i] =
                        distance.between(
                                fresh, fingerprint(tokenization, entry.id(), file, distance));
            }
            return new DistanceRow(
                    distance.name(),
                    dataset.toString(),
                    usable.stream().map(BankEntry::id).toList(),
                    values);
        }
    }

    private static Fingerprint fingerprint(
            Tokenization tokenization, String name, Path file, Distance distance)
            throws IOException {
        return distance.fingerprint(tokenization.count(name, file).distribution());
    }

    private static void mix(Bank bank, Coefficients coefficients, Mixture mixture, Path directory)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            List<Source> sources = new ArrayList<>();
            for (int i = 0; i < coefficients.weights().length; i++) {
                BankEntry entry = entry(bank, coefficients.entries().get(i));
                sources.add(
                        new Source(
                                entry.id(),
                                coefficients.weights()[i],
                                PeftDirectory.read(bank.resolve(entry.adapter()), arena)));
            }
            MixtureWriter.defaults().write(mixture.plan(sources), directory);
        }
    }

    private static BankEntry entry(Bank bank, String id) {
        for (BankEntry entry : bank.entries()) {
            if (entry.id().equals(id)) {
                return entry;
            }
        }
        throw new BankException(bank.directory(), "entry '" + id + "'", "such an entry", "none");
    }
}
