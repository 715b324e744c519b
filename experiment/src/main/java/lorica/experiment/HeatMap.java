package lorica.experiment;

import java.util.Locale;

/// The weights of every task as a picture, in the manner of the paper's figures 1a to 1c.
///
/// Column: the task that is generated for; row: the entry that gives; both in the bank's order.
/// Black is 0, white the largest weight of the picture. Cells below 1/255 of it are left black.
final class HeatMap {
    private static final int SIDE = 600;
    private static final int MARGIN = 40;

    private HeatMap() {}

    static String render(StudyBank bank, Weighting weighting) {
        double[][] weights = weighting.weights();
        int n = weights.length;
        double largest = 0;
        for (double[] row : weights) {
            for (double weight : row) {
                largest = Math.max(largest, weight);
            }
        }
        StringBuilder svg = new StringBuilder();
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"14\">%n",
                        SIDE + 2 * MARGIN,
                        SIDE + 2 * MARGIN));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<title>%s, %s: weights of %d entries, largest %.3f</title>%n",
                        escaped(weighting.label()),
                        weighting.scope().label(),
                        n,
                        largest));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"26\">%s (%s); white = %.3f</text>%n",
                        MARGIN,
                        escaped(weighting.label()),
                        weighting.scope().label(),
                        largest));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<g transform=\"translate(%d %d) scale(%.6f)\" shape-rendering=\"crispEdges\">%n<rect width=\"%d\" height=\"%d\"/>%n",
                        MARGIN,
                        MARGIN,
                        SIDE / (double) n,
                        n,
                        n));
        for (int task = 0; task < n; task++) {
            for (int entry = 0; entry < n; entry++) {
                int shade = largest > 0 ? (int) (255 * weights[task][entry] / largest) : 0;
                if (shade > 0) {
                    svg.append(
                            String.format(
                                    Locale.ROOT,
                                    "<rect x=\"%d\" y=\"%d\" width=\"1\" height=\"1\" fill=\"#%02x%02x%02x\"><title>%s for %s: %.4f</title></rect>%n",
                                    task,
                                    entry,
                                    shade,
                                    shade,
                                    shade,
                                    escaped(bank.tasks().get(entry).id()),
                                    escaped(bank.tasks().get(task).id()),
                                    weights[task][entry]));
                }
            }
        }
        svg.append("</g>\n");
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\">generated for →</text>%n<text transform=\"translate(28 %d) rotate(-90)\">← source</text>%n</svg>%n",
                        MARGIN,
                        SIDE + MARGIN + 24,
                        MARGIN + SIDE));
        return svg.toString();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
