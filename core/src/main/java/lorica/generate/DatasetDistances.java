package lorica.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.dataset.Dataset;
import lorica.dataset.PromptTemplate;
import lorica.distance.Distance;
import lorica.distance.DistanceRow;
import lorica.distribution.Representation;

/// The distances of one dataset to every entry of a bank that has a dataset.
///
/// @param template how the dataset was compared
/// @param rows one a distance, all over the same entries
/// @param read what was read of the bank
public record DatasetDistances(
        Path dataset, TemplateDecision template, List<DistanceRow> rows, IndexReport read) {
    public DatasetDistances {
        rows = List.copyOf(rows);
    }

    /// Measures a dataset; each part of it is tokenised once, whatever the number of distances.
    public static DatasetDistances measure(
            Dataset dataset,
            Bank bank,
            List<Distance> distances,
            Representation representation,
            TemplateChoice template,
            RunOptions run)
            throws IOException {
        Optional<PromptTemplate> ofBank = bank.header().template().map(PromptTemplate::parse);
        TemplateDecision decision = TemplateDecision.of(template, ofBank, dataset);
        try (BankIndex index = BankIndex.open(bank, run.threads(), run.progress())) {
            Comparison comparison = new Comparison(index, dataset, decision);
            List<DistanceRow> rows = new ArrayList<>();
            for (Distance distance : distances) {
                rows.add(comparison.row(distance, representation));
            }
            return new DatasetDistances(dataset.file(), decision, rows, index.report());
        }
    }
}
