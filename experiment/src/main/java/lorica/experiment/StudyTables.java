package lorica.experiment;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import lorica.distance.Distance;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.GapClosed;
import lorica.evaluate.Interval;
import lorica.evaluate.PairedTest;
import lorica.evaluate.ReferenceContained;
import lorica.evaluate.RougeL;
import lorica.evaluate.Summary;
import lorica.mixture.Mixture;

/// The paper's tables 1 and 3, and every row with its controls, as Markdown.
final class StudyTables {
    private static final String ROUGE = RougeL.published().name();
    private static final String EXACT = ExactMatch.published().name();
    private static final String CONTAINED = ReferenceContained.published().name();

    private final StudyResult result;
    private final StringBuilder text = new StringBuilder();

    private StudyTables(StudyResult result) {
        this.result = result;
    }

    static String render(StudyResult result) throws IOException {
        StudyTables tables = new StudyTables(result);
        tables.head();
        tables.paper("Table 1: ROUGE-L (stemmer, first reference)", ROUGE);
        tables.paper("Table 3: exact match (as it is, first reference)", EXACT);
        tables.rows();
        tables.text.append(ChoiceTables.render(result));
        tables.text.append(ReconstructionTables.render(result));
        tables.text.append(AbstentionTables.render(result));
        tables.smallGaps();
        return tables.text.toString();
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private void head() {
        StudyPlan plan = result.plan();
        int rows =
                plan.bank().tested().stream()
                        .mapToInt(task -> plan.bank().tasks().get(task).test().size())
                        .sum();
        line("# Study of a bank");
        line("");
        line(
                format(
                        ROOT,
                        "%d entries, %d datasets with %d test rows, base model `%s`, at most %d new tokens, greedy,",
                        plan.bank().tasks().size(),
                        result.datasets().size(),
                        rows,
                        plan.bank().base(),
                        plan.options().maxNewTokens()));
        line(
                format(
                        ROOT,
                        "seed %d. Mean ± standard deviation over datasets of the mean over rows.",
                        plan.options().seed()));
        line("");
        for (StudyRow.Role role : List.of(StudyRow.Role.BASE, StudyRow.Role.OWN)) {
            RowScores row = result.only(role);
            line(
                    format(
                            ROOT,
                            "- %s: ROUGE-L %s, exact match %s",
                            row.row().name(),
                            plusMinus(row.summary(ROUGE)),
                            plusMinus(row.summary(EXACT))));
        }
    }

    static String plusMinus(Summary summary) {
        return format(ROOT, "%.3f ± %.3f", summary.mean(), summary.deviation());
    }

    private void paper(String title, String score) {
        line("");
        line(format(ROOT, "## %s", title));
        StudyOptions options = result.plan().options();
        for (Scope scope : options.scopes()) {
            for (Mixture mixture : options.mixtures()) {
                line("");
                line(format(ROOT, "%s, mixture `%s`:", scope.label(), mixture.name()));
                grid(
                        score,
                        weighting ->
                                weighting.scope() == scope
                                                && !weighting.published()
                                                && inGrid(weighting)
                                        ? Optional.of(mixture.name())
                                        : Optional.empty());
            }
        }
        if (options.extras().contains(StudyOptions.Extra.PUBLISHED)) {
            line("");
            line("With the choices of the released code (docs/methods/published.md):");
            grid(
                    score,
                    weighting -> weighting.published() ? Optional.of("factors") : Optional.empty());
        }
    }

    /// Whether a weighting is a cell of the grid that the options span.
    private boolean inGrid(Weighting weighting) {
        StudyOptions options = result.plan().options();
        return weighting.adjustment().equals(Adjustment.none())
                && options.rules().contains(weighting.rule())
                && options.temperatures().contains(weighting.temperature())
                && result.plan().distances().stream()
                        .anyMatch(matrix -> matrix.distance().equals(weighting.distance()));
    }

    /// Which mixture's row of a weighting a table shows, if any.
    private interface Choice {
        Optional<String> mixture(Weighting weighting);
    }

    private void grid(String score, Choice choice) {
        List<Weighting> shown =
                result.plan().weightings().stream()
                        .filter(weighting -> choice.mixture(weighting).isPresent())
                        .toList();
        List<String> distances = shown.stream().map(Weighting::distance).distinct().toList();
        line("");
        line(format(ROOT, "| | %s |", String.join(" | ", distances)));
        line(format(ROOT, "|---|%s", "---|".repeat(distances.size())));
        List<String> rules = shown.stream().map(StudyTables::rule).distinct().toList();
        for (String rule : rules) {
            String cells =
                    distances.stream()
                            .map(
                                    distance ->
                                            shown.stream()
                                                    .filter(w -> w.distance().equals(distance))
                                                    .filter(w -> rule(w).equals(rule))
                                                    .findFirst()
                                                    .map(w -> cell(w, choice, score))
                                                    .orElse(""))
                            .collect(Collectors.joining(" | "));
            line(format(ROOT, "| %s | %s |", rule, cells));
        }
    }

    private static String rule(Weighting weighting) {
        return weighting.temperature() == 1
                ? weighting.rule()
                : weighting.rule() + ", τ=" + Weighting.trimmed(weighting.temperature());
    }

    private String cell(Weighting weighting, Choice choice, String score) {
        String mixture = choice.mixture(weighting).orElseThrow();
        return result.rows().stream()
                .filter(row -> row.row().role() == StudyRow.Role.VARIANT)
                .filter(row -> row.row().weighting().orElseThrow().equals(weighting))
                .filter(row -> row.row().mixture().orElseThrow().name().equals(mixture))
                .findFirst()
                .map(row -> plusMinus(row.summary(score)))
                .orElse("");
    }

    private void rows() {
        line("");
        line("## Every row, with its controls");
        line("");
        line(
                format(
                        ROOT,
                        "Share of the ROUGE-L gap between base and own adapter, with the %.0f %% bootstrap interval over datasets;",
                        100 * result.plan().options().bootstrap().confidence()));
        line(
                "above base: share of the datasets; p: one-sided paired bootstrap of ROUGE-L, better than the uniform mixture of the same");
        line(
                "kind, the random entry, the nearest entry by the same distance (docs/methods/bootstrap.md). No correction for many rows.");
        line(
                "Rest: mean of ‖θ̂ − θᵢ‖²/‖θᵢ‖², how much of the own adapter is not reconstructed (in flat factors for `factors`, else in ΔW).");
        boolean functional = result.plan().bank().gram().functional().isPresent();
        if (functional) {
            line(
                    "Functional rest: the same of what the updates do to what the base model sees (docs/methods/functional-gram.md).");
        }
        line("");
        line(
                "| row | ROUGE-L | EM | contained | share of the gap | above base | p uniform | p random | p nearest | rest |"
                        + (functional ? " functional rest |" : ""));
        line("|---|---|---|---|---|---|---|---|---|---|" + (functional ? "---|" : ""));
        for (RowScores row : result.rows()) {
            StudyResult.Comparison comparison = result.compare(row, ROUGE);
            line(
                    format(
                            ROOT,
                            "| %s | %s | %.3f | %.3f | %s | %.0f %% | %s | %s | %s | %s |%s",
                            row.row().name(),
                            plusMinus(row.summary(ROUGE)),
                            row.summary(EXACT).mean(),
                            row.summary(CONTAINED).mean(),
                            comparison.gap().share().map(StudyTables::percent).orElse("no gap"),
                            100 * comparison.gap().aboveBase(),
                            p(comparison.uniform()),
                            p(comparison.random()),
                            p(comparison.nearest()),
                            ReconstructionTables.cell(result, row.row(), Nearness.WEIGHTS),
                            functional
                                    ? " %s |"
                                            .formatted(
                                                    ReconstructionTables.cell(
                                                            result, row.row(), Nearness.FUNCTIONAL))
                                    : ""));
        }
    }

    static String percent(Interval share) {
        return format(
                ROOT,
                "%.1f %% [%.1f, %.1f]",
                100 * share.estimate(),
                100 * share.low(),
                100 * share.high());
    }

    static String p(Optional<PairedTest> test) {
        return test.map(
                        found ->
                                found.pValue() < 0.001
                                        ? "<0.001"
                                        : format(ROOT, "%.3f", found.pValue()))
                .orElse("–");
    }

    private void smallGaps() {
        GapClosed gap = result.compare(result.only(StudyRow.Role.OWN), ROUGE).gap();
        line("");
        line(
                format(
                        ROOT,
                        "## Datasets with own − base < %s (listed, not dropped)",
                        GapClosed.SMALL));
        line("");
        line(
                format(
                        ROOT,
                        "%s",
                        gap.smallGap().isEmpty()
                                ? "None."
                                : gap.smallGap().stream()
                                        .collect(Collectors.joining("`, `", "`", "`."))));
        List<String> sources =
                result.plan().bank().tasks().stream()
                        .filter(task -> task.test().isEmpty())
                        .map(StudyTask::id)
                        .toList();
        if (!sources.isEmpty()) {
            line("");
            line(
                    format(
                            ROOT,
                            "Sources only, without a test split: `%s`.",
                            String.join("`, `", sources)));
        }
        line("");
        line(
                format(
                        ROOT,
                        "Distances: %s.",
                        result.plan().options().distances().stream()
                                .map(Distance::name)
                                .collect(Collectors.joining(", "))));
    }
}
