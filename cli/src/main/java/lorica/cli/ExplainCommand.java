package lorica.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import lorica.generate.Provenance;
import lorica.generate.ProvenanceFile;
import lorica.generate.TemplateDecision;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica explain DIR`.
@Command(
        name = "explain",
        description = "Shows what a generated adapter was made from, and why.",
        footer = {"", "Example:", "  lorica explain my-adapter"})
final class ExplainCommand implements Callable<Integer> {
    private static final int SHOWN = 20;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "DIR", description = "An adapter that `lorica generate` wrote.")
    private Path directory;

    @Option(names = "--all", description = "Show every source, not the first 20.")
    private boolean all;

    @Override
    public Integer call() throws IOException {
        Provenance provenance = ProvenanceFile.read(directory);
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.explain/1")
                            .put("directory", directory.toString())
                            .set(
                                    "provenance",
                                    CommonOptions.parse(ProvenanceFile.render(provenance))));
            return ExitCode.OK;
        }
        print(common.screen(), provenance, directory, all ? Integer.MAX_VALUE : SHOWN);
        return ExitCode.OK;
    }

    static void print(Screen screen, Provenance provenance, Path directory, int limit) {
        Provenance.ResultFacts result = provenance.result();
        screen.out()
                .println(
                        screen.bold(
                                "%s: an adapter of %s for %s"
                                        .formatted(
                                                directory,
                                                provenance.baseModel(),
                                                provenance.dataset().name())));
        screen.out()
                .println(
                        String.format(
                                Locale.ROOT,
                                "%s mixture of %d of %d compared entries, rank %d in %d modules, norm %.6g, left out by truncation %.2f %%",
                                provenance.choices().mixture(),
                                provenance.mixed().size(),
                                provenance.bank().compared(),
                                result.rank(),
                                result.modules(),
                                result.norm(),
                                100 * result.relativeError()));
        screen.out()
                .println(
                        "weights: %s of the %s distances on %s, temperature %s; the nearer a source's"
                                        .formatted(
                                                provenance.choices().rule(),
                                                provenance.choices().distance(),
                                                provenance.choices().on(),
                                                provenance.choices().temperature())
                                + " dataset, the larger its weight");
        provenance.choices().notes().forEach(note -> screen.out().println("  " + note));
        screen.out().println();
        SourceTable.of(provenance).print(screen, limit);
        screen.out().println();
        print(screen, provenance.template());
        provenance.warnings().forEach(text -> screen.out().println("warning: " + text));
        screen.out()
                .println(
                        result.licence().equals("other")
                                ? "licence: other: not every source states one that is known"
                                : "licence: %s, the strictest of the sources"
                                        .formatted(result.licence()));
        screen.out().println("made by: " + provenance.command());
    }

    /// The first example as the dataset has it, and as it was compared.
    private static void print(Screen screen, TemplateDecision template) {
        screen.out()
                .println(
                        "inputs compared %s: %s"
                                .formatted(template.treatment().label(), template.reason()));
        template.template()
                .ifPresent(
                        text -> screen.out().println("  template: " + shown(screen, text.text())));
        screen.out().println("  raw:      " + shown(screen, template.raw()));
        screen.out().println("  compared: " + shown(screen, template.compared()));
    }

    /// One line, quoted, cut in the middle: both ends of a prompt tell most.
    private static String shown(Screen screen, String text) {
        String line = text.replace("\\", "\\\\").replaceAll("\\R", "\\\\n");
        int room = screen.width() - 16;
        if (line.length() > room) {
            int half = (room - 3) / 2;
            line = line.substring(0, half) + "..." + line.substring(line.length() - half);
        }
        return '"' + line + '"';
    }
}
