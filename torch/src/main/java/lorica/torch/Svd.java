package lorica.torch;

import org.bytedeco.pytorch.StringViewOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/// The thin singular value decomposition `U·diag(σ)·Vᵀ` of an m × n matrix, σ descending.
///
/// @param left U `[m, k]`, k = min(m, n)
/// @param values σ `[k]`
/// @param right Vᵀ `[k, n]`
public record Svd(NativeTensor left, NativeTensor values, NativeTensor right) {
    /// Computed in F64, given in F32.
    public static Svd of(NativeTensor matrix) {
        var parts =
                torch.linalg_svd(
                        matrix.tensor.to(ScalarType.Double), false, new StringViewOptional());
        return new Svd(
                new NativeTensor(parts.get0().to(ScalarType.Float)),
                new NativeTensor(parts.get1().to(ScalarType.Float)),
                new NativeTensor(parts.get2().to(ScalarType.Float)));
    }
}
