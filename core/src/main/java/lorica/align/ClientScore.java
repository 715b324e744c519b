package lorica.align;

import java.util.List;

/// Why a client is, or is not, held for contaminated; z are standard deviations of the bulk, from
/// its mean ([RobustScale#ofBulk]).
///
/// @param offSubspace of `‖(I − P)(Θₖ − C)‖`: what the subspace of the others does not explain
/// @param inSubspace of `‖P(Θₖ − C)‖`: how far it lies from their centre within the subspace
/// @param size of `‖Θₖ‖`, of either sign; norms and lengths are raised to two thirds
/// @param agreement of its cosine c with the mean of the half that agrees best, by (1 − c)^⅓;
///     negative below
/// @param confidence 1 minus the probability of any score as far out in a collection of benign
///     clients, for normal scores: 0.95 at the critical value
/// @param reasons empty where the client is benign
public record ClientScore(
        String client,
        double offSubspace,
        double inSubspace,
        double size,
        double agreement,
        double confidence,
        List<String> reasons) {
    public ClientScore {
        reasons = List.copyOf(reasons);
    }

    public boolean contaminated() {
        return !reasons.isEmpty();
    }
}
