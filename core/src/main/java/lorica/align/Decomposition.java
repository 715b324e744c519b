package lorica.align;

/// `M = L + S + E`: a shared low-rank part, whole blocks of contamination, and noise.
///
/// @param shared the column space of L
/// @param singularValues of L, descending, as many as its rank
/// @param contamination `‖Sₖ‖_F` of every block; exactly 0 where the block has none
/// @param lambda the weight of the contamination
/// @param noise the bound on `‖E‖_F`; 0: none
/// @param iterations taken
/// @param primal `‖M − L − S − E‖_F / ‖M‖_F` at the end
/// @param dual `μ‖L − L'‖_F / ‖Y‖_F` of the last step
/// @param converged whether both fell below the tolerance
public record Decomposition(
        Subspace shared,
        double[] singularValues,
        double[] contamination,
        double lambda,
        double noise,
        int iterations,
        double primal,
        double dual,
        boolean converged) {

    /// `‖L‖_*² / ‖L‖_F²`: how many directions of equal strength L is worth; at most its rank.
    public double effectiveRank() {
        double sum = 0;
        double squares = 0;
        for (double value : singularValues) {
            sum += value;
            squares += value * value;
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }
}
