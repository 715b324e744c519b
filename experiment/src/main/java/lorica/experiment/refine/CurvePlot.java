package lorica.experiment.refine;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import lorica.evaluate.Interval;

/// Share of the gap over steps, with its interval as a band. The axis of steps is that of √steps,
/// so that the first ones can be told apart.
final class CurvePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 60;
    private static final int RIGHT = 110;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int TICK = 20;

    private final List<Integer> steps;
    private final List<Curve> curves = new ArrayList<>();

    private record Curve(Start start, List<Interval> shares) {}

    CurvePlot(List<Integer> steps) {
        this.steps = steps;
    }

    /// Adds a curve, left out where it has not a share for every number of steps.
    void curve(Start start, List<Interval> shares) {
        if (shares.size() == steps.size()) {
            curves.add(new Curve(start, shares));
        }
    }

    String svg() {
        double low = Math.min(0, extreme(-1));
        double high = Math.max(100, extreme(1));
        int bottom = (int) Math.floor(low / TICK) * TICK;
        int top = (int) Math.ceil(high / TICK) * TICK;
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<title>Share of the gap closed over steps of fine-tuning</title>%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n<text x=\"%d\" y=\"24\" font-size=\"15\">Share of the gap between base and own adapter</text>%n",
                WIDTH, HEIGHT, WIDTH, HEIGHT, LEFT);
        for (int value = bottom; value <= top; value += TICK) {
            double y = y(value, bottom, top);
            out.format(
                    "<path d=\"M%d %.1f H%d\" stroke=\"%s\"/>%n<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>%n",
                    LEFT,
                    y,
                    WIDTH - RIGHT,
                    value == 0 || value == 100 ? "#888" : "#ddd",
                    LEFT - 8,
                    y + 4,
                    value);
        }
        for (int count : steps) {
            out.format(
                    "<path d=\"M%.1f %d V%d\" stroke=\"#ddd\"/>%n<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x(count), TOP, HEIGHT - BOTTOM, x(count), HEIGHT - BOTTOM + 18, count);
        }
        for (Curve curve : curves) {
            append(out, curve, bottom, top);
        }
        for (int i = 0; i < curves.size(); i++) {
            Start start = curves.get(i).start();
            out.format(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">from %s</text>%n",
                    WIDTH - RIGHT + 8, TOP + 16 + 20 * i, colour(start), start.label());
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">steps of fine-tuning</text>%n</svg>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16);
        return svg.toString();
    }

    private double extreme(int sign) {
        double extreme = Double.NEGATIVE_INFINITY;
        for (Curve curve : curves) {
            for (Interval share : curve.shares()) {
                extreme = Math.max(extreme, 100 * sign * (sign < 0 ? share.low() : share.high()));
            }
        }
        return sign * (curves.isEmpty() ? 0 : extreme);
    }

    private void append(Formatter out, Curve curve, int bottom, int top) {
        String colour = colour(curve.start());
        StringBuilder line = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            Interval share = curve.shares().get(i);
            line.append(place(steps.get(i), share.estimate(), bottom, top));
            upper.append(place(steps.get(i), share.high(), bottom, top));
            lower.insert(0, place(steps.get(i), share.low(), bottom, top));
        }
        out.format(
                "<polygon points=\"%s%s\" fill=\"%s\" fill-opacity=\"0.15\"/>%n<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>%n",
                upper, lower, colour, line, colour);
    }

    private static String colour(Start start) {
        return start == Start.GENERATED ? "#b2182b" : "#2166ac";
    }

    private String place(int count, double share, int bottom, int top) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x(count), y(100 * share, bottom, top));
    }

    private double x(int count) {
        double longest = Math.max(1, Math.sqrt(steps.getLast()));
        return LEFT + (WIDTH - RIGHT - LEFT) * Math.sqrt(count) / longest;
    }

    private static double y(double percent, int bottom, int top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (percent - bottom) / (top - bottom);
    }
}
