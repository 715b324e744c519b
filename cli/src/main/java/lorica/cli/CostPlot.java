package lorica.cli;

import java.util.List;
import java.util.Map;

/// Costs over numbers of entries, both axes logarithmic, as SVG: a cost of order Nᵏ is a straight
/// line of slope k.
///
/// @param entries ascending
/// @param seconds by stage, one for each number of entries
record CostPlot(int[] entries, Map<String, double[]> seconds) {
    private static final int LEFT = 70;
    private static final int RIGHT = 480;
    private static final int TOP = 30;
    private static final int BOTTOM = 470;

    /// Decades of seconds, from a millisecond on.
    private static final List<String> DECADES =
            List.of("0.001", "0.01", "0.1", "1", "10", "100", "1000");

    private static final List<String> COLOURS =
            List.of(
                    "#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2",
                    "#7f7f7f", "#bcbd22", "#17becf");

    String svg() {
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 520\"")
                .append(" font-family=\"sans-serif\" font-size=\"12\">\n")
                .append(
                        "<title>Processor seconds of each stage over the number of entries</title>\n")
                .append("<rect width=\"760\" height=\"520\" fill=\"#fff\"/>\n");
        for (String decade : DECADES) {
            int y = y(Double.parseDouble(decade));
            svg.append("<path d=\"M" + LEFT + " " + y + " H" + RIGHT + "\" stroke=\"#ddd\"/>\n")
                    .append("<text x=\"" + (LEFT - 6) + "\" y=\"" + (y + 4))
                    .append("\" text-anchor=\"end\">" + decade + " s</text>\n");
        }
        for (int n : entries) {
            svg.append("<text x=\"" + x(n) + "\" y=\"" + (BOTTOM + 18))
                    .append("\" text-anchor=\"middle\">" + n + "</text>\n");
        }
        svg.append("<text x=\"" + (LEFT + RIGHT) / 2 + "\" y=\"" + (BOTTOM + 38))
                .append("\">entries</text>\n");
        int line = 0;
        for (Map.Entry<String, double[]> stage : seconds.entrySet()) {
            draw(svg, stage.getKey(), stage.getValue(), line++);
        }
        return svg.append("</svg>\n").toString();
    }

    private void draw(StringBuilder svg, String stage, double[] values, int line) {
        String stroke =
                "\" fill=\"none\" stroke-width=\"2\" stroke=\""
                        + COLOURS.get(line % COLOURS.size())
                        + (line < COLOURS.size() ? "" : "\" stroke-dasharray=\"5 3")
                        + "\"/>\n";
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            path.append(i == 0 ? "M" : " L").append(x(entries[i]) + " " + y(values[i]));
        }
        int at = TOP + 20 * line;
        svg.append("<path d=\"" + path + stroke)
                .append("<path d=\"M" + (RIGHT + 20) + " " + at + " h24" + stroke)
                .append("<text x=\"" + (RIGHT + 50) + "\" y=\"" + (at + 4))
                .append("\">" + stage + "</text>\n");
    }

    private int x(int n) {
        double span = Math.log((double) entries[entries.length - 1] / entries[0]);
        double share = span > 0 ? Math.log((double) n / entries[0]) / span : 0.5;
        return (int) Math.round(LEFT + 20 + share * (RIGHT - LEFT - 40));
    }

    private static int y(double seconds) {
        double decades = Math.log10(Math.clamp(seconds, 1e-3, 1e3)) + 3;
        return (int) Math.round(BOTTOM - decades / (DECADES.size() - 1) * (BOTTOM - TOP));
    }
}
