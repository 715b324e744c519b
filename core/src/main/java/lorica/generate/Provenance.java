package lorica.generate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.storage.Checksum;

/// Where a generated adapter comes from: everything that another person needs to make the same
/// bytes again. Written beside the adapter as `lorica.json`.
///
/// It holds no time and no path but those that were typed: the same inputs give the same file.
///
/// @param version of Lorica
/// @param command that makes it again
/// @param baseModel the base model that the adapter belongs to
/// @param sources every entry that was compared, the largest weight first; of equal weights the
///     nearer first
/// @param warnings one sentence each
public record Provenance(
        String version,
        String command,
        String baseModel,
        DatasetFacts dataset,
        BankFacts bank,
        Choices choices,
        TemplateDecision template,
        List<SourceFacts> sources,
        ResultFacts result,
        List<String> warnings) {
    public Provenance {
        sources = List.copyOf(sources);
        warnings = List.copyOf(warnings);
    }

    /// The dataset that the adapter was made for.
    ///
    /// @param name the file as it was named
    /// @param form what it was taken for: format and shape
    public record DatasetFacts(
            String name, String form, Checksum checksum, long examples, long tokens) {}

    /// The bank as it was.
    ///
    /// @param name the directory as it was named
    /// @param checksum of its `bank.json`
    /// @param entries number of all entries
    /// @param compared number of those that could receive weight
    public record BankFacts(String name, Checksum checksum, int entries, int compared) {}

    /// The choices, by the names of the command line.
    ///
    /// @param on what of the datasets was compared
    /// @param notes how they were made where no person made them, one sentence each
    public record Choices(
            String distance,
            String on,
            String rule,
            double temperature,
            String mixture,
            OptionalInt rank,
            OptionalInt topK,
            OptionalDouble minimumMass,
            String dtype,
            String template,
            List<String> excluded,
            List<String> notes) {
        public Choices {
            notes = List.copyOf(notes);
            excluded = List.copyOf(excluded);
        }
    }

    /// One entry of the bank and its share.
    ///
    /// @param weights checksum of the adapter's weights file
    /// @param group number of its initialisation group, from 1; empty for an entry without weight
    /// @param repository of its dataset on the hub
    /// @param sameDataset whether its dataset is the very file that the adapter was made for
    public record SourceFacts(
            String entry,
            double distance,
            double weight,
            Optional<String> licence,
            Checksum weights,
            OptionalInt group,
            Optional<String> repository,
            boolean sameDataset) {}

    /// The adapter that came out; norms are Frobenius norms of the update over all modules.
    ///
    /// @param modules number of modules it changes
    /// @param scaling α/r
    /// @param norm of the adapter's update
    /// @param normBefore of the exact mixture
    /// @param relativeError what truncation left out, relative to `normBefore`
    public record ResultFacts(
            int modules,
            int rank,
            double scaling,
            double norm,
            double normBefore,
            double relativeError,
            String licence) {}

    /// The entries with weight.
    public List<SourceFacts> mixed() {
        return sources.stream().filter(source -> source.weight() != 0).toList();
    }
}
