package lorica.experiment;

import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import lorica.evaluate.Interval;

/// Share of the gap over a count, with its interval as a band, as SVG.
public final class SharePlot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 420;
    private static final int LEFT = 60;
    private static final int RIGHT = 110;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int TICK = 20;
    private static final List<String> COLOURS = List.of("#b2182b", "#2166ac", "#4d9221");

    private final Axis axis;
    private final List<Integer> counts;
    private final List<Curve> curves = new ArrayList<>();

    private record Curve(String colour, String name, List<Interval> shares) {}

    /// What is counted.
    public enum Axis {
        /// As √steps, so that the first ones can be told apart; from 0.
        STEPS("Share of the gap closed over steps of fine-tuning", "steps of fine-tuning") {
            @Override
            double place(int count) {
                return Math.sqrt(count);
            }
        },
        /// As log entries; from the smallest bank.
        ENTRIES("Share of the gap closed over the size of the bank", "entries in the bank") {
            @Override
            double place(int count) {
                return Math.log(count);
            }
        };

        private final String title;
        private final String label;

        Axis(String title, String label) {
            this.title = title;
            this.label = label;
        }

        abstract double place(int count);
    }

    /// @param counts ascending
    public SharePlot(Axis axis, List<Integer> counts) {
        this.axis = axis;
        this.counts = List.copyOf(counts);
    }

    /// Adds one of at most three curves, left out where it has not a share for every count.
    public void curve(String name, List<Interval> shares) {
        if (shares.size() == counts.size()) {
            curves.add(new Curve(COLOURS.get(curves.size()), name, shares));
        }
    }

    public String svg() {
        double low = Math.min(0, extreme(-1));
        double high = Math.max(100, extreme(1));
        int bottom = (int) Math.floor(low / TICK) * TICK;
        int top = (int) Math.ceil(high / TICK) * TICK;
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n<title>%s</title>%n<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n<text x=\"%d\" y=\"24\" font-size=\"15\">Share of the gap between base and own adapter</text>%n",
                WIDTH, HEIGHT, axis.title, WIDTH, HEIGHT, LEFT);
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
        for (int count : counts) {
            out.format(
                    "<path d=\"M%.1f %d V%d\" stroke=\"#ddd\"/>%n<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    x(count), TOP, HEIGHT - BOTTOM, x(count), HEIGHT - BOTTOM + 18, count);
        }
        for (Curve curve : curves) {
            append(out, curve, bottom, top);
        }
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            out.format(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n",
                    WIDTH - RIGHT + 8, TOP + 16 + 20 * i, curve.colour(), curve.name());
        }
        out.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n</svg>%n",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, axis.label);
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
        String colour = curve.colour();
        StringBuilder line = new StringBuilder();
        StringBuilder upper = new StringBuilder();
        StringBuilder lower = new StringBuilder();
        for (int i = 0; i < counts.size(); i++) {
            Interval share = curve.shares().get(i);
            line.append(place(counts.get(i), share.estimate(), bottom, top));
            upper.append(place(counts.get(i), share.high(), bottom, top));
            lower.insert(0, place(counts.get(i), share.low(), bottom, top));
        }
        out.format(
                "<polygon points=\"%s%s\" fill=\"%s\" fill-opacity=\"0.15\"/>%n<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>%n",
                upper, lower, colour, line, colour);
    }

    private String place(int count, double share, int bottom, int top) {
        return String.format(Locale.ROOT, "%.1f,%.1f ", x(count), y(100 * share, bottom, top));
    }

    private double x(int count) {
        double first = axis.place(counts.getFirst());
        double length = axis.place(counts.getLast()) - first;
        double along = axis.place(count) - first;
        return LEFT + (WIDTH - RIGHT - LEFT) * (length > 0 ? along / length : 0);
    }

    private static double y(double percent, int bottom, int top) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * (percent - bottom) / (top - bottom);
    }
}
