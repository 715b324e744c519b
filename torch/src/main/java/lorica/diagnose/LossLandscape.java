package lorica.diagnose;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/// The loss over a plane through the final weights:
///
/// ```
/// f(a, b) = L(W + a·δ + b·η),   a and b each on `axis`
/// ```
///
/// @param axis values of a and of b, ascending
/// @param losses row `i` has b = `axis[i]`, column `j` has a = `axis[j]`; natural logarithm a token
///     where the loss is cross-entropy
/// @param path places (a, b) of the optimiser's points, oldest first; may be empty
public record LossLandscape(double[] axis, double[][] losses, List<double[]> path) {
    /// Rows in memory together where the loss is a model's, as in the paper.
    public static final int BATCH = 12;

    private static final int SIDE = 560;
    private static final int MARGIN = 60;
    private static final int LEVELS = 12;

    /// The loss at a point.
    public interface Loss {
        double at(Weights weights);
    }

    /// Sees the grid being measured.
    public interface Progress {
        void measured(int points, int total);
    }

    /// `size` values from −range to range.
    public static double[] axis(int size, double range) {
        if (size < 2 || !(range > 0)) {
            throw new IllegalArgumentException(
                    "grid: expected at least 2 places a side and a range above 0, found %d and %s"
                            .formatted(size, range));
        }
        double[] axis = new double[size];
        for (int i = 0; i < size; i++) {
            axis[i] = -range + 2 * range * i / (size - 1);
        }
        return axis;
    }

    /// The range that holds the whole path with a tenth to spare.
    public static double rangeOf(Directions directions, List<Weights> path) {
        double range = 0;
        for (Weights point : path) {
            double[] place = directions.place(point);
            range = Math.max(range, Math.max(Math.abs(place[0]), Math.abs(place[1])));
        }
        return range > 0 ? 1.1 * range : 1;
    }

    /// Measures every place of the grid.
    public static LossLandscape measure(
            Directions directions,
            double[] axis,
            List<Weights> path,
            Loss loss,
            Progress progress) {
        double[][] losses = new double[axis.length][axis.length];
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                losses[i][j] = loss.at(directions.at(axis[j], axis[i]));
                progress.measured(i * axis.length + j + 1, axis.length * axis.length);
            }
        }
        return new LossLandscape(axis, losses, path.stream().map(directions::place).toList());
    }

    /// `a,b,loss` a place, then `path,a,b` a point of the path.
    public String csv() {
        StringBuilder csv = new StringBuilder("kind,a,b,loss\n");
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                csv.append(
                        String.format(
                                Locale.ROOT,
                                "grid,%.6g,%.6g,%.8g%n",
                                axis[j],
                                axis[i],
                                losses[i][j]));
            }
        }
        for (double[] place : path) {
            csv.append(String.format(Locale.ROOT, "path,%.6g,%.6g,%n", place[0], place[1]));
        }
        return csv.toString();
    }

    /// The losses as bands of colour, equal steps of their logarithm; the path in black, its end,
    /// the centre, marked.
    public String svg(String title) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] row : losses) {
            for (double loss : row) {
                if (Double.isFinite(loss)) {
                    low = Math.min(low, loss);
                    high = Math.max(high, loss);
                }
            }
        }
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<title>%s</title>%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n<text x=\"%d\" y=\"22\" font-size=\"15\">%s</text>%n<text x=\"%d\" y=\"42\">loss %.4g (dark) to %.4g (light)</text>%n",
                SIDE + 2 * MARGIN,
                SIDE + 2 * MARGIN,
                Svg.escaped(title),
                SIDE + 2 * MARGIN,
                SIDE + 2 * MARGIN,
                MARGIN,
                Svg.escaped(title),
                MARGIN,
                low,
                high);
        double cell = SIDE / (double) axis.length;
        for (int i = 0; i < axis.length; i++) {
            for (int j = 0; j < axis.length; j++) {
                out.format(
                        "<rect x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\" fill=\"%s\"/>%n",
                        MARGIN + j * cell,
                        MARGIN + SIDE - (i + 1) * cell,
                        cell + 0.2,
                        cell + 0.2,
                        colour(losses[i][j], low, high));
            }
        }
        if (!path.isEmpty()) {
            svg.append("<polyline fill=\"none\" stroke=\"#000\" stroke-width=\"2\" points=\"");
            for (double[] place : path) {
                out.format("%.1f,%.1f ", x(place[0]), y(place[1]));
            }
            svg.append("\"/>\n");
        }
        out.format(
                "<path d=\"M%.1f %.1f h12 m-6 -6 v12\" stroke=\"#d00\" stroke-width=\"2\"/>%n",
                x(0) - 6, y(0));
        for (double end : new double[] {axis[0], 0, axis[axis.length - 1]}) {
            out.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3g</text>%n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>%n",
                    x(end), MARGIN + SIDE + 18, end, MARGIN - 8, y(end) + 4, end);
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">a, along δ</text>%n<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">b, along η</text>%n</svg>%n",
                MARGIN + SIDE / 2, MARGIN + SIDE + 40, MARGIN + SIDE / 2);
        return svg.toString();
    }

    private double x(double a) {
        return MARGIN + SIDE * share(a);
    }

    private double y(double b) {
        return MARGIN + SIDE * (1 - share(b));
    }

    private double share(double value) {
        double share = (value - axis[0]) / (axis[axis.length - 1] - axis[0]);
        return Math.max(0, Math.min(1, share));
    }

    private static String colour(double loss, double low, double high) {
        if (!Double.isFinite(loss)) {
            return "#ffffff";
        }
        double shifted = Math.log1p(loss - low) / Math.max(1e-12, Math.log1p(high - low));
        double band = Math.min(LEVELS - 1, Math.floor(shifted * LEVELS)) / (LEVELS - 1);
        return String.format(
                "#%02x%02x%02x",
                (int) (40 + 210 * band), (int) (20 + 220 * band), (int) (90 + 90 * (1 - band)));
    }
}
