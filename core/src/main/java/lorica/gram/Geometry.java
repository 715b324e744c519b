package lorica.gram;

import java.io.IOException;
import java.util.Optional;

/// The inner product that updates are compared by, module by module:
///
/// ```
/// ⟨ΔWᵢ, ΔWⱼ⟩ = tr(ΔWᵢ·C·ΔWⱼᵀ)
/// ```
///
/// With the identity for C it is that of the weights; with `C = E[x·xᵀ]` of what the base model
/// puts in, `‖ΔW‖² = E‖ΔW·x‖²`: what an update does and not what it is.
@FunctionalInterface
public interface Geometry {
    /// C `[in, in]`, symmetric positive semidefinite, row-major; empty for the identity; treat as
    /// read-only.
    ///
    /// @param module as the base model names it
    Optional<double[]> moment(String module) throws IOException;

    /// The geometry of the weights themselves.
    static Geometry ofWeights() {
        return module -> Optional.empty();
    }
}
