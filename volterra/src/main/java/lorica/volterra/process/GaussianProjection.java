package lorica.volterra.process;

import java.util.List;
import lorica.volterra.geometry.Gaussian;
import lorica.volterra.geometry.SpdMatrix;
import lorica.volterra.geometry.Spectrum;

/// The Gaussian that the law of the next value is projected to: the barycentre of the law of its
/// conditional Gaussian.
///
/// ```
/// N(x_t + w·μ(x_t) + (1−w)·μ(x_{t−1}),  ς·σ·(ς·σ + λ·I)),   ς = ς(x_t)
/// ```
///
/// Equation 3.3.3 writes the covariance ς·σ²·(σ⁻²·(λI + ςσ)²)^{1/2}; σ commutes with itself and I,
/// so the root is σ⁻¹·(λI + ςσ), and no root is taken here. Any other finite law is projected by
/// [Gaussian#barycentre].
public final class GaussianProjection {
    private final VolterraProcess process;
    private final Spectrum sigma;

    public GaussianProjection(VolterraProcess process) {
        this.process = process;
        this.sigma = process.sigma().spectrum();
    }

    /// Of the value after x_{t−1}, x_t.
    public Gaussian of(double[] previous, double[] current) {
        double[] covariance = sigma.withValues(covarianceSpectrum(current, 0));
        return new Gaussian(mean(previous, current), SpdMatrix.of(current.length, covariance));
    }

    /// The two Gaussians of equation 3.3.2, of probability ½ each: B_t = 0 and B_t = 1.
    public List<Gaussian> law(double[] previous, double[] current) {
        double size = process.fluctuation().at(current, 0, current.length);
        double[] mean = mean(previous, current);
        return List.of(
                new Gaussian(
                        mean, SpdMatrix.of(current.length, sigma.apply(s -> size * s * size * s))),
                new Gaussian(
                        mean,
                        SpdMatrix.of(
                                current.length,
                                sigma.apply(s -> Math.pow(size * s + process.randomness(), 2)))));
    }

    /// The orthogonal matrix U `[d, d]` whose columns are eigenvectors of σ, and so of every
    /// covariance that this gives.
    public double[] eigenvectors() {
        return sigma.vectors().clone();
    }

    /// The eigenvalues of the covariance, in the order of [#eigenvectors].
    ///
    /// @param values where x_t lies, at `offset … offset + d − 1`
    public double[] covarianceSpectrum(double[] values, int offset) {
        double size = process.fluctuation().at(values, offset, sigma.size());
        double[] spectrum = new double[sigma.size()];
        for (int k = 0; k < spectrum.length; k++) {
            double scaled = size * sigma.values()[k];
            spectrum[k] = scaled * (scaled + process.randomness());
        }
        return spectrum;
    }

    /// The mean after x_{t−1}, x_t.
    public double[] mean(double[] previous, double[] current) {
        double[] mean = new double[current.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = current[i] + process.drift(previous[i], current[i]);
        }
        return mean;
    }
}
