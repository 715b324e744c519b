package lorica.align;

import java.util.Locale;

/// An audit as SVG: one point an entry, size to the right, share outside the shared subspace
/// upwards, both in robust standard deviations; flagged entries filled and named.
public final class AuditPicture {
    private static final int SIDE = 640;
    private static final int MARGIN = 50;
    private static final double LEAST = 5;

    private AuditPicture() {}

    /// The document.
    public static String of(BankAudit audit) {
        double most = LEAST;
        for (AuditedEntry entry : audit.entries()) {
            most = Math.max(most, Math.max(finite(entry.size()), finite(entry.outside())));
        }
        StringBuilder svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %1$d" \
                font-family="sans-serif" font-size="11">
                <title>Bank audit</title>
                <rect width="%1$d" height="%1$d" fill="white"/>
                """
                        .formatted(SIDE));
        double low = place(-audit.critical(), most);
        double high = place(audit.critical(), most);
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\""
                                + " fill=\"#eef4ee\"/>\n",
                        low,
                        SIDE - high,
                        high - low,
                        high - MARGIN));
        for (AuditedEntry entry : audit.entries()) {
            if (Double.isNaN(entry.size())) {
                continue;
            }
            double x = place(clipped(entry.size(), most), most);
            double y = SIDE - place(clipped(entry.outside(), most), most);
            svg.append(
                    String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\""
                                    + " stroke=\"#333\"><title>%s</title></circle>\n",
                            x,
                            y,
                            entry.flagged() ? "#c33" : "white",
                            escaped(entry.id())));
            if (entry.flagged()) {
                svg.append(
                        String.format(
                                Locale.ROOT,
                                "<text x=\"%.1f\" y=\"%.1f\">%s</text>\n",
                                x + 6,
                                y - 4,
                                escaped(entry.id())));
            }
        }
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">z of log norm"
                                + " (−%.0f to %.0f)</text>\n",
                        SIDE / 2,
                        SIDE - 15,
                        most,
                        most));
        svg.append(
                String.format(
                        Locale.ROOT,
                        "<text transform=\"translate(18 %d) rotate(-90)\" text-anchor=\"middle\">z"
                                + " of the share outside the shared subspace</text>\n</svg>\n",
                        SIDE / 2));
        return svg.toString();
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? Math.min(Math.abs(value), 100) : 0;
    }

    private static double clipped(double z, double most) {
        return Math.max(-most, Math.min(most, z));
    }

    private static double place(double z, double most) {
        return MARGIN + (z + most) / (2 * most) * (SIDE - 2 * MARGIN);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
