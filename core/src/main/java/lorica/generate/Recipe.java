package lorica.generate;

import java.util.Arrays;
import java.util.Set;
import lorica.bank.Bank;
import lorica.coefficient.Coefficients;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetForm;
import lorica.distance.DistanceRow;
import lorica.storage.Checksum;

/// What a generation will mix and why, known before any adapter is opened.
///
/// @param form what the dataset file was taken for
/// @param checksum of the dataset file
/// @param examples number of examples in it
/// @param tokens number of tokens in what was compared of it
/// @param distances to the entries that can receive weight
/// @param inputs distances of the inputs alone to those of the same entries, by [Remoteness]
/// @param coefficients their weights
/// @param sameDataset entries whose dataset has the same content
/// @param read what was read and computed of the bank's datasets
public record Recipe(
        Dataset dataset,
        DatasetForm form,
        Bank bank,
        Checksum checksum,
        long examples,
        long tokens,
        TemplateDecision template,
        DistanceRow distances,
        DistanceRow inputs,
        Coefficients coefficients,
        Set<String> sameDataset,
        IndexReport read) {
    public Recipe {
        sameDataset = Set.copyOf(sameDataset);
    }

    /// How far the nearest entry that can receive weight is, by [Remoteness].
    public double remoteness() {
        return Arrays.stream(inputs.values()).min().orElseThrow();
    }
}
