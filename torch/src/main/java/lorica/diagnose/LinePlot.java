package lorica.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Lines over one axis, as SVG. Both axes begin at 0.
final class LinePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int RIGHT = 20;
    private static final int TICKS = 5;

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Line> lines = new ArrayList<>();

    enum Weight {
        THIN,
        BOLD
    }

    private record Line(String name, double[] x, double[] y, Weight weight) {}

    LinePlot(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /// Adds a line; its name is shown by a pointer that rests on it.
    void line(String name, double[] x, double[] y, Weight weight) {
        lines.add(new Line(name, x, y, weight));
    }

    private double largest(Function<Line, double[]> axis) {
        double largest =
                lines.stream()
                        .flatMapToDouble(line -> Arrays.stream(axis.apply(line)))
                        .max()
                        .orElse(1);
        return largest > 0 ? largest : 1;
    }

    String svg() {
        double xMax = largest(Line::x);
        double yMax = largest(Line::y);
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<title>%s</title>%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>%n",
                WIDTH, HEIGHT, Svg.escaped(title), WIDTH, HEIGHT, LEFT, Svg.escaped(title));
        for (int i = 0; i <= TICKS; i++) {
            double x = x(xMax * i / TICKS, xMax);
            double y = y(yMax * i / TICKS, yMax);
            out.format(
                    "<path d=\"M%.1f %d V%d M%d %.1f H%d\" stroke=\"#ddd\"/>%n<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.3g</text>%n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>%n",
                    x,
                    TOP,
                    HEIGHT - BOTTOM,
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    x,
                    HEIGHT - BOTTOM + 18,
                    xMax * i / TICKS,
                    LEFT - 8,
                    y + 4,
                    yMax * i / TICKS);
        }
        for (Line line : lines) {
            svg.append("<polyline fill=\"none\" points=\"");
            for (int i = 0; i < line.x().length; i++) {
                out.format("%.1f,%.1f ", x(line.x()[i], xMax), y(line.y()[i], yMax));
            }
            out.format(
                    "\" %s><title>%s</title></polyline>%n",
                    line.weight() == Weight.BOLD
                            ? "stroke=\"#b2182b\" stroke-width=\"3\""
                            : "stroke=\"#4393c3\" stroke-width=\"1\" stroke-opacity=\"0.5\"",
                    Svg.escaped(line.name()));
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">%s</text>%n</svg>%n",
                (LEFT + WIDTH - RIGHT) / 2,
                HEIGHT - 16,
                Svg.escaped(xLabel),
                (TOP + HEIGHT - BOTTOM) / 2,
                Svg.escaped(yLabel));
        return svg.toString();
    }

    private static double x(double value, double max) {
        return LEFT + (WIDTH - RIGHT - LEFT) * value / max;
    }

    private static double y(double value, double max) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / max;
    }
}
