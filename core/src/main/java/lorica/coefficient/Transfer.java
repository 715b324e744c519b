package lorica.coefficient;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorica.distance.DistanceRow;

/// The distances of a dataset, and how well each adapter serves the datasets that are near it:
///
/// ```
/// z = (δ − mean δ) / std δ,   Kᵢ = softmin(z/κ)ᵢ          which datasets are like this one
/// ℓᵢⱼ = z-score over j of ln (loss of adapter j on dataset i)
/// pⱼ = Σᵢ Kᵢ·ℓᵢⱼ,   s = z + α·z-score(p),   w = softmin(z-score(s)/τ)
/// ```
///
/// Only entries of the row are used, as datasets and as adapters: with an entry masked, neither its
/// row nor its column of the losses is seen. α = 0 is [Normalized]. Losses below 1e-6 count as
/// that. docs/methods/transfer.md.
///
/// @param losses of at least the entries of every row that is weighed
/// @param strength α, at least 0
/// @param kernel κ, in standard deviations
/// @param temperature τ, in standard deviations
public record Transfer(TransferMatrix losses, double strength, double kernel, double temperature)
        implements DistanceRule {
    /// The name on the command line and in files.
    public static final String NAME = "transfer";

    private static final Pattern NAMED =
            Pattern.compile(NAME + "(?:-([0-9]+(?:\\.[0-9]+)?)-([0-9]+(?:\\.[0-9]+)?))?");

    private static final double LEAST_LOSS = 1e-6;
    private static final double USUAL_STRENGTH = 0.5;
    private static final double USUAL_KERNEL = 0.3;
    private static final double USUAL_TEMPERATURE = 0.15;

    public Transfer {
        Softmin.requireTemperature(temperature);
        Softmin.requireTemperature(kernel);
        if (!(strength >= 0) || strength == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "transfer: expected a strength of at least 0, found " + strength);
        }
    }

    /// α = 0.5, κ = 0.3, τ = 0.15.
    public static Transfer of(TransferMatrix losses) {
        return new Transfer(losses, USUAL_STRENGTH, USUAL_KERNEL, USUAL_TEMPERATURE);
    }

    @Override
    public Transfer at(double other) {
        return new Transfer(losses, strength, kernel, other);
    }

    @Override
    public String name() {
        boolean usual = strength == USUAL_STRENGTH && kernel == USUAL_KERNEL;
        return usual ? NAME : "%s-%s-%s".formatted(NAME, strength, kernel);
    }

    /// Whether a name is of this rule: `transfer`, or `transfer-α-κ`.
    public static boolean isNamed(String name) {
        return NAMED.matcher(name).matches();
    }

    /// The rule of a name, at its default temperature.
    ///
    /// @throws IllegalArgumentException if the name is of another, or a number is out of range
    public static Transfer parse(String name, TransferMatrix losses) {
        Matcher matcher = NAMED.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "rule: expected %s or %s-α-κ, found '%s'".formatted(NAME, NAME, name));
        }
        if (matcher.group(1) == null) {
            return of(losses);
        }
        return new Transfer(
                losses,
                Double.parseDouble(matcher.group(1)),
                Double.parseDouble(matcher.group(2)),
                USUAL_TEMPERATURE);
    }

    @Override
    public Coefficients weigh(DistanceRow row) {
        double[] z = Normalized.standardised(row);
        double[] alike = Softmin.of(z, kernel);
        double[] predicted = new double[z.length];
        int[] places = losses.places(row.entries());
        for (int i = 0; i < z.length; i++) {
            double[] logarithms = new double[z.length];
            for (int j = 0; j < z.length; j++) {
                double loss = losses.losses()[places[i]][places[j]];
                logarithms[j] = Math.log(Math.max(loss, LEAST_LOSS));
            }
            double[] standardised = standardised(row.entries(), logarithms);
            for (int j = 0; j < z.length; j++) {
                predicted[j] = Math.fma(alike[i], standardised[j], predicted[j]);
            }
        }
        double[] served = standardised(row.entries(), predicted);
        for (int j = 0; j < z.length; j++) {
            z[j] += strength * served[j];
        }
        return new Coefficients(
                row.entries(), Softmin.of(standardised(row.entries(), z), temperature));
    }

    private static double[] standardised(List<String> entries, double[] values) {
        return Normalized.standardised(new DistanceRow(NAME, NAME, entries, values));
    }
}
