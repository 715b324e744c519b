package lorica.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import lorica.experiment.alignment.ContaminationStudy;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A study of contaminated clients as a Markdown table and as JSON.
///
/// @param measure what the scores are
record ContaminationTable(String measure, ContaminationStudy study) {
    void print(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, mean over the benign clients; no update: %.3f%n%n",
                measure,
                study.base());
        out.print("| contamination | precision | recall | F1 |");
        study.rows().getFirst().scores().keySet().forEach(name -> out.print(" " + name + " |"));
        out.print("\n|---|---|---|---|");
        out.println("---|".repeat(study.rows().getFirst().scores().size()));
        for (ContaminationStudy.Row row : study.rows()) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f |",
                    row.kind().label(),
                    row.precision(),
                    row.recall(),
                    row.f1());
            row.scores().values().forEach(one -> out.printf(Locale.ROOT, " %.3f |", one));
            out.println();
        }
    }

    ObjectNode json(String schema) {
        ObjectNode document = CommonOptions.document(schema);
        document.put("measure", measure).put("base", study.base());
        ArrayNode rows = document.putArray("kinds");
        for (ContaminationStudy.Row row : study.rows()) {
            ObjectNode node = rows.addObject().put("kind", row.kind().label());
            node.put("precision", row.precision()).put("recall", row.recall());
            ObjectNode scores = node.putObject("scores");
            for (Map.Entry<String, Double> one : row.scores().entrySet()) {
                scores.put(one.getKey(), one.getValue());
            }
        }
        return document;
    }
}
