package lorica.torch;

import org.bytedeco.pytorch.global.torch;

/// The thin QR decomposition of an m × n matrix.
///
/// @param q `[m, k]`, k = min(m, n), columns orthonormal
/// @param r `[k, n]`, upper triangular
public record Qr(NativeTensor q, NativeTensor r) {
    public static Qr of(NativeTensor matrix) {
        var parts = torch.linalg_qr(matrix.tensor);
        return new Qr(new NativeTensor(parts.get0()), new NativeTensor(parts.get1()));
    }
}
