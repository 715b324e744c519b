package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import lorica.experiment.alignment.CopyingOptions;
import lorica.experiment.alignment.CopyingStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bench copying`: robust alignment of clients that learn to copy.
@Command(
        name = "copying",
        description = {
            "Robust alignment where clients fine-tune a small Transformer on copying.",
            "",
            "Every kind of contamination alone: precision and recall of the detection, and the"
                    + " benign clients' accuracy (docs/methods/robust-alignment.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica bench copying --clients 5 --contaminated 1 --pretraining 2 --steps 2"
        })
final class BenchCopyingCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = "--clients",
            paramLabel = "N",
            defaultValue = "24",
            description = "Clients (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--contaminated",
            paramLabel = "N",
            defaultValue = "7",
            description = "Of them (default: ${DEFAULT-VALUE}).")
    private int contaminated;

    @Option(
            names = "--sequences",
            paramLabel = "N",
            defaultValue = "48",
            description = "A client's training data (default: ${DEFAULT-VALUE}).")
    private int sequences;

    @Option(
            names = "--pretraining",
            paramLabel = "N",
            defaultValue = "1500",
            description = "Steps of the base model (default: ${DEFAULT-VALUE}).")
    private int pretraining;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "150",
            description = "Steps of a client (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of everything random (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws IOException {
        CopyingStudy study =
                CopyingStudy.run(
                        new CopyingOptions(
                                clients, contaminated, sequences, pretraining, steps, seed));
        if (common.json()) {
            common.print(json(study));
            return ExitCode.OK;
        }
        print(common.screen().out(), study);
        return ExitCode.OK;
    }

    private static void print(PrintWriter out, CopyingStudy study) {
        out.printf(
                Locale.ROOT,
                "base model %.3f, own updates %.3f of the symbols right, on benign clients%n%n",
                study.baseAccuracy(),
                study.clean());
        out.print("| contamination | precision | recall | F1 |");
        study.rows().getFirst().accuracy().keySet().forEach(name -> out.print(" " + name + " |"));
        out.print("\n|---|---|---|---|");
        out.println("---|".repeat(study.rows().getFirst().accuracy().size()));
        for (CopyingStudy.Row row : study.rows()) {
            out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %.2f |",
                    row.kind().label(),
                    row.precision(),
                    row.recall(),
                    row.f1());
            row.accuracy().values().forEach(one -> out.printf(Locale.ROOT, " %.3f |", one));
            out.println();
        }
    }

    private static ObjectNode json(CopyingStudy study) {
        ObjectNode document = CommonOptions.document("lorica.bench.copying/1");
        document.put("baseAccuracy", study.baseAccuracy());
        ArrayNode rows = document.putArray("kinds");
        for (CopyingStudy.Row row : study.rows()) {
            ObjectNode node = rows.addObject().put("kind", row.kind().label());
            node.put("precision", row.precision()).put("recall", row.recall());
            ObjectNode accuracy = node.putObject("accuracy");
            for (Map.Entry<String, Double> one : row.accuracy().entrySet()) {
                accuracy.put(one.getKey(), one.getValue());
            }
        }
        return document;
    }
}
