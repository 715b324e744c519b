package lorica.volterra.ablation;

import java.util.List;
import java.util.Locale;
import lorica.volterra.process.Drift;
import lorica.volterra.process.Fluctuation;
import lorica.volterra.process.VolterraProcess;

/// The tables of the thesis, with what they published.
///
/// Its "95 % C.I." is one standard deviation on each side; its losses count the first of every 100
/// samples, so they are about a hundred times too small. It reads w as the weight of x_{t−1},
/// equation 3.3.1 as that of x_t: rows of w are run with 1 − w.
public enum AblationTable {
    BASE("base", "The base case"),
    DRIFT("3.1", "Drift μ"),
    RANDOMNESS("3.2", "Random factor λ"),
    DIMENSION("3.3", "Dimension d"),
    MEMORY("3.4", "Memory w"),
    DIFFUSION("3.5", "Diffusion ς"),
    CURVATURE("3.6", "Curvature: small ς"),
    EXPLODING("3.7", "Where the thesis's gradients exploded");

    private static final int DIMENSION_OF_BASE = 10;

    private final String id;
    private final String title;

    AblationTable(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /// As the thesis numbers it.
    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    /// A mean loss and the interval that was published with it.
    public record Published(double mean, double low, double high) {}

    /// One row.
    ///
    /// @param label the parameter as the thesis writes it
    public record Row(String label, VolterraProcess process, Published gdn, Published hgn) {}

    private static final Published BASE_LOSS = new Published(1.58e-3, 1.55e-3, 1.60e-3);

    /// The rows, in the thesis's order.
    public List<Row> rows() {
        VolterraProcess base = VolterraProcess.base(DIMENSION_OF_BASE);
        return switch (this) {
            case BASE -> List.of(baseRow("base"));
            case DRIFT ->
                    List.of(
                            row(
                                    "1/100",
                                    base.withDrift(new Drift.Constant(0.01)),
                                    new Published(1.27e-6, 1.18e-6, 1.36e-6),
                                    new Published(4.78e-4, 3.89e-4, 5.67e-4)),
                            row(
                                    "1/10",
                                    base.withDrift(new Drift.Constant(0.1)),
                                    new Published(2.21e-6, 2.03e-6, 2.39e-6),
                                    new Published(4.39e-2, 3.65e-2, 5.13e-2)),
                            baseRow("½(1/100 − x)"),
                            row(
                                    "e⁻ˣ + cos(x/100)",
                                    base.withDrift(new Drift.DecayAndOscillation()),
                                    new Published(1.04e-5, 0.88e-5, 1.19e-5),
                                    new Published(1.41e1, 1.29e1, 1.53e1)));
            case RANDOMNESS ->
                    List.of(
                            randomness(
                                    0,
                                    new Published(3.47e-7, 3.36e-7, 3.58e-7),
                                    new Published(3.49e-7, 3.41e-7, 3.58e-7)),
                            baseRow("0.1"),
                            randomness(
                                    0.25,
                                    new Published(2.32e-5, 2.19e-5, 2.46e-5),
                                    new Published(7.67e-4, 6.87e-4, 8.46e-4)),
                            randomness(
                                    0.5,
                                    new Published(8.94e-5, 8.25e-5, 9.63e-5),
                                    new Published(4.22e-3, 3.75e-3, 4.69e-3)),
                            randomness(
                                    0.75,
                                    new Published(2.25e-4, 2.07e-4, 2.44e-4),
                                    new Published(1.34e-2, 1.21e-2, 1.47e-2)),
                            randomness(
                                    0.9,
                                    new Published(3.30e-4, 3.00e-4, 3.60e-4),
                                    new Published(1.69e-2, 1.55e-2, 1.83e-2)),
                            randomness(
                                    1,
                                    new Published(4.30e-4, 3.91e-4, 4.69e-4),
                                    new Published(2.12e-2, 1.94e-2, 2.30e-2)));
            case DIMENSION ->
                    List.of(
                            dimension(
                                    2,
                                    new Published(3.84e-6, 3.32e-6, 4.36e-6),
                                    new Published(4.27e-5, 3.83e-5, 4.71e-5)),
                            dimension(
                                    5,
                                    new Published(4.44e-6, 4.14e-6, 4.75e-6),
                                    new Published(9.56e-5, 0.88e-4, 1.04e-4)),
                            baseRow("10"),
                            dimension(
                                    20,
                                    new Published(1.77e-3, 1.73e-3, 1.81e-3),
                                    new Published(1.76e-3, 1.72e-3, 1.80e-3)),
                            dimension(
                                    50,
                                    new Published(1.95e-3, 1.90e-3, 2.00e-3),
                                    new Published(1.94e-3, 1.89e-3, 1.99e-3)),
                            dimension(
                                    100,
                                    new Published(1.99e-3, 1.95e-3, 2.03e-3),
                                    new Published(1.99e-3, 1.95e-3, 2.03e-3)));
            case MEMORY ->
                    List.of(
                            memory(
                                    0,
                                    new Published(3.34e-8, 2.82e-8, 3.85e-8),
                                    new Published(7.97e-6, 6.63e-6, 9.31e-6)),
                            memory(
                                    0.1,
                                    new Published(9.31e-5, 8.64e-5, 9.98e-5),
                                    new Published(9.32e-5, 0.86e-4, 1.00e-4)),
                            memory(
                                    0.25,
                                    new Published(1.02e-4, 0.94e-4, 1.10e-4),
                                    new Published(1.02e-4, 0.94e-4, 1.10e-4)),
                            baseRow("0.5"));
            case DIFFUSION ->
                    List.of(
                            diffusion(
                                    0.005,
                                    new Published(4.53e-6, 4.19e-6, 4.88e-6),
                                    new Published(1.39e-4, 1.25e-4, 1.54e-4)),
                            diffusion(
                                    0.01,
                                    new Published(5.02e-6, 4.67e-6, 5.37e-6),
                                    new Published(1.46e-4, 1.27e-4, 1.66e-4)),
                            diffusion(
                                    0.05,
                                    new Published(1.01e-5, 0.94e-5, 1.08e-5),
                                    new Published(4.04e-4, 3.55e-4, 4.54e-4)),
                            diffusion(
                                    0.1,
                                    new Published(1.90e-5, 1.79e-5, 2.02e-5),
                                    new Published(7.30e-4, 6.43e-4, 8.17e-4)),
                            diffusion(
                                    1,
                                    new Published(1.17e-3, 1.09e-3, 1.24e-3),
                                    new Published(3.33e-2, 2.97e-2, 3.70e-2)),
                            diffusion(
                                    10,
                                    new Published(4.13e-1, 3.69e-1, 4.57e-1),
                                    new Published(4.56, 4.14, 4.99)),
                            diffusion(
                                    100,
                                    new Published(2.80e3, 2.74e3, 2.86e3),
                                    new Published(3.27e3, 3.18e3, 3.35e3)),
                            diffusion(
                                    1000,
                                    new Published(3.10e5, 3.01e5, 3.18e5),
                                    new Published(3.15e5, 3.07e5, 3.23e5)));
            case CURVATURE ->
                    List.of(
                            diffusion(
                                    0.000001,
                                    new Published(2.34e-3, 2.30e-3, 2.38e-3),
                                    new Published(2.32e-3, 2.28e-3, 2.36e-3)),
                            diffusion(
                                    0.0001,
                                    new Published(1.52e-3, 1.48e-3, 1.57e-3),
                                    new Published(1.54e-3, 1.50e-3, 1.58e-3)),
                            baseRow("0.001"));
            case EXPLODING ->
                    List.of(
                            row(
                                    "μ = x/10 + 1/100",
                                    base.withDrift(new Drift.Affine(0.1, 0.01)),
                                    new Published(4.19e3, 2.75e3, 5.64e3),
                                    new Published(6.22e3, 4.24e3, 8.21e3)),
                            row(
                                    "μ = x/10 + cos(x/100)",
                                    base.withDrift(new Drift.GrowthAndOscillation()),
                                    new Published(2.82e7, 1.92e7, 3.71e7),
                                    new Published(2.98e7, 2.05e7, 3.91e7)),
                            memory(
                                    0.75,
                                    new Published(3.32e11, 1.55e11, 5.09e11),
                                    new Published(3.32e11, 1.55e11, 5.09e11)),
                            memory(
                                    0.9,
                                    new Published(1.42e19, 0.45e19, 2.40e19),
                                    new Published(1.42e19, 0.45e19, 2.40e19)));
        };
    }

    private static Row row(String label, VolterraProcess process, Published gdn, Published hgn) {
        return new Row(label, process, gdn, hgn);
    }

    private static Row baseRow(String label) {
        return row(label, VolterraProcess.base(DIMENSION_OF_BASE), BASE_LOSS, BASE_LOSS);
    }

    private static Row randomness(double lambda, Published gdn, Published hgn) {
        return row(
                number(lambda),
                VolterraProcess.base(DIMENSION_OF_BASE).withRandomness(lambda),
                gdn,
                hgn);
    }

    private static Row dimension(int d, Published gdn, Published hgn) {
        return row(Integer.toString(d), VolterraProcess.base(d), gdn, hgn);
    }

    private static Row memory(double weightOfThePast, Published gdn, Published hgn) {
        return row(
                "w = " + number(weightOfThePast),
                VolterraProcess.base(DIMENSION_OF_BASE).withWeight(1 - weightOfThePast),
                gdn,
                hgn);
    }

    private static Row diffusion(double size, Published gdn, Published hgn) {
        return row(
                number(size),
                VolterraProcess.base(DIMENSION_OF_BASE)
                        .withFluctuation(new Fluctuation.Constant(size)),
                gdn,
                hgn);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6f", value)
                .replaceAll("0+$", "")
                .replaceAll("\\.$", "");
    }
}
