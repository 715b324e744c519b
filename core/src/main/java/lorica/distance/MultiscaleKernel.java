package lorica.distance;

/// Sum of four rational quadratic kernels, as in the published code:
///
/// ```
/// κ(d) = Σₐ a² / (a² + d²),   a ∈ {0.2, 0.5, 0.9, 1.3}
/// ```
///
/// `κ(0) = 4`. The scales are of one token id, so ids further apart than a few hardly meet.
public record MultiscaleKernel() implements Kernel {
    @Override
    public double of(int distance) {
        double squared = (double) distance * distance;
        return part(0.2, squared) + part(0.5, squared) + part(0.9, squared) + part(1.3, squared);
    }

    private static double part(double scale, double squared) {
        return scale * scale / (scale * scale + squared);
    }
}
