package lorica.cli;

import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// Where a command prints and how: data to `out`; progress and warnings to `err`.
///
/// The launcher knows what is a terminal and says so in system properties, because Java can ask
/// only for all three streams together: `lorica.stdout.columns` and `lorica.stderr.columns`, the
/// width where the stream is a terminal.
///
/// @param colour stdout is a terminal that shows colour, and NO_COLOR is not set
/// @param progress stderr is a terminal
/// @param width columns to use on stdout
/// @param unicode stdout shows more than ASCII
record Screen(
        PrintWriter out,
        PrintWriter err,
        boolean colour,
        boolean progress,
        int width,
        boolean unicode) {
    private static final int DEFAULT_WIDTH = 100;
    private static final String COLUMNS = "lorica.stdout.columns";
    private static final String COLUMNS_OF_PROGRESS = "lorica.stderr.columns";

    static Screen of(CommandLine commandLine) {
        return new Screen(
                commandLine.getOut(),
                commandLine.getErr(),
                ansi() == Ansi.ON,
                System.getProperty(COLUMNS_OF_PROGRESS) != null,
                columns(),
                String.valueOf(System.getProperty("stdout.encoding"))
                        .toUpperCase(Locale.ROOT)
                        .startsWith("UTF"));
    }

    static Ansi ansi() {
        String noColour = System.getenv("NO_COLOR");
        return System.getProperty(COLUMNS) != null
                        && (noColour == null || noColour.isEmpty())
                        && !"dumb".equals(System.getenv("TERM"))
                ? Ansi.ON
                : Ansi.OFF;
    }

    /// The width of the terminal, within what is readable.
    static int columns() {
        return columns(COLUMNS);
    }

    private static int columns(String property) {
        int columns = Integer.getInteger(property, DEFAULT_WIDTH);
        return columns == 0 ? DEFAULT_WIDTH : Math.clamp(columns, 60, 160);
    }

    /// Shows a passing line on stderr, over the one before; nothing where stderr is no terminal.
    void progress(String text) {
        if (progress) {
            int room = columns(COLUMNS_OF_PROGRESS);
            String shown = text.length() < room ? text : text.substring(0, room - 1);
            err.print("\r\u001b[K" + shown);
            err.flush();
        }
    }

    /// Takes the passing line away.
    void progressEnds() {
        if (progress) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /// A bar of `share` of `cells` cells.
    String bar(double share, int cells) {
        int filled = (int) Math.round(Math.clamp(share, 0, 1) * cells);
        if (filled == 0 && share > 0) {
            return paint("36", (unicode ? "▏" : ".")) + " ".repeat(cells - 1);
        }
        return paint("36", (unicode ? "█" : "#").repeat(filled)) + " ".repeat(cells - filled);
    }

    /// Prints a paragraph, broken between words where the screen ends.
    void flow(String paragraph) {
        StringBuilder line = new StringBuilder();
        for (String word : paragraph.strip().split("\\s+")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                out.println(line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        out.println(line);
    }

    String bold(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
