package lorica.generate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.coefficient.Coefficients;
import lorica.distance.Distance;
import lorica.distance.DistanceRow;
import lorica.distribution.Representation;
import lorica.mixture.Source;
import lorica.storage.Parallel;

/// What a [Refinement] may use of a bank: the recipe, its adapters, those of the other entries that
/// may serve, and other distances to them. Adapters are open as long as the refinement runs and its
/// mixture is made.
public final class Materials {
    private final Recipe recipe;
    private final RunOptions run;
    private final Arena arena;
    private final Map<String, LoraAdapter> opened = new HashMap<>();
    private Fetch.Fetched fetched = new Fetch.Fetched(0, 0);

    Materials(Recipe recipe, RunOptions run, Arena arena) {
        this.recipe = recipe;
        this.run = run;
        this.arena = arena;
    }

    public Recipe recipe() {
        return recipe;
    }

    /// The adapters of non-zero weight, opened in parallel, in the bank's order.
    public List<Source> sources() throws IOException {
        bring(Generator.weightedEntries(recipe));
        Coefficients coefficients = recipe.coefficients();
        List<Integer> weighted = new ArrayList<>();
        for (int i = 0; i < coefficients.weights().length; i++) {
            if (coefficients.weights()[i] > 0) {
                weighted.add(i);
            }
        }
        return Parallel.map(
                weighted,
                run.threads(),
                i ->
                        new Source(
                                coefficients.entries().get(i),
                                coefficients.weights()[i],
                                adapter(coefficients.entries().get(i))));
    }

    /// The adapter of an entry, which must be what the bank recorded.
    public LoraAdapter adapter(String entry) throws IOException {
        synchronized (opened) {
            LoraAdapter before = opened.get(entry);
            if (before != null) {
                return before;
            }
        }
        BankEntry known = recipe.bank().entry(entry);
        bring(List.of(known));
        LoraAdapter read = open(recipe.bank(), known);
        synchronized (opened) {
            opened.put(entry, read);
        }
        return read;
    }

    private synchronized void bring(List<BankEntry> entries) throws IOException {
        fetched = fetched.plus(run.fetch().bring(recipe.bank(), entries));
    }

    /// What had to be fetched so far.
    synchronized Fetch.Fetched fetched() {
        return fetched;
    }

    private LoraAdapter open(Bank bank, BankEntry entry) throws IOException {
        var directory = bank.checkedAdapter(entry);
        try {
            return PeftDirectory.read(directory, arena);
        } catch (IOException | RuntimeException e) {
            bank.checkedAdapter(entry); // says so where it was changed since the first look
            throw e;
        }
    }

    /// Distances of the dataset on several parts of the examples to the entries that may serve.
    public List<DistanceRow> distances(Distance distance, List<Representation> representations)
            throws IOException {
        try (BankIndex index = BankIndex.open(recipe.bank(), run.threads(), run.progress())) {
            Comparison comparison = new Comparison(index, recipe.dataset(), recipe.template());
            List<DistanceRow> rows = new ArrayList<>();
            for (Representation representation : representations) {
                DistanceRow row = comparison.row(distance, representation);
                for (String entry : row.entries()) {
                    row = recipe.distances().entries().contains(entry) ? row : row.without(entry);
                }
                rows.add(row);
            }
            return rows;
        }
    }
}
