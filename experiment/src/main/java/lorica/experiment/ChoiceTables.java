package lorica.experiment;

import static java.lang.String.format;
import static java.util.Locale.ROOT;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorica.evaluate.PairedTest;
import lorica.evaluate.RougeL;

/// One idea at a time, banks of other sizes, and what a choice on one half of the datasets is worth
/// on the other, as Markdown.
final class ChoiceTables {
    private static final String ROUGE = RougeL.published().name();

    /// Rows of the ranking that are shown.
    private static final int SHOWN = 10;

    private final StudyResult result;
    private final StringBuilder text = new StringBuilder();

    private ChoiceTables(StudyResult result) {
        this.result = result;
    }

    static String render(StudyResult result) {
        ChoiceTables tables = new ChoiceTables(result);
        if (result.plan().options().extras().contains(StudyOptions.Extra.ABLATION)) {
            tables.ablation();
        }
        if (result.plan().options().extras().contains(StudyOptions.Extra.BANK_SIZES)) {
            tables.bankSizes();
        }
        if (result.plan().options().extras().contains(StudyOptions.Extra.CHOICE)) {
            tables.halves();
        }
        return tables.text.toString();
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private RowScores row(Ablation.Step step) {
        return result.named(
                        StudyRow.name(
                                Scope.LEAVE_ONE_OUT,
                                step.label()
                                        + " "
                                        + result.plan().options().mixtures().getLast().name()))
                .orElseThrow();
    }

    private void ablation() {
        List<Ablation.Step> steps = Ablation.steps();
        RowScores start = row(steps.getFirst());
        line("");
        line("## One idea at a time");
        line("");
        line(
                format(
                        ROOT,
                        "From `%s`, what `generate` does by default, one thing changed. Difference of ROUGE-L from that row, paired, with its",
                        start.row().name()));
        line("95 % bootstrap interval over all datasets; not corrected for many rows.");
        line("");
        line("| changed | row | ROUGE-L | share of the gap | difference |");
        line("|---|---|---|---|---|");
        for (Ablation.Step step : steps) {
            idea(step.idea(), row(step), start);
        }
        String mixture = result.plan().options().mixtures().getLast().name();
        result.named("auto-nested " + mixture)
                .ifPresent(
                        auto -> idea("`--auto`, chosen without the task's adapter", auto, start));
        result.named("auto-functional-nested " + mixture)
                .ifPresent(auto -> idea("the same by what adapters do", auto, start));
        result.named("auto-transfer-nested " + mixture)
                .ifPresent(auto -> idea("the same by how adapters serve", auto, start));
    }

    private void idea(String idea, RowScores row, RowScores start) {
        PairedTest test =
                result.plan().options().bootstrap().compare(row.of(ROUGE), start.of(ROUGE));
        line(
                format(
                        ROOT,
                        "| %s | %s | %s | %s | %s |",
                        idea,
                        row.row().name(),
                        StudyTables.plusMinus(row.summary(ROUGE)),
                        result.compare(row, ROUGE)
                                .gap()
                                .share()
                                .map(StudyTables::percent)
                                .orElse("no gap"),
                        row.equals(start)
                                ? "–"
                                : format(
                                        ROOT,
                                        "%+.3f [%+.3f, %+.3f]",
                                        test.difference().estimate(),
                                        test.difference().low(),
                                        test.difference().high())));
    }

    private void bankSizes() {
        StudyPlan plan = result.plan();
        List<String> methods = BankSizes.methods(plan.options().mixtures().getLast());
        line("");
        line("## Quality against the size of the bank");
        line("");
        line(
                "Share of the ROUGE-L gap that is closed with only some of the other entries at hand, drawn at random for each task, smaller");
        line(
                "banks within larger ones. Defaults: those of `generate`. Nearest: by the same distance.");
        line("");
        line(format(ROOT, "| entries | %s |", String.join(" | ", methods)));
        line("|---|---|---|");
        for (int size : BankSizes.sizes(plan.bank())) {
            List<String> cells = new ArrayList<>();
            for (String method : methods) {
                RowScores row = result.named(BankSizes.name(method, size)).orElseThrow();
                cells.add(
                        result.compare(row, ROUGE)
                                .gap()
                                .share()
                                .map(StudyTables::percent)
                                .orElse("no gap"));
            }
            line(format(ROOT, "| %d | %s |", size, String.join(" | ", cells)));
        }
    }

    /// The table of bank sizes as a picture.
    static String bankSizesPlot(StudyResult result) {
        List<Integer> sizes = BankSizes.sizes(result.plan().bank());
        SharePlot plot = new SharePlot(SharePlot.Axis.ENTRIES, sizes);
        for (String method : BankSizes.methods(result.plan().options().mixtures().getLast())) {
            plot.curve(
                    method,
                    sizes.stream()
                            .map(size -> result.named(BankSizes.name(method, size)).orElseThrow())
                            .map(row -> result.compare(row, ROUGE).gap().share())
                            .flatMap(Optional::stream)
                            .toList());
        }
        return plot.svg();
    }

    private void halves() {
        SplitHalf halves = SplitHalf.of(result, ROUGE);
        List<RowScores> ranking = halves.ranking();
        line("");
        line("## Chosen on one half of the datasets, tested on the other");
        line("");
        line(
                format(
                        ROOT,
                        "The halves are dealt by the seed: %d datasets choose, %d test. Of %d leave-one-out rows the best by mean ROUGE-L on the",
                        halves.choosing().length,
                        halves.testing().length,
                        ranking.size()));
        line(
                "choosing half is taken, and tested once on the others; so are the defaults of `generate`. p: one-sided paired bootstrap.");
        line("");
        line("| best on the choosing half | share of the gap there | on the testing half |");
        line("|---|---|---|");
        for (RowScores row : ranking.subList(0, Math.min(SHOWN, ranking.size()))) {
            line(shares(halves, row));
        }
        learned(halves);
        List<RowScores> tested = new ArrayList<>(List.of(ranking.getFirst()));
        defaults().filter(row -> !row.equals(tested.getFirst())).ifPresent(tested::add);
        for (RowScores row : tested) {
            line("");
            line(
                    format(
                            ROOT,
                            "%s, `%s`, on the testing half: %s of the gap.",
                            row.equals(ranking.getFirst()) ? "Chosen" : "The defaults",
                            row.row().name(),
                            share(halves, row, halves.testing())));
            line("");
            line("| better than | difference of ROUGE-L | better on | p |");
            line("|---|---|---|---|");
            for (Map.Entry<String, PairedTest> test : halves.tests(row).entrySet()) {
                line(
                        format(
                                ROOT,
                                "| %s | %+.3f [%+.3f, %+.3f] | %d of %d | %s |",
                                test.getKey(),
                                test.getValue().difference().estimate(),
                                test.getValue().difference().low(),
                                test.getValue().difference().high(),
                                test.getValue().better(),
                                test.getValue().datasets(),
                                StudyTables.p(Optional.of(test.getValue()))));
            }
        }
    }

    /// Rows that a base model learned from a task's examples are not chosen among: they are beside.
    private void learned(SplitHalf halves) {
        List<RowScores> rows =
                result.rows().stream()
                        .filter(row -> row.row().role() == StudyRow.Role.LEARNED)
                        .toList();
        if (rows.isEmpty()) {
            return;
        }
        line("");
        line(
                "| learned from the task's own examples | on the choosing half | on the testing half |");
        line("|---|---|---|");
        rows.forEach(row -> line(shares(halves, row)));
    }

    /// The row of what `generate` does by itself, if the study has it.
    private Optional<RowScores> defaults() {
        Ablation.Step start = Ablation.steps().getFirst();
        return result.rows().stream()
                .filter(row -> row.row().role() == StudyRow.Role.VARIANT)
                .filter(row -> row.row().name().equals(start.label() + " delta"))
                .findFirst();
    }

    private static String shares(SplitHalf halves, RowScores row) {
        return format(
                ROOT,
                "| %s | %s | %s |",
                row.row().name(),
                share(halves, row, halves.choosing()),
                share(halves, row, halves.testing()));
    }

    private static String share(SplitHalf halves, RowScores row, int[] half) {
        return halves.gap(row, half).share().map(StudyTables::percent).orElse("no gap");
    }
}
