package lorica.generate;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/// The licence of a mixture: the strictest of its sources.
///
/// Licences are ordered by what they ask of a later user: nothing, attribution, share-alike, no
/// commerce, no derivatives. Of two as strict, the later in the list stands for both. Sources of
/// no known licence make the mixture's `other`: nobody but their owners can say what holds. This
/// is a reading aid, not legal advice.
final class StrictestLicence {
    /// Hub identifiers, from permissive to strict.
    private static final List<String> ORDER =
            List.of(
                    "cc0-1.0",
                    "unlicense",
                    "mit",
                    "isc",
                    "bsd-2-clause",
                    "bsd-3-clause",
                    "apache-2.0",
                    "odc-by",
                    "cc-by-3.0",
                    "cc-by-4.0",
                    "mpl-2.0",
                    "lgpl-3.0",
                    "odbl",
                    "cc-by-sa-3.0",
                    "cc-by-sa-4.0",
                    "gpl-2.0",
                    "gpl-3.0",
                    "agpl-3.0",
                    "cc-by-nc-4.0",
                    "cc-by-nc-sa-4.0",
                    "cc-by-nd-4.0",
                    "cc-by-nc-nd-4.0");

    /// The hub's word for a licence that is none of its own.
    static final String OTHER = "other";

    private StrictestLicence() {}

    /// The hub identifier for the mixture's model card.
    ///
    /// @param licences of the sources, as the bank notes them
    static String of(Collection<Optional<String>> licences) {
        int strictest = -1;
        for (Optional<String> licence : licences) {
            int rank = ORDER.indexOf(licence.orElse(OTHER).strip().toLowerCase(Locale.ROOT));
            if (rank < 0) {
                return shared(licences).orElse(OTHER);
            }
            strictest = Math.max(strictest, rank);
        }
        return strictest < 0 ? OTHER : ORDER.get(strictest);
    }

    /// A licence outside the list is passed on when all sources have it.
    private static Optional<String> shared(Collection<Optional<String>> licences) {
        TreeSet<String> distinct = new TreeSet<>();
        licences.forEach(licence -> distinct.add(licence.orElse("").toLowerCase(Locale.ROOT)));
        return distinct.size() == 1 && !distinct.getFirst().isBlank()
                ? Optional.of(distinct.getFirst())
                : Optional.empty();
    }
}
