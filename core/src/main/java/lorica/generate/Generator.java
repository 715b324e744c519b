package lorica.generate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.bank.BankException;
import lorica.coefficient.Attention;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.Coefficients;
import lorica.coefficient.DistanceRule;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetForm;
import lorica.dataset.ExampleFile;
import lorica.dataset.PromptTemplate;
import lorica.distance.DistanceRow;
import lorica.mixture.MixturePlan;
import lorica.mixture.MixtureReport;
import lorica.mixture.Source;
import lorica.storage.Checksum;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.storage.WholeFile;

/// Generates an adapter for a dataset from a bank: dataset → distribution → distances → weights →
/// mixture → PEFT directory.
///
/// No gradient, no base weights, nothing random: the same inputs give the same bytes at any number
/// of threads.
public final class Generator {
    private Generator() {}

    /// Writes an adapter to a place where nothing stands yet, on all processors.
    ///
    /// @param dataset a file as docs/formats.md describes
    /// @throws FileAlreadyExistsException if something stands there
    public static Generation generate(Path dataset, Bank bank, Path out, GenerateOptions options)
            throws IOException {
        return generate(dataset, bank, out, options, RunOptions.defaults());
    }

    /// Writes an adapter, whole or not at all.
    ///
    /// @throws FileAlreadyExistsException if something stands there that may not be replaced
    public static Generation generate(
            Path dataset, Bank bank, Path out, GenerateOptions options, RunOptions run)
            throws IOException {
        return generate(Dataset.of(dataset), bank, out, options, run);
    }

    /// Writes an adapter for a dataset read in the user's way, whole or not at all.
    ///
    /// @throws FileAlreadyExistsException if something stands there that may not be replaced
    public static Generation generate(
            Dataset dataset, Bank bank, Path out, GenerateOptions options, RunOptions run)
            throws IOException {
        return generate(dataset, bank, out, options, run, Refinement.none());
    }

    /// Writes an adapter whose mixture is refined before and after it is made.
    ///
    /// @throws FileAlreadyExistsException if something stands there that may not be replaced
    public static Generation generate(
            Dataset dataset,
            Bank bank,
            Path out,
            GenerateOptions options,
            RunOptions run,
            Refinement refinement)
            throws IOException {
        try (WholeDirectory whole = stage(out, run.existing())) {
            Recipe recipe = recipe(dataset, bank, options, run);
            GenerateOptions settled = options.withChosen(options.chosen().settled());
            Mixed mixed = mix(recipe, settled, run, whole.staging(), refinement);
            Provenance provenance = mixed.provenance();
            WholeFile.write(
                    whole.staging().resolve(ProvenanceFile.NAME),
                    ProvenanceFile.render(provenance));
            WholeFile.write(whole.staging().resolve(ModelCard.NAME), ModelCard.render(provenance));
            whole.commit();
            return new Generation(out, recipe, provenance, mixed.fetched());
        }
    }

    /// Only what Lorica wrote is ever replaced.
    private static WholeDirectory stage(Path out, Existing existing) throws IOException {
        if (existing == Existing.REPLACE
                && Files.exists(out)
                && !Files.exists(out.resolve(ProvenanceFile.NAME))
                && !empty(out)) {
            throw new FileAlreadyExistsException(
                    out.toString(),
                    null,
                    "expected an adapter that Lorica wrote, which it may replace, found no %s in it; choose another directory"
                            .formatted(ProvenanceFile.NAME));
        }
        try {
            return WholeDirectory.stage(out, existing);
        } catch (FileAlreadyExistsException e) {
            throw new FileAlreadyExistsException(
                    out.toString(),
                    null,
                    "expected no such directory or an empty one; choose another, or --force to"
                            + " replace an adapter that Lorica wrote");
        }
    }

