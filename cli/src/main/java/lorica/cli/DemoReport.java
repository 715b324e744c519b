package lorica.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lorica.bank.Bank;
import lorica.evaluate.Prediction;
import lorica.experiment.SideBySide;
import lorica.generate.Generation;
import lorica.generate.ProvenanceFile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `lorica demo` shows: answers and scores side by side, then the sources.
///
/// @param columns answers of the models in `made`, in the same order
record DemoReport(
        Path output,
        Bank bank,
        Generation generation,
        List<Made> made,
        List<SideBySide.Column> columns) {
    private static final int ROWS_SHOWN = 3;
    private static final int SOURCES_SHOWN = 8;

    /// A model under comparison.
    ///
    /// @param adapter empty for the base model alone
    /// @param seconds that making the adapter took
    record Made(String name, Optional<Path> adapter, double seconds) {}

    void print(Screen screen) {
        PrintWriter out = screen.out();
        screen.flow(
                """
                The base model knows many small tasks and answers at length; each of the %d adapters of the
                bank taught it one task in its terse form. This dataset's task is none of them. "generated" is
                their mixture, weighted by how near their datasets are to this one; no gradient was taken for it.
                "refined" goes on from there with a few steps of fine-tuning (generate --refine), "fine-tuned"
                starts from zero and takes as many as the bank's adapters did.
                """
                        .formatted(bank.entries().size()));
        out.println();
        out.println(screen.bold(line("", columns.stream().map(SideBySide.Column::name).toList())));
        out.println(
                line(
                        "ROUGE-L",
                        columns.stream().map(column -> number("%.3f", column.rougeL())).toList()));
        out.println(
                line(
                        "exact match",
                        columns.stream()
                                .map(column -> number("%.3f", column.exactMatch()))
                                .toList()));
        out.println(
                line(
                        "seconds to make",
                        made.stream()
                                .map(
                                        model ->
                                                model.adapter().isPresent()
                                                        ? number("%.1f", model.seconds())
                                                        : "-")
                                .toList()));
        out.printf("%nThe first %d of %d test rows:%n", Math.min(ROWS_SHOWN, rows()), rows());
        for (int row = 0; row < Math.min(ROWS_SHOWN, rows()); row++) {
            Prediction asked = columns.getFirst().answers().get(row);
            out.println();
            asked.input().lines().forEach(line -> out.println("  " + line));
            out.println("    " + padded("expected") + asked.references().getFirst());
            for (SideBySide.Column column : columns) {
                out.println("    " + padded(column.name()) + column.answers().get(row).answer());
            }
        }
        out.println();
        SourceTable.of(generation.provenance()).print(screen, SOURCES_SHOWN);
        out.println("\nThe adapter is an ordinary PEFT directory: " + generation.directory());
        screen.flow(
                "One task is an anecdote: docs/results/demo.md has every task of the bank, with all"
                        + " controls.");
        screen.flow(
                "With your own files: lorica bank create, bank add, generate (each has --help)");
    }

    private int rows() {
        return columns.getFirst().answers().size();
    }

    private static String line(String label, List<String> cells) {
        StringBuilder line = new StringBuilder("  %-18s".formatted(label));
        cells.forEach(cell -> line.append("%14s".formatted(cell)));
        return line.toString();
    }

    private static String padded(String name) {
        return "%-12s".formatted(name);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    ObjectNode json() {
        ObjectNode document =
                CommonOptions.document("lorica.demo/1")
                        .put("bank", bank.directory().toString())
                        .put("adapter", generation.directory().toString());
        ArrayNode models = document.putArray("models");
        for (int i = 0; i < columns.size(); i++) {
            SideBySide.Column column = columns.get(i);
            ObjectNode model =
                    models.addObject()
                            .put("name", column.name())
                            .put("rougeL", column.rougeL())
                            .put("exactMatch", column.exactMatch())
                            .put("seconds", made.get(i).seconds());
            made.get(i).adapter().ifPresent(path -> model.put("adapter", path.toString()));
            ArrayNode answers = model.putArray("answers");
            column.answers().forEach(answer -> answers.add(answer.answer()));
        }
        ArrayNode references = document.putArray("references");
        columns.getFirst()
                .answers()
                .forEach(answer -> references.add(answer.references().getFirst()));
        document.set(
                "provenance", CommonOptions.parse(ProvenanceFile.render(generation.provenance())));
        return document;
    }
}
