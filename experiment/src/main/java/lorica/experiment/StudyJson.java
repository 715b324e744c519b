package lorica.experiment;

import java.util.List;
import java.util.Optional;
import lorica.evaluate.Interval;
import lorica.evaluate.PairedTest;
import lorica.evaluate.RougeL;
import lorica.evaluate.Summary;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A study's result as `study.json`; docs/formats.md describes it.
public final class StudyJson {
    static final String SCHEMA = "lorica.study/1";
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private StudyJson() {}

    static String render(StudyResult result) {
        return JSON.writeValueAsString(document(result)) + "\n";
    }

    /// The document, also for a command's `--json`.
    public static ObjectNode document(StudyResult result) {
        StudyPlan plan = result.plan();
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", SCHEMA);
        var ids =
                root.putObject("bank")
                        .put("sha256", plan.bank().checksum().hex())
                        .put("base", plan.bank().base())
                        .put("entries", plan.bank().tasks().size())
                        .putArray("ids");
        plan.bank().tasks().forEach(task -> ids.add(task.id()));
        ObjectNode options =
                root.putObject("options")
                        .put("model", plan.options().model())
                        .put("maxNewTokens", plan.options().maxNewTokens())
                        .put("seed", plan.options().seed())
                        .put("resamples", plan.options().bootstrap().resamples())
                        .put("confidence", plan.options().bootstrap().confidence());
        options.put("published", plan.options().extras().contains(StudyOptions.Extra.PUBLISHED));
        var datasets = root.putArray("datasets");
        for (int task : plan.bank().tested()) {
            StudyTask tested = plan.bank().tasks().get(task);
            ObjectNode node =
                    datasets.addObject().put("id", tested.id()).put("rows", tested.test().size());
            tested.family().ifPresent(family -> node.put("family", family));
        }
        var rows = root.putArray("rows");
        result.rows().forEach(row -> put(rows.addObject(), result, row));
        putReconstruction(root, new Reconstruction(result));
        if (plan.options().extras().contains(StudyOptions.Extra.CHOICE)) {
            put(root.putObject("halves"), SplitHalf.of(result, RougeL.published().name()));
        }
        var small = root.putArray("smallGap");
        result.compare(result.only(StudyRow.Role.OWN), RougeL.published().name())
                .gap()
                .smallGap()
                .forEach(small::add);
        return root;
    }

    private static void put(ObjectNode node, StudyResult result, RowScores row) {
        StudyRow described = row.row();
        node.put("name", described.name())
                .put("role", described.role().name().toLowerCase(java.util.Locale.ROOT))
                .put("scope", described.scope().label());
        described.mixture().ifPresent(mixture -> node.put("mixture", mixture.name()));
        described
                .weighting()
                .ifPresent(
                        weighting -> {
                            node.put("distance", weighting.distance())
                                    .put("rule", weighting.rule())
                                    .put("temperature", weighting.temperature())
                                    .put("scale", weighting.adjustment().scale())
                                    .put(
                                            "equalNorms",
                                            weighting.adjustment().norms()
                                                    == Adjustment.Norms.EQUAL)
                                    .put("published", weighting.published());
                            weighting.adjustment().topK().ifPresent(k -> node.put("topK", k));
                        });
        ObjectNode scores = node.putObject("scores");
        row.means()
                .forEach(
                        (score, means) -> {
                            Summary summary = row.summary(score);
                            ObjectNode values =
                                    scores.putObject(score)
                                            .put("mean", summary.mean())
                                            .put("deviation", summary.deviation());
                            var each = values.putArray("datasets");
                            for (double mean : means) {
                                each.add(mean);
                            }
                        });
        StudyResult.Comparison comparison = result.compare(row, RougeL.published().name());
        ObjectNode gap = node.putObject("gapClosed");
        comparison.gap().share().ifPresent(share -> put(gap, share));
        gap.put("undefinedResamples", comparison.gap().undefinedResamples())
                .put("aboveBase", comparison.gap().aboveBase());
        put(node, "overUniform", comparison.uniform());
        put(node, "overRandom", comparison.random());
        put(node, "overNearest", comparison.nearest());
        putRest(node, "rest", result, described, Nearness.WEIGHTS);
        putRest(node, "functionalRest", result, described, Nearness.FUNCTIONAL);
    }

    private static void putRest(
            ObjectNode node, String name, StudyResult result, StudyRow row, Nearness nearness) {
        new Reconstruction(result)
                .shares(row, nearness)
                .ifPresent(
                        shares -> {
                            var rest = node.putArray(name);
                            for (double share : shares) {
                                rest.add(share);
                            }
                        });
    }

    private static void put(ObjectNode node, SplitHalf halves) {
        var choosing = node.putArray("choosing");
        for (int place : halves.choosing()) {
            choosing.add(halves.result().datasets().get(place));
        }
        RowScores chosen = halves.ranking().getFirst();
        node.put("chosen", chosen.row().name());
        halves.gap(chosen, halves.testing())
                .share()
                .ifPresent(share -> put(node.putObject("gapClosed"), share));
        var tests = node.putArray("over");
        halves.tests(chosen)
                .forEach(
                        (other, test) -> {
                            ObjectNode values = tests.addObject().put("row", other);
                            put(values, test.difference());
                            values.put("p", test.pValue()).put("better", test.better());
                        });
    }

    private static void putReconstruction(ObjectNode root, Reconstruction reconstruction) {
        put(root.putArray("distanceAndCosine"), reconstruction.distances(Nearness.WEIGHTS));
        putScores(root.putArray("nearnessAndScore"), reconstruction, Nearness.WEIGHTS);
        List<Agreement> functional = reconstruction.distances(Nearness.FUNCTIONAL);
        if (!functional.isEmpty()) {
            put(root.putArray("distanceAndFunctionalCosine"), functional);
            putScores(
                    root.putArray("functionalNearnessAndScore"),
                    reconstruction,
                    Nearness.FUNCTIONAL);
        }
    }

    private static void put(ArrayNode distances, List<Agreement> agreements) {
        for (Agreement found : agreements) {
            ObjectNode node = distances.addObject().put("distance", found.distance());
            found.pearson().ifPresent(interval -> put(node.putObject("pearson"), interval));
            found.spearman().ifPresent(interval -> put(node.putObject("spearman"), interval));
        }
    }

    private static void putScores(
            ArrayNode scores, Reconstruction reconstruction, Nearness nearness) {
        for (Reconstruction.OfScore found :
                reconstruction.scores(RougeL.published().name(), nearness)) {
            ObjectNode node =
                    scores.addObject().put("mixture", found.mixture()).put("rows", found.rows());
            found.within().ifPresent(interval -> put(node.putObject("within"), interval));
            found.across().ifPresent(across -> node.put("across", across));
        }
    }

    private static void put(ObjectNode node, String name, Optional<PairedTest> test) {
        test.ifPresent(
                found -> {
                    ObjectNode values = node.putObject(name);
                    put(values, found.difference());
                    values.put("p", found.pValue()).put("better", found.better());
                });
    }

    private static void put(ObjectNode node, Interval interval) {
        node.put("estimate", interval.estimate())
                .put("low", interval.low())
                .put("high", interval.high());
    }
}
