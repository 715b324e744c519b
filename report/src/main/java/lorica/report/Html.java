package lorica.report;

import java.util.List;

/// A piece of a page, built element by element; every text that goes in is escaped.
final class Html {
    private final StringBuilder markup = new StringBuilder();

    /// Text, escaped for elements and for quoted attributes.
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(visible(c));
            }
        }
        return out.toString();
    }

    /// Control characters are no HTML, and marks that turn the direction of text can hide it.
    private static char visible(char c) {
        return Character.isISOControl(c) || turns(c) ? '\ufffd' : c;
    }

    private static boolean turns(char c) {
        return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
    }

    /// JSON as the content of a script element: no character that could end the element.
    static String script(String json) {
        StringBuilder out = new StringBuilder(json.length() + 16);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean markup = c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
            if (markup) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(turns(c) ? '\ufffd' : c);
            }
        }
        return out.toString();
    }

    /// Markup as it is: for constants of this room and other pieces.
    Html raw(String piece) {
        markup.append(piece);
        return this;
    }

    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name + ">\n");
    }

    Html text(String text) {
        return raw(escaped(text));
    }

    Html paragraph(String text) {
        return element("p", text);
    }

    Html code(String text) {
        return raw("<pre tabindex=\"0\"><code>").text(text).raw("</code></pre>\n");
    }

    /// A section with a heading, which the page's contents name.
    Html section(String id, String heading, Html content) {
        return raw("<section id=\"" + id + "\" aria-labelledby=\"" + id + "-h\">\n<h2 id=\"")
                .raw(id + "-h\">")
                .text(heading)
                .raw("</h2>\n")
                .raw(content.toString())
                .raw("</section>\n");
    }

    /// Terms and what they are.
    Html facts(List<List<String>> facts) {
        raw("<dl>\n");
        for (List<String> fact : facts) {
            raw("<div>").element("dt", fact.get(0)).element("dd", fact.get(1)).raw("</div>\n");
        }
        return raw("</dl>\n");
    }

    /// The place of a chart that the page's script draws.
    Html chart(String id, String title, String explanation) {
        return raw("<figure id=\"" + id + "\" class=\"chart\" data-chart=\"" + id + "\">\n")
                .raw("<figcaption><strong>")
                .text(title)
                .raw("</strong> ")
                .text(explanation)
                .raw("</figcaption>\n<div class=\"plot\"></div>\n</figure>\n");
    }

    @Override
    public String toString() {
        return markup.toString();
    }
}
