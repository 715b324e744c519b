package lorica.experiment.alignment;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import lorica.experiment.alignment.PhaseDiagram.Cell;

/// A phase diagram as SVG: three panels (by blocks, all of it, by columns), rank to the right,
/// contamination upwards, white where every draw was recovered; the line is Outlier Pursuit's
/// condition with μ = 1, the dashed one that with the median μ.
public final class PhasePicture {
    private static final int CELL_WIDTH = 30;
    private static final int CELL_HEIGHT = 20;
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int GAP = 40;
    private static final int BOTTOM = 50;

    private PhasePicture() {}

    /// The document.
    public static String of(PhaseDiagram diagram) {
        List<Integer> ranks = diagram.cells().stream().map(Cell::rank).distinct().sorted().toList();
        List<Integer> bad =
                diagram.cells().stream().map(Cell::contaminated).distinct().sorted().toList();
        int wide = ranks.size() * CELL_WIDTH;
        int high = bad.size() * CELL_HEIGHT;
        int width = LEFT + 3 * (wide + GAP);
        int height = TOP + high + BOTTOM;
        StringBuilder svg = new StringBuilder();
        Formatter out = new Formatter(svg, Locale.ROOT);
        out.format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">%n<title>Exact recovery"
                        + " over rank and contamination</title>%n<rect width=\"%d\" height=\"%d\""
                        + " fill=\"#fff\"/>%n",
                width, height, width, height);
        for (int i = 0; i < bad.size(); i++) {
            out.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%.1f %%</text>%n",
                    LEFT - 6,
                    TOP + high - i * CELL_HEIGHT - 5,
                    100.0 * bad.get(i) / diagram.clients());
        }
        panel(out, diagram, LEFT, "programme by blocks", Cell::programme);
        panel(out, diagram, LEFT + wide + GAP, "alignment", Cell::alignment);
        panel(out, diagram, LEFT + 2 * (wide + GAP), "programme by columns", Cell::columns);
        out.format(
                "<text x=\"%d\" y=\"%d\">rank; upwards: contaminated clients of %d. White: every"
                        + " draw exact. Line: Outlier Pursuit's condition, μ = 1; dashed: the"
                        + " median μ.</text>%n</svg>%n",
                LEFT, height - 10, diagram.clients());
        return svg.toString();
    }

    private static void panel(
            Formatter out,
            PhaseDiagram diagram,
            int left,
            String title,
            ToDoubleFunction<Cell> share) {
        List<Integer> ranks = diagram.cells().stream().map(Cell::rank).distinct().sorted().toList();
        List<Integer> bad =
                diagram.cells().stream().map(Cell::contaminated).distinct().sorted().toList();
        int high = bad.size() * CELL_HEIGHT;
        out.format("<text x=\"%d\" y=\"%d\" font-size=\"14\">%s</text>%n", left, TOP - 12, title);
        for (Cell cell : diagram.cells()) {
            int shade = (int) Math.round(255 * share.applyAsDouble(cell));
            out.format(
                    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#%02x%02x%02x\""
                            + " stroke=\"#999\"><title>rank %d, %d contaminated: %.2f</title>"
                            + "</rect>%n",
                    left + ranks.indexOf(cell.rank()) * CELL_WIDTH,
                    TOP + high - (bad.indexOf(cell.contaminated()) + 1) * CELL_HEIGHT,
                    CELL_WIDTH,
                    CELL_HEIGHT,
                    shade,
                    shade,
                    shade,
                    cell.rank(),
                    cell.contaminated(),
                    share.applyAsDouble(cell));
        }
        for (int i = 0; i < ranks.size(); i++) {
            int rank = ranks.get(i);
            out.format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                    left + i * CELL_WIDTH + CELL_WIDTH / 2, TOP + high + 16, rank);
            List<Cell> column =
                    diagram.cells().stream().filter(cell -> cell.rank() == rank).toList();
            double median =
                    column.stream()
                            .mapToDouble(Cell::condition)
                            .sorted()
                            .skip(column.size() / 2)
                            .findFirst()
                            .orElse(0);
            int from = left + i * CELL_WIDTH;
            line(out, from, TOP + high, height(diagram, bad, median), "stroke-dasharray=\"4 3\"");
            double widest = column.getFirst().widestCondition();
            line(out, from, TOP + high, height(diagram, bad, widest), "");
        }
    }

    private static void line(Formatter out, int from, int bottom, double up, String style) {
        out.format(
                "<path d=\"M%d %.1f h%d\" stroke=\"#c33\" stroke-width=\"2\" fill=\"none\" %s/>%n",
                from, bottom - up, CELL_WIDTH, style);
    }

    /// Where a share lies among the rows, whose steps are not even: a row's lower edge is reached
    /// with its share.
    private static double height(PhaseDiagram diagram, List<Integer> bad, double share) {
        double clients = share * diagram.clients();
        for (int i = 0; i + 1 < bad.size(); i++) {
            if (clients < bad.get(i + 1)) {
                double part = (clients - bad.get(i)) / (bad.get(i + 1) - bad.get(i));
                return (i + part) * CELL_HEIGHT;
            }
        }
        return bad.size() * CELL_HEIGHT;
    }
}
