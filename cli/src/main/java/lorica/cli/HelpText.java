package lorica.cli;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_HEADER;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_HEADER_HEADING;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Descriptions that fit any width: the lines of an annotation are joined into paragraphs, which
/// picocli breaks where the terminal ends. An empty line parts paragraphs.
final class HelpText {
    private HelpText() {}

    /// Lets the descriptions of a command and of those below it flow; a list of commands says the
    /// first clause of each.
    static void flow(CommandLine line) {
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        String[] paragraphs = paragraphs(List.of(usage.description()));
        if (paragraphs.length > 0) {
            usage.description(paragraphs).header(firstClause(paragraphs[0]));
            usage.sectionKeys(
                    usage.sectionKeys().stream()
                            .filter(key -> !key.equals(SECTION_KEY_HEADER))
                            .filter(key -> !key.equals(SECTION_KEY_HEADER_HEADING))
                            .toList());
        }
        line.getSubcommands().values().forEach(HelpText::flow);
    }

    static String[] paragraphs(List<String> lines) {
        String text = String.join("\n", lines).replace("\n\n", "\0\0").replaceAll("\n *", " ");
        return text.isEmpty() ? new String[0] : text.split("\0");
    }

    /// Up to its first `:`, `;` or full stop.
    static String firstClause(String paragraph) {
        return paragraph.split("[:;.](?= |$)", 2)[0] + ".";
    }
}
