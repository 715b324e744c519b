package lorica.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import lorica.generate.Fetch;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.IndexReport;
import lorica.generate.Provenance;
import lorica.generate.Recipe;
import lorica.hub.pull.HubFetch;
import lorica.hub.repository.Downloads;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What `generate` prints.
///
/// @param provenance empty for a dry run
/// @param fetched what came, or would come, over the network
record GenerationReport(
        Path directory, Recipe recipe, Optional<Provenance> provenance, Fetch.Fetched fetched) {
    private static final int SHOWN = 10;

    static GenerationReport made(Generation generation) {
        return new GenerationReport(
                generation.directory(),
                generation.recipe(),
                Optional.of(generation.provenance()),
                generation.fetched());
    }

    static GenerationReport planned(Recipe recipe, Path directory) {
        Downloads.Amount expected =
                HubFetch.expected(recipe.bank(), Generator.weightedEntries(recipe));
        return new GenerationReport(
                directory,
                recipe,
                Optional.empty(),
                new Fetch.Fetched(expected.files(), expected.bytes()));
    }

    void print(Screen screen) {
        provenance.ifPresentOrElse(
                facts -> screen.out().println("adapter: " + directory + resultOf(facts)),
                () -> screen.out().println("dry run: nothing written to " + directory));
        screen.out()
                .println(
                        "dataset: %,d examples, %,d tokens; rows compared %s: %s"
                                .formatted(
                                        recipe.examples(),
                                        recipe.tokens(),
                                        recipe.template().treatment().label(),
                                        recipe.template().reason()));
        screen.out().println("index:   " + index(recipe.read()));
        if (fetched.adapters() > 0) {
            screen.out()
                    .println(
                            "hub:     %,d adapters %s, %,d bytes"
                                    .formatted(
                                            fetched.adapters(),
                                            provenance.isPresent() ? "fetched" : "to be fetched",
                                            fetched.bytes()));
        }
        SourceTable.of(recipe).print(screen, SHOWN);
        provenance.ifPresent(facts -> facts.warnings().forEach(text -> warn(screen, text)));
        new IndexSummary(recipe.read()).warn(screen);
    }

    private static void warn(Screen screen, String text) {
        screen.err().println("warning: " + text);
    }

    private static String resultOf(Provenance facts) {
        long groups = facts.mixed().stream().map(Provenance.SourceFacts::group).distinct().count();
        return String.format(
                Locale.ROOT,
                "%nmixture: %s of %d adapters, rank %d, norm %.6g, left out by truncation %.2f %%%s",
                facts.choices().mixture(),
                facts.mixed().size(),
                facts.result().rank(),
                facts.result().norm(),
                100 * facts.result().relativeError(),
                groups > 1 ? "; " + groups + " initialisation groups" : "");
    }

    private static String index(IndexReport read) {
        if (read.datasetsRead() == 0) {
            return "%,d fingerprints read, %,d computed, no dataset of the bank read"
                    .formatted(read.fingerprintsRead(), read.fingerprintsComputed());
        }
        double seconds = Math.max(1e-9, read.tokenising().toNanos() / 1e9);
        return String.format(
                Locale.ROOT,
                "%,d fingerprints read, %,d computed, %,d datasets of the bank read: %,d tokens in"
                        + " %.1f s",
                read.fingerprintsRead(),
                read.fingerprintsComputed(),
                read.datasetsRead(),
                read.tokens(),
                seconds);
    }

    ObjectNode json() {
        ObjectNode root = CommonOptions.document("lorica.generate/1");
        root.put("dryRun", provenance.isEmpty()).put("directory", directory.toString());
        root.put("examples", recipe.examples()).put("tokens", recipe.tokens());
        root.putObject("template")
                .put("treatment", recipe.template().treatment().label())
                .put("reason", recipe.template().reason())
                .put("raw", recipe.template().raw())
                .put("compared", recipe.template().compared());
        new IndexSummary(recipe.read()).addTo(root);
        root.putObject("fetched").put("adapters", fetched.adapters()).put("bytes", fetched.bytes());
        ArrayNode sources = root.putArray("sources");
        for (SourceTable.Row row : SourceTable.of(recipe).rows()) {
            sources.addObject()
                    .put("entry", row.entry())
                    .put("weight", row.weight())
                    .put("distance", row.distance());
        }
        provenance.ifPresent(
                facts -> {
                    root.putObject("result")
                            .put("rank", facts.result().rank())
                            .put("modules", facts.result().modules())
                            .put("norm", facts.result().norm())
                            .put("relativeError", facts.result().relativeError())
                            .put("licence", facts.result().licence());
                    facts.warnings().forEach(root.putArray("warnings")::add);
                });
        return root;
    }
}
