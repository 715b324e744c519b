package lorica.volterra.geometry;

import java.util.List;

/// A Gaussian measure of non-singular covariance: a point of ℝᵈ × Sym₊(d) with the product metric
///
/// ```
/// d((m, P), (n, Q))² = ‖m − n‖² + d(P, Q)²
/// ```
///
/// whose geodesics are pairs of geodesics. This is the thesis's metric, not Fisher's.
public record Gaussian(double[] mean, SpdMatrix covariance) {
    public Gaussian {
        if (mean.length != covariance.size()) {
            throw new IllegalArgumentException(
                    "Gaussian: expected a mean of %d coordinates as the covariance has, found %d"
                            .formatted(covariance.size(), mean.length));
        }
    }

    /// A tangent vector: a velocity of the mean and one of the covariance.
    public record Velocity(double[] mean, double[] covariance) {}

    /// d
    public int size() {
        return mean.length;
    }

    /// The intrinsic distance.
    public double distance(Gaussian other) {
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            double difference = other.mean[i] - mean[i];
            sum += difference * difference;
        }
        double covariances = covariance.distance(other.covariance);
        return Math.sqrt(sum + covariances * covariances);
    }

    /// The tangent vector at this whose geodesic reaches `other` at time 1.
    public Velocity log(Gaussian other) {
        return new Velocity(line(other, -1, 1), covariance.log(other.covariance));
    }

    /// Where the geodesic with this initial velocity is at time 1.
    public Gaussian exp(Velocity velocity) {
        double[] end = mean.clone();
        for (int i = 0; i < end.length; i++) {
            end[i] += velocity.mean()[i];
        }
        return new Gaussian(end, covariance.exp(velocity.covariance()));
    }

    /// The point of the geodesic from this (time 0) to `other` (time 1).
    public Gaussian geodesic(Gaussian other, double time) {
        return new Gaussian(
                line(other, 1 - time, time), covariance.geodesic(other.covariance, time));
    }

    /// The barycentre of a finite law: mean of means, barycentre of covariances.
    ///
    /// @param weights not negative, not all zero; scaled to sum 1
    public static Gaussian barycentre(List<Gaussian> points, double... weights) {
        SpdMatrix covariance =
                SpdMatrix.barycentre(points.stream().map(Gaussian::covariance).toList(), weights);
        double total = 0;
        double[] mean = new double[covariance.size()];
        for (int k = 0; k < weights.length; k++) {
            total += weights[k];
            for (int i = 0; i < mean.length; i++) {
                mean[i] += weights[k] * points.get(k).mean[i];
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] /= total;
        }
        return new Gaussian(mean, covariance);
    }

    /// own·mean + others·other.mean
    private double[] line(Gaussian other, double own, double others) {
        double[] point = new double[mean.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = own * mean[i] + others * other.mean[i];
        }
        return point;
    }
}
