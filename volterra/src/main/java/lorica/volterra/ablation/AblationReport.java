package lorica.volterra.ablation;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import lorica.evaluate.Correlation;
import lorica.volterra.ablation.Ablation.Done;
import lorica.volterra.ablation.AblationTable.Published;
import lorica.volterra.ablation.RowScores.Score;
import lorica.volterra.network.Predictor;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Rows as tables beside the published figures, and how far their orders agree.
record AblationReport(AblationOptions options, List<Done> rows) {
    private static final List<Predictor> OTHERS =
            List.of(
                    Predictor.GDN_PREVIOUS,
                    Predictor.HGN_ONE_STEP,
                    Predictor.HELD,
                    Predictor.AVERAGED,
                    Predictor.STATIC,
                    Predictor.LAST_VALUE);

    /// Rows whose order says something.
    private static final int FEWEST = 3;

    AblationReport {
        rows = List.copyOf(rows);
    }

    String markdown() {
        StringBuilder text = new StringBuilder(header());
        for (AblationTable table : options.tables()) {
            List<Done> own = rows.stream().filter(row -> row.table() == table).toList();
            text.append(
                    "\n## Table %s: %s\n\n| | thesis GDN | thesis HGN | GDN | HGN recurrent |"
                            .formatted(table.id(), table.title()));
            OTHERS.forEach(one -> text.append(" %s |".formatted(one.label())));
            text.append(" explodes |\n|---|---|---|---|---|---|---|---|---|---|---|---|\n");
            own.forEach(row -> text.append(line(row)));
            text.append("\nOrder of the rows (Spearman) beside the thesis's: GDN ")
                    .append(agreement(own, row -> row.row().gdn().mean(), Predictor.GDN))
                    .append(", HGN recurrent ")
                    .append(agreement(own, row -> row.row().hgn().mean(), Predictor.HGN_RECURRENT))
                    .append(".\n");
        }
        if (options.tables().size() > 1) {
            text.append("\nAll rows together: GDN ")
                    .append(agreement(rows, row -> row.row().gdn().mean(), Predictor.GDN))
                    .append(", HGN recurrent ")
                    .append(agreement(rows, row -> row.row().hgn().mean(), Predictor.HGN_RECURRENT))
                    .append(".\n");
        }
        return text.toString();
    }

    private String header() {
        return """
        # Ablations of the Volterra process

        N = %d training paths, %d held-out paths, T = %d, trained on t < %d, scored on t = %d … %d. GDN: hidden layers %s, %s, %s, %s,
        %d epochs first and %d after, batch %d, rate %s; HGN: %s, rank %d, hidden layers %s, %d epochs; static: %d epochs; seed %d.

        Every number is the mean intrinsic loss over test times and **held-out** paths. [low, high]: 95 %% interval of that mean,
        ±1.96 standard errors over the held-out paths. The thesis's intervals are one standard deviation, and its losses count one
        sample of a hundred. "explodes": a GDN or HGN loss that is not finite or above that of the last value.
        """
                .formatted(
                        options.paths(),
                        options.heldOut(),
                        options.horizon(),
                        options.until(),
                        options.until(),
                        options.horizon(),
                        options.gdn().hidden(),
                        options.gdn().activation(),
                        options.gdn().encoding(),
                        options.gdn().decoding(),
                        options.gdn().firstEpochs(),
                        options.gdn().epochs(),
                        options.gdn().batch(),
                        options.gdn().rate(),
                        options.hgn().form(),
                        options.hgn().rank(),
                        options.hgn().hidden(),
                        options.hgn().epochs(),
                        options.staticEpochs(),
                        options.seed());
    }

    private static String line(Done done) {
        StringBuilder line =
                new StringBuilder(
                        "| %s | %s | %s | %s | %s |"
                                .formatted(
                                        done.row().label(),
                                        published(done.row().gdn()),
                                        published(done.row().hgn()),
                                        scored(done.scores().score(Predictor.GDN)),
                                        scored(done.scores().score(Predictor.HGN_RECURRENT))));
        OTHERS.forEach(one -> line.append(" %s |".formatted(number(mean(done, one)))));
        return line.append(done.scores().explodes() ? " yes |\n" : " no |\n").toString();
    }

    private static double mean(Done done, Predictor predictor) {
        return done.scores().score(predictor).mean();
    }

    private static String published(Published loss) {
        return "%s [%s, %s]"
                .formatted(number(loss.mean()), number(loss.low()), number(loss.high()));
    }

    private static String scored(Score score) {
        return "%s [%s, %s]"
                .formatted(number(score.mean()), number(score.low()), number(score.high()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2e", value);
    }

    private static String agreement(
            List<Done> rows, ToDoubleFunction<Done> published, Predictor predictor) {
        OptionalDouble correlation =
                Correlation.spearman(
                        rows.stream().mapToDouble(published).toArray(),
                        rows.stream().mapToDouble(row -> mean(row, predictor)).toArray());
        return rows.size() >= FEWEST && correlation.isPresent()
                ? String.format(Locale.ROOT, "%.2f", correlation.getAsDouble())
                : "– (too few rows)";
    }

    String json() {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.put("schema", "lorica.volterra.ablation/1");
        ArrayNode list = document.putArray("rows");
        for (Done done : rows) {
            ObjectNode node = list.addObject();
            node.put("table", done.table().id())
                    .put("label", done.row().label())
                    .put("thesisGdn", done.row().gdn().mean())
                    .put("thesisHgn", done.row().hgn().mean())
                    .put("explodes", done.scores().explodes());
            done.scores().render(node);
        }
        return document + "\n";
    }
}
