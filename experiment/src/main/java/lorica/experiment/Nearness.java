package lorica.experiment;

import java.util.Optional;
import lorica.gram.BankGram;
import lorica.gram.GramMatrix;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;

/// In which geometry a mixture is near to an adapter.
enum Nearness {
    /// That of the space which the mixture adds in: flat factors, or ΔW.
    WEIGHTS,
    /// That of what updates do in the base model: not for mixtures of factors, whose updates are no
    /// sums.
    FUNCTIONAL;

    /// As in names of rows, behind the oracle's.
    String label() {
        return this == WEIGHTS ? "" : ", functional";
    }

    /// As in names of rules.
    String suffix() {
        return this == WEIGHTS ? "" : "-functional";
    }

    /// The name of the row that differs from a functional one in the geometry alone; empty for
    /// other rows.
    static String withoutLabel(StudyRow row) {
        String twin = row.name().replace(FUNCTIONAL.label(), "").replace(FUNCTIONAL.suffix(), "");
        return twin.equals(row.name()) ? "" : twin;
    }

    /// The inner products; empty where the bank has none.
    Optional<GramMatrix> gram(BankGram gram, Mixture mixture) {
        return switch (mixture) {
            case FactorMixture factors -> this == WEIGHTS ? gram.factors() : Optional.empty();
            case DeltaMixture delta -> ofUpdates(gram);
            case ConcatMixture concat -> ofUpdates(gram);
        };
    }

    /// Those of updates.
    Optional<GramMatrix> ofUpdates(BankGram gram) {
        return this == WEIGHTS ? Optional.of(gram.updates()) : gram.functional();
    }
}
