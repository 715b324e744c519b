package lorica.experiment;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lorica.evaluate.Interval;
import lorica.evaluate.RougeL;

/// What a study says of reconstruction, as Markdown: does a distance find near adapters, and do
/// near adapters answer better.
final class ReconstructionTables {
    private final Reconstruction reconstruction;
    private final StringBuilder text = new StringBuilder();

    private ReconstructionTables(StudyResult result) {
        this.reconstruction = new Reconstruction(result);
    }

    static String render(StudyResult result) {
        ReconstructionTables tables = new ReconstructionTables(result);
        for (Nearness nearness : Nearness.values()) {
            tables.distances(nearness);
            tables.scores(nearness);
        }
        tables.functional(result);
        return tables.text.toString();
    }

    /// Mean of `‖θ̂ − θᵢ‖² / ‖θᵢ‖²` over datasets, as in the table of rows.
    static String cell(StudyResult result, StudyRow row, Nearness nearness) {
        return new Reconstruction(result)
                .shares(row, nearness)
                .map(shares -> format(ROOT, "%.3f", Arrays.stream(shares).average().orElseThrow()))
                .orElse("–");
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private void distances(Nearness nearness) {
        List<Agreement> agreements = reconstruction.distances(nearness);
        if (agreements.isEmpty()) {
            return;
        }
        line("");
        line(
                switch (nearness) {
                    case WEIGHTS -> "## Does a distance find near adapters?";
                    case FUNCTIONAL -> "## Does a distance find adapters that do alike?";
                });
        line("");
        line(
                switch (nearness) {
                    case WEIGHTS ->
                            "Correlation of −distance with cos(ΔWᵢ, ΔWⱼ) over the other entries: mean over datasets, with its bootstrap interval\n"
                                    + "(docs/methods/gram.md). 0: the distance says nothing of the adapters.";
                    case FUNCTIONAL ->
                            "The same with the functional cosine, of what the updates do to what the base model sees (docs/methods/functional-gram.md).";
                });
        line("");
        line("| distance | Pearson | Spearman |");
        line("|---|---|---|");
        for (Agreement found : agreements) {
            line(
                    format(
                            ROOT,
                            "| %s | %s | %s |",
                            found.distance(),
                            interval(found.pearson()),
                            interval(found.spearman())));
        }
    }

    private void scores(Nearness nearness) {
        List<Reconstruction.OfScore> scores =
                reconstruction.scores(RougeL.published().name(), nearness);
        if (nearness == Nearness.FUNCTIONAL && scores.isEmpty()) {
            return;
        }
        line("");
        line(
                switch (nearness) {
                    case WEIGHTS -> "## Do near adapters answer better?";
                    case FUNCTIONAL -> "## Do adapters that do alike answer better?";
                });
        line("");
        line(
                switch (nearness) {
                    case WEIGHTS ->
                            "Spearman's correlation, over a mixture's rows (leave-one-out), of nearness to the own adapter with ROUGE-L: within a\n"
                                    + "dataset (mean over datasets), and of the rows' means.";
                    case FUNCTIONAL -> "The same with the functional rest.";
                });
        line("");
        line("| mixture | rows | within a dataset | of the means |");
        line("|---|---|---|---|");
        for (Reconstruction.OfScore found : scores) {
            line(
                    format(
                            ROOT,
                            "| %s | %d | %s | %s |",
                            found.mixture(),
                            found.rows(),
                            interval(found.within()),
                            found.across().isPresent()
                                    ? format(ROOT, "%.2f", found.across().getAsDouble())
                                    : "–"));
        }
    }

    /// Rows that differ in the geometry alone, side by side.
    private void functional(StudyResult result) {
        String rouge = RougeL.published().name();
        List<RowScores> rows =
                result.rows().stream()
                        .filter(row -> result.named(Nearness.withoutLabel(row.row())).isPresent())
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        line("");
        line("## Is what adapters do a better objective than what they are?");
        line("");
        line(
                "ROUGE-L of a row over that of its twin by the weights, paired, with its 95 % bootstrap interval over datasets.");
        line("");
        line("| row | share of the gap | its twin's | difference of ROUGE-L |");
        line("|---|---|---|---|");
        for (RowScores row : rows) {
            RowScores twin = result.named(Nearness.withoutLabel(row.row())).orElseThrow();
            Interval difference =
                    result.plan()
                            .options()
                            .bootstrap()
                            .compare(row.of(rouge), twin.of(rouge))
                            .difference();
            line(
                    format(
                            ROOT,
                            "| %s | %s | %s | %+.3f [%+.3f, %+.3f] |",
                            row.row().name(),
                            share(result, row),
                            share(result, twin),
                            difference.estimate(),
                            difference.low(),
                            difference.high()));
        }
    }

    private static String share(StudyResult result, RowScores row) {
        return result.compare(row, RougeL.published().name())
                .gap()
                .share()
                .map(StudyTables::percent)
                .orElse("no gap");
    }

    private static String interval(Optional<Interval> found) {
        return found.map(
                        one ->
                                format(
                                        ROOT,
                                        "%.2f [%.2f, %.2f]",
                                        one.estimate(),
                                        one.low(),
                                        one.high()))
                .orElse("–");
    }
}
