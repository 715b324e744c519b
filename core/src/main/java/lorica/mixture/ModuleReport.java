package lorica.mixture;

/// Frobenius norms of one module's update and of what the mixture left out of it.
///
/// ```
/// normBefore      = ‖Σ wⱼsⱼBⱼAⱼ‖
/// normAfter       = ‖ΔŴ‖, the update of the mixture
/// truncationError = ‖ΔŴ − Σ wⱼsⱼBⱼAⱼ‖
/// ```
///
/// @param stackedRank Σ rⱼ over the sources that have the module
/// @param method how it was made
/// @param uncertainty the largest standard error of the norms where they were estimated, 0 where
///     they are exact
/// @param residual largest residual of a kept singular triple over the largest singular value; 0
///     where nothing was iterated
public record ModuleReport(
        String module,
        int stackedRank,
        Method method,
        double normBefore,
        double normAfter,
        double truncationError,
        double uncertainty,
        double residual) {

    /// How a module was made.
    public enum Method {
        /// Thin QR of the stacked factors and a small SVD.
        QR_SVD,
        /// Block Krylov iteration on the implicit product.
        KRYLOV,
        /// Nothing was truncated.
        CONCATENATION,
        /// Factors averaged separately.
        FACTORS
    }

    /// `truncationError / normBefore`, 0 for a zero update.
    public double relativeError() {
        return normBefore == 0 ? 0 : truncationError / normBefore;
    }
}
