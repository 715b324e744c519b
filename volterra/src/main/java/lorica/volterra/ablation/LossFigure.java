package lorica.volterra.ablation;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import lorica.volterra.ablation.Ablation.Done;
import lorica.volterra.network.Predictor;

/// The losses of one row through the test times, on a logarithmic axis, as SVG: the picture of the
/// thesis's figures 3.3 to 3.5, with the held network beside it.
final class LossFigure {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int RIGHT = 150;

    private LossFigure() {}

    private record Line(Predictor predictor, String colour) {}

    private static final List<Line> LINES =
            List.of(
                    new Line(Predictor.GDN, "#2166ac"),
                    new Line(Predictor.HGN_ONE_STEP, "#1b7837"),
                    new Line(Predictor.HGN_RECURRENT, "#b2182b"),
                    new Line(Predictor.HELD, "#888888"));

    /// @param until the first test time
    static String svg(Done done, int until) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Line line : LINES) {
            for (double loss : done.scores().score(line.predictor()).ofTimes()) {
                low = Math.min(low, exponent(loss));
                high = Math.max(high, exponent(loss));
            }
        }
        low = Math.floor(low);
        high = Math.max(low + 1, Math.ceil(high));
        int times = done.scores().score(Predictor.GDN).ofTimes().size();
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        String title =
                "Table %s, %s: loss through the test times"
                        .formatted(done.table().id(), escaped(done.row().label()));
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<title>%s</title>%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n<text x=\"%d\" y=\"24\" font-size=\"15\">%s</text>%n",
                WIDTH, HEIGHT, title, WIDTH, HEIGHT, LEFT, title);
        for (int tick = (int) low; tick <= high; tick++) {
            double y = y(tick, low, high);
            out.format(
                    "<path d=\"M%d %.1f H%d\" stroke=\"#ddd\"/>%n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">1e%d</text>%n",
                    LEFT, y, WIDTH - RIGHT, LEFT - 8, y + 4, tick);
        }
        for (int i = 0; i < times; i += Math.max(1, (times - 1) / 4)) {
            out.format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x(i, times), HEIGHT - BOTTOM + 18, until + i);
        }
        for (int k = 0; k < LINES.size(); k++) {
            Line line = LINES.get(k);
            List<Double> losses = done.scores().score(line.predictor()).ofTimes();
            svg.append("<polyline fill=\"none\" stroke-width=\"2\" points=\"");
            for (int i = 0; i < times; i++) {
                out.format("%.1f,%.1f ", x(i, times), y(exponent(losses.get(i)), low, high));
            }
            out.format(
                    "\" stroke=\"%s\"/>%n<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    line.colour(),
                    WIDTH - RIGHT + 10,
                    TOP + 20 + 20 * k,
                    line.colour(),
                    escaped(line.predictor().label()));
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">t</text>%n</svg>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16);
        return svg.toString();
    }

    private static double exponent(double loss) {
        return Math.log10(Math.max(loss, 1e-30));
    }

    private static double x(int i, int times) {
        return LEFT + (WIDTH - RIGHT - LEFT) * (double) i / Math.max(1, times - 1);
    }

    private static double y(double exponent, double low, double high) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (exponent - low) / (high - low);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