    private static boolean empty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (var content = Files.list(directory)) {
            return content.findAny().isEmpty();
        }
    }

    /// What [#generate] would mix; opens no adapter and writes nothing but the bank's index.
    public static Recipe recipe(Path dataset, Bank bank, GenerateOptions options, RunOptions run)
            throws IOException {
        return recipe(Dataset.of(dataset), bank, options, run);
    }

    /// What [#generate] would mix for a dataset read in the user's way.
    public static Recipe recipe(Dataset dataset, Bank bank, GenerateOptions options, RunOptions run)
            throws IOException {
        DatasetForm form = dataset.form();
        Checksum checksum = Checksum.ofFile(dataset.file());
        Optional<PromptTemplate> ofBank = bank.header().template().map(PromptTemplate::parse);
        TemplateDecision template = TemplateDecision.of(options.template(), ofBank, dataset);
        try (BankIndex index = BankIndex.open(bank, run.threads(), run.progress())) {
            Comparison comparison = new Comparison(index, dataset, template);
            DistanceRow all = comparison.row(options.distance(), options.on());
            Set<String> same = sameDataset(bank, dataset, checksum);
            DistanceRow distances = masked(all, bank, same, options);
            long tokens = comparison.tokens();
            DistanceRow inputs = comparison.row(Remoteness.distance(), Remoteness.on());
            Coefficients coefficients =
                    options.truncation().of(weigh(options.rule(), distances, comparison));
            return new Recipe(
                    dataset,
                    form,
                    bank,
                    checksum,
                    comparison.examples(),
                    tokens,
                    template,
                    distances,
                    masked(inputs, bank, same, options),
                    coefficients,
                    same,
                    index.report());
        }
    }

    private static Coefficients weigh(
            CoefficientRule rule, DistanceRow distances, Comparison comparison) throws IOException {
        return switch (rule) {
            case DistanceRule ofOne -> ofOne.weigh(distances);
            case Attention attention ->
                    attention.weigh(comparison.evidence().among(distances.entries()));
        };
    }

    /// Entries with the same file, or with the copy that a bank makes of one that is not plain.
    private static Set<String> sameDataset(Bank bank, Dataset dataset, Checksum checksum)
            throws IOException {
        Set<Checksum> own = new HashSet<>(Set.of(checksum));
        if (!dataset.isPlain()) {
            own.add(ExampleFile.checksum(dataset));
        }
        Set<String> same = new HashSet<>();
        for (BankEntry entry : bank.entries()) {
            if (entry.dataset().filter(file -> own.contains(file.checksum())).isPresent()) {
                same.add(entry.id());
            }
        }
        return same;
    }

    private static DistanceRow masked(
            DistanceRow all, Bank bank, Set<String> same, GenerateOptions options) {
        Set<String> left = new HashSet<>();
        for (String excluded : options.excluded()) {
            left.add(bank.entry(excluded).id());
        }
        if (options.ownEntry() == GenerateOptions.OwnEntry.LEAVE_OUT) {
            left.addAll(same);
        }
        DistanceRow row = all;
        for (String entry : left) {
            if (row.entries().contains(entry)) {
                row = row.without(entry);
            }
        }
        if (row.entries().isEmpty()) {
            throw new BankException(
                    bank.directory(),
                    "entries",
                    "at least one that has a dataset and is not left out (`lorica bank add`)",
                    "%d entries, %d with a dataset, %d left out"
                            .formatted(bank.entries().size(), all.entries().size(), left.size()));
        }
        return row;
    }

    /// The terms that [#generate] would mix, open as long as the arena lives.
    public static Refinement.Refined terms(
            Recipe recipe, RunOptions run, Refinement refinement, Arena arena) throws IOException {
        return refinement.refine(new Materials(recipe, run, arena));
    }

    private record Mixed(Provenance provenance, Fetch.Fetched fetched) {}

    private static Mixed mix(
            Recipe recipe,
            GenerateOptions options,
            RunOptions run,
            Path directory,
            Refinement refinement)
            throws IOException {
        try (Arena arena = Arena.ofShared()) {
            Materials materials = new Materials(recipe, run, arena);
            Refinement.Refined refined = refinement.refine(materials);
            MixturePlan plan = options.mixture().plan(scaled(refined, recipe, options));
            run.progress().at("mixing", 0, plan.modules().size());
            MixtureReport report = write(recipe.bank(), plan, options, run, directory);
            Refinement.Finished finished = refinement.finish(recipe, directory);
            return new Mixed(
                    new ProvenanceFacts(recipe, options, refined, finished).of(plan, report),
                    materials.fetched());
        }
    }

    private static List<Source> scaled(
            Refinement.Refined refined, Recipe recipe, GenerateOptions options) {
        double scale = options.strengthOf(recipe);
        return scale == 1
                ? refined.sources()
                : refined.sources().stream().map(source -> source.scaled(scale)).toList();
    }

    /// Writes the mixture, then looks whether its sources are still what they were: a mapped file
    /// that is written over meanwhile would be mixed half old, half new. One that is cut short
    /// meanwhile shows as an `InternalError` of the JVM.
    private static MixtureReport write(
            Bank bank, MixturePlan plan, GenerateOptions options, RunOptions run, Path directory)
            throws IOException {
        MixtureReport report;
        try {
            report = new MixtureWriter(run.threads(), options.dtype()).write(plan, directory);
        } catch (InternalError e) {
            requireUntouched(bank, plan.sources());
            throw e;
        }
        requireUntouched(bank, plan.sources());
        return report;
    }

    private static void requireUntouched(Bank bank, List<Source> sources) throws IOException {
        Map<String, BankEntry> byId = bank.byId();
        for (Source source : sources) {
            bank.checkedAdapter(Objects.requireNonNull(byId.get(source.entry())));
        }
    }

    /// The entries whose adapters a recipe mixes, in the bank's order.
    public static List<BankEntry> weightedEntries(Recipe recipe) {
        Coefficients coefficients = recipe.coefficients();
        Map<String, BankEntry> byId = recipe.bank().byId();
        List<BankEntry> weighted = new ArrayList<>();
        for (int i = 0; i < coefficients.weights().length; i++) {
            if (coefficients.weights()[i] > 0) {
                weighted.add(Objects.requireNonNull(byId.get(coefficients.entries().get(i))));
            }
        }
        return weighted;
    }
}
