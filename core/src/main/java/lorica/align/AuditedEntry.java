package lorica.align;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// What an audit says of one entry; z are robust standard deviations from the median entry.
///
/// @param norm `‖ΔW‖_F`, over all modules
/// @param size z of `log‖ΔW‖`
/// @param outside z of the share of the update outside the subspace that most entries share
/// @param agreement z of the median cosine with the other entries
/// @param neighbours z of the mean cosine with the entries of the nearest datasets; empty without a
///     dataset
/// @param findings why it is flagged; empty where it is not
public record AuditedEntry(
        String id,
        double norm,
        double size,
        double outside,
        double agreement,
        OptionalDouble neighbours,
        List<Finding> findings) {
    /// One reason.
    ///
    /// @param detail numbers, or the entry that it is a duplicate of
    public record Finding(Kind kind, String detail) {}

    /// What can be wrong with an entry.
    public enum Kind {
        NOT_FINITE("NaN or infinity"),
        ZERO("changes nothing"),
        DUPLICATE("duplicate"),
        NEAR_DUPLICATE("near-duplicate"),
        NORM("unusual norm"),
        SUBSPACE("outside the shared subspace"),
        OPPOSED("points against the others"),
        MISLABELLED("unlike the adapters of its nearest datasets"),
        EXCHANGED("dataset exchanged");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /// As people read it.
        public String words() {
            return words;
        }
    }

    public AuditedEntry {
        findings = List.copyOf(findings);
    }

    public boolean flagged() {
        return !findings.isEmpty();
    }

    /// Whether the update itself is found wrong, whatever the dataset.
    boolean unusual() {
        return findings.stream()
                .anyMatch(
                        finding ->
                                switch (finding.kind()) {
                                    case NOT_FINITE, ZERO, NORM, SUBSPACE, OPPOSED -> true;
                                    case DUPLICATE, NEAR_DUPLICATE, MISLABELLED, EXCHANGED -> false;
                                });
    }

    /// The same with one finding more; the first of a kind stays.
    AuditedEntry with(Kind kind, String detail) {
        if (findings.stream().anyMatch(finding -> finding.kind() == kind)) {
            return this;
        }
        List<Finding> all = new ArrayList<>(findings);
        all.add(new Finding(kind, detail));
        return new AuditedEntry(id, norm, size, outside, agreement, neighbours, all);
    }
}
