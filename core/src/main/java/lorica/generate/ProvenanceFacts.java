package lorica.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import lorica.bank.BankEntry;
import lorica.bank.HubOrigin;
import lorica.coefficient.Coefficients;
import lorica.dataset.Reading;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.InitialisationGroups;
import lorica.mixture.Mixture;
import lorica.mixture.MixturePlan;
import lorica.mixture.MixtureReport;

/// Writes down what a generation did.
final class ProvenanceFacts {
    private final Recipe recipe;
    private final GenerateOptions options;
    private final Refinement.Refined refined;
    private final Refinement.Finished finished;

    ProvenanceFacts(
            Recipe recipe,
            GenerateOptions options,
            Refinement.Refined refined,
            Refinement.Finished finished) {
        this.recipe = recipe;
        this.options = options;
        this.refined = refined;
        this.finished = finished;
    }

    Provenance of(MixturePlan plan, MixtureReport report) {
        InitialisationGroups groups = InitialisationGroups.of(plan.sources());
        Map<String, Integer> groupOf = new HashMap<>();
        for (int g = 0; g < groups.groups().size(); g++) {
            for (String entry : groups.groups().get(g)) {
                groupOf.put(entry, g + 1);
            }
        }
        List<Provenance.SourceFacts> sources = sources(groupOf);
        Provenance.Choices choices = choices();
        MixtureLicence licence =
                MixtureLicence.of(sources.stream().filter(source -> source.weight() != 0).toList());
        List<String> warnings = new ArrayList<>(licence.conflicts());
        warnings.addAll(warnings(sources, groups, report));
        return new Provenance(
                CodeVersion.number(),
                command(choices),
                plan.config().baseModel(),
                new Provenance.DatasetFacts(
                        recipe.dataset().file().toString(),
                        recipe.form().text(),
                        recipe.checksum(),
                        recipe.examples(),
                        recipe.tokens()),
                new Provenance.BankFacts(
                        recipe.bank().directory().toString(),
                        recipe.bank().checksum(),
                        recipe.bank().entries().size(),
                        recipe.distances().entries().size()),
                choices,
                recipe.template(),
                sources,
                new Provenance.ResultFacts(
                        report.modules().size(),
                        report.rank(),
                        report.scaling(),
                        finished.norm().orElse(report.normAfter()),
                        report.normBefore(),
                        report.relativeError(),
                        licence.name()),
                warnings);
    }

    private List<Provenance.SourceFacts> sources(Map<String, Integer> groupOf) {
        Coefficients coefficients = recipe.coefficients();
        Map<String, BankEntry> entries = new HashMap<>();
        recipe.bank().entries().forEach(entry -> entries.put(entry.id(), entry));
        List<Provenance.SourceFacts> sources = new ArrayList<>();
        for (int i = 0; i < coefficients.weights().length; i++) {
            String id = coefficients.entries().get(i);
            BankEntry entry = Optional.ofNullable(entries.get(id)).orElseThrow();
            Optional<Integer> group = Optional.ofNullable(groupOf.get(id));
            sources.add(
                    new Provenance.SourceFacts(
                            id,
                            recipe.distances().values()[i],
                            refined.weights().getOrDefault(id, coefficients.weights()[i]),
                            entry.notes().licence(),
                            entry.adapter().weights().checksum(),
                            group.map(OptionalInt::of).orElse(OptionalInt.empty()),
                            entry.hub().flatMap(HubOrigin::dataset).map(HubOrigin.Pin::repository),
                            recipe.sameDataset().contains(id)));
        }
        sources.sort(
                Comparator.comparingDouble(Provenance.SourceFacts::weight)
                        .reversed()
                        .thenComparingDouble(Provenance.SourceFacts::distance));
        return sources;
    }

    private Provenance.Choices choices() {
        List<String> notes = new ArrayList<>(options.chosen().notes());
        notes.addAll(refined.notes());
        notes.addAll(finished.notes());
        return new Provenance.Choices(
                options.distance().name(),
                options.on().label(),
                options.rule().name(),
                options.rule().temperature(),
                options.mixture().name(),
                rank(options.mixture()),
                options.truncation().topK(),
                options.truncation().minimumMass(),
                options.dtype().name().toLowerCase(Locale.ROOT),
                options.template().name(),
                options.excluded(),
                notes);
    }

