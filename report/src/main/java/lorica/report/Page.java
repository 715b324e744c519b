package lorica.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A whole page: head, contents, sections, the charts' data and scripts.
///
/// The page may load nothing and run nothing but what stands in it: its policy names the digests of
/// its style and scripts, so that not even markup that slipped in could do anything.
final class Page {
    /// What every report begins with, so that one may be replaced by the next.
    static final String BEGINNING = "<!DOCTYPE html>\n<!-- Lorica report -->\n";

    /// d3 as npm publishes it.
    static final String LIBRARY = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";

    private record Section(String id, String heading, Html content) {}

    private final String title;
    private final String summary;
    private final List<Section> sections = new ArrayList<>();
    private final ObjectNode charts = JsonMapper.shared().createObjectNode();

    Page(String title, String summary) {
        this.title = title;
        this.summary = summary;
    }

    Page section(String id, String heading, Html content) {
        sections.add(new Section(id, heading, content));
        return this;
    }

    /// The data of a chart, for the script to find by the chart's id.
    ObjectNode data(String chart, String kind) {
        return charts.putObject(chart).put("kind", kind);
    }

    String render() {
        String style = resource("report.css");
        String library = resource(LIBRARY);
        String script = resource("report.js");
        Html html = new Html();
        html.raw(BEGINNING).raw("<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; ")
                .raw("style-src " + digest(style) + "; script-src " + digest(library) + " ")
                .raw(digest(script) + "; base-uri 'none'; form-action 'none'\">\n");
        html.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
                .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .element("title", title)
                .raw("<style>" + style + "</style>\n</head>\n<body>\n")
                .raw("<a class=\"skip\" href=\"#content\">To the content</a>\n<header>\n")
                .element("h1", title)
                .paragraph(summary)
                .raw("<nav aria-label=\"Contents\"><ul>\n");
        for (Section section : sections) {
            html.raw("<li><a href=\"#" + section.id + "\">").text(section.heading).raw("</a></li>");
        }
        html.raw("</ul></nav>\n</header>\n<main id=\"content\">\n");
        html.raw("<noscript><p>The charts need JavaScript; the tables hold the numbers.</p>");
        html.raw("</noscript>\n");
        for (Section section : sections) {
            html.section(section.id, section.heading, section.content);
        }
        html.raw("</main>\n<script type=\"application/json\" id=\"data\">")
                .raw(Html.script(charts.toString()))
                .raw("</script>\n<script>" + library + "</script>\n")
                .raw("<script>" + script + "</script>\n</body>\n</html>\n");
        return html.toString();
    }

    /// Text of this room's resources, or of a library's.
    static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String content) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