    private static OptionalInt rank(Mixture mixture) {
        return switch (mixture) {
            case DeltaMixture(OptionalInt rank) -> rank;
            case ConcatMixture concat -> OptionalInt.empty();
            case FactorMixture factors -> OptionalInt.empty();
        };
    }

    /// The command that makes the adapter again, every choice spelt out.
    private String command(Provenance.Choices choices) {
        List<String> words = new ArrayList<>(List.of("lorica", "generate"));
        words.add(quoted(recipe.dataset().file().toString()));
        Reading reading = recipe.dataset().reading();
        reading.shape().ifPresent(shape -> words.addAll(List.of("--map", quoted(shape.map()))));
        if (reading.emptyRows() == Reading.EmptyRows.SKIP) {
            words.add("--skip-empty");
        }
        words.addAll(List.of("--bank", quoted(recipe.bank().directory().toString())));
        words.addAll(List.of("-o", "DIR"));
        words.addAll(List.of("--distance", choices.distance(), "--on", choices.on()));
        words.addAll(List.of("--rule", choices.rule()));
        words.addAll(List.of("--temperature", Double.toString(choices.temperature())));
        words.addAll(List.of("--mixture", choices.mixture()));
        choices.rank().ifPresent(rank -> words.addAll(List.of("--rank", "" + rank)));
        choices.topK().ifPresent(k -> words.addAll(List.of("--top-k", "" + k)));
        OptionalDouble mass = choices.minimumMass();
        mass.ifPresent(value -> words.addAll(List.of("--min-mass", Double.toString(value))));
        words.addAll(List.of("--dtype", choices.dtype()));
        switch (options.template()) {
            case TemplateChoice.Automatic automatic -> {}
            case TemplateChoice.Own own -> words.addAll(List.of("--template", "FILE"));
            case TemplateChoice.AsIs none -> words.addAll(List.of("--template", none.name()));
            case TemplateChoice.OfBank bank -> words.addAll(List.of("--template", bank.name()));
            case TemplateChoice.Stripped strip -> words.addAll(List.of("--template", strip.name()));
        }
        options.excluded().forEach(entry -> words.addAll(List.of("--exclude", quoted(entry))));
        if (options.ownEntry() == GenerateOptions.OwnEntry.LEAVE_OUT) {
            words.add("--leave-out");
        }
        if (options.strength().scale() != 1) {
            words.addAll(List.of("--scale", Double.toString(options.strength().scale())));
        }
        if (options.strength().whenFar() != Strength.WhenFar.WARN) {
            words.addAll(List.of("--when-far", options.strength().whenFar().label()));
        }
        refined.arguments().forEach(word -> words.add(quoted(word)));
        finished.arguments().forEach(word -> words.add(quoted(word)));
        return String.join(" ", words);
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+,-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }

    private List<String> warnings(
            List<Provenance.SourceFacts> sources,
            InitialisationGroups groups,
            MixtureReport report) {
        List<String> warnings = new ArrayList<>();
        for (Provenance.SourceFacts source : sources) {
            if (source.sameDataset()) {
                warnings.add(
                        "Entry '%s' was trained on this very dataset (same content) and has weight %.4f; --leave-out leaves it out."
                                .formatted(source.entry(), source.weight()));
            }
        }
        if (options.chosen().far().isPresent()
                && recipe.remoteness() > options.chosen().far().getAsDouble()) {
            warnings.add(far(options.chosen().far().getAsDouble()));
        }
        groups.warning(options.mixture()).ifPresent(warnings::add);
        if (report.normAfter() == 0) {
            warnings.add("The update is zero: the adapter leaves the base model as it is.");
        }
        ServedRank.of(report.rank()).warning().ifPresent(warnings::add);
        return warnings;
    }

    private String far(double threshold) {
        String seen =
                String.format(
                        Locale.ROOT,
                        "No entry is near: the nearest is at %.4g by %s; 95 %% of the bank's own datasets have another within %.4g.",
                        recipe.remoteness(),
                        recipe.inputs().distance(),
                        threshold);
        if (options.strength().whenFar() == Strength.WhenFar.WARN) {
            return seen
                    + " The adapter may be worse than the base model: compare them before you use it, scale it down"
                    + " (--when-far shrink, --when-far zero), or add entries like your data to the bank.";
        }
        return String.format(
                Locale.ROOT,
                "%s The adapter is multiplied by %.4g (--when-far %s; warn leaves it whole).",
                seen,
                options.strengthOf(recipe),
                options.strength().whenFar().label());
    }
}
