package lorica.experiment.fewexamples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.coefficient.Coefficients;
import lorica.distance.DistanceRow;
import lorica.model.CausalLanguageModel;
import lorica.storage.Progress;
import lorica.train.AdapterPool;
import lorica.train.CoefficientFit;
import lorica.train.TimeLimit;
import lorica.train.TokenizedExample;

/// Finds a mixture of a bank's adapters by the loss of a few examples under the base model, stage
/// after stage ([Stage]); model and adapters stay as they are.
///
/// Nothing is random but the batches, which are seeded: the same inputs and options give the same
/// coefficients, unless a time limit cuts the work short.
public final class FewExampleSearch {
    private static final double[] SCALES = {0.75, 1.25, 1.5};

    private final CausalLanguageModel model;
    private final Adapters adapters;
    private final SearchOptions options;
    private final TimeLimit limit;
    private final Progress progress;
    private int passes;

    /// Opens the adapter of an entry.
    @FunctionalInterface
    public interface Adapters {
        LoraAdapter of(String entry) throws IOException;
    }

    /// What was found by whom: a candidate and its loss on the examples tried.
    private record Tried(Candidates.Candidate candidate, double loss) {}

    public FewExampleSearch(
            CausalLanguageModel model,
            Adapters adapters,
            SearchOptions options,
            TimeLimit limit,
            Progress progress) {
        this.model = model;
        this.adapters = adapters;
        this.options = options;
        this.limit = limit;
        this.progress = progress;
    }

    /// Runs every stage up to the last one asked for; may be called once.
    ///
    /// @param rows distances to the entries that may serve, the same in each row
    /// @param given weights that are a candidate too, by the first row; empty for none
    public Map<Stage, LearnedMixture> run(
            List<TokenizedExample> examples, List<DistanceRow> rows, Optional<Coefficients> given)
            throws IOException {
        List<TokenizedExample> tried =
                examples.subList(0, Math.min(SearchOptions.TRIED_ON, examples.size()));
        Map<Stage, LearnedMixture> found = new EnumMap<>(Stage.class);
        Tried best = search(tried, new Candidates(rows, options.pool(), given));
        List<Integer> pool = pool(best.candidate());
        List<String> entries = names(best.candidate().row(), pool);
        double[] weights = pool.stream().mapToDouble(i -> best.candidate().weights()[i]).toArray();
        try (AdapterPool opened = open(entries)) {
            found.put(
                    Stage.SEARCH,
                    learned(entries, weights, opened, best.loss(), best.loss(), best.candidate()));
            if (options.last() == Stage.SEARCH) {
                return found;
            }
            double[] soup = weights.clone();
            double loss = soup(opened, tried, soup, best.loss());
            found.put(
                    Stage.SOUP,
                    learned(entries, soup, opened, best.loss(), loss, best.candidate()));
            if (options.last() == Stage.SOUP) {
                return found;
            }
            found.put(
                    Stage.COEFFICIENTS,
                    fitted(opened, options.coefficients(), examples, of(found, Stage.SOUP)));
        }
        if (options.last() == Stage.DIRECTIONS) {
            try (AdapterPool apart = apart(entries)) {
                found.put(
                        Stage.DIRECTIONS,
                        fitted(
                                apart,
                                options.directions(),
                                examples,
                                of(found, Stage.COEFFICIENTS)));
            }
        }
        return found;
    }

    private static LearnedMixture of(Map<Stage, LearnedMixture> found, Stage stage) {
        return Optional.ofNullable(found.get(stage)).orElseThrow();
    }

    /// The best candidate, and the best of it at other scales.
    private Tried search(List<TokenizedExample> tried, Candidates candidates) throws IOException {
        TreeSet<Integer> needed = new TreeSet<>();
        List<Candidates.Candidate> all = candidates.all();
        for (Candidates.Candidate candidate : all) {
            for (int i = 0; i < candidate.weights().length; i++) {
                if (candidate.weights()[i] != 0) {
                    needed.add(i);
                }
            }
        }
        List<Integer> places = List.copyOf(needed);
        try (AdapterPool opened = open(names(candidates.rows().getFirst(), places))) {
            Tried best = tried(opened, places, all.getFirst(), tried);
            for (Candidates.Candidate candidate : all.subList(1, all.size())) {
                best = better(best, opened, places, candidate, tried);
            }
            Candidates.Candidate unscaled = best.candidate();
            for (double scale : SCALES) {
                best = better(best, opened, places, unscaled.scaled(scale), tried);
            }
            return best;
        }
    }

    private Tried better(
            Tried best,
            AdapterPool opened,
            List<Integer> places,
            Candidates.Candidate candidate,
            List<TokenizedExample> examples) {
        if (spent()) {
            return best;
        }
        Tried found = tried(opened, places, candidate, examples);
        return found.loss() < best.loss() ? found : best;
    }

    private Tried tried(
            AdapterPool opened,
            List<Integer> places,
            Candidates.Candidate candidate,
            List<TokenizedExample> examples) {
        double[] weights = places.stream().mapToDouble(i -> candidate.weights()[i]).toArray();
        return new Tried(candidate, pass(opened, weights, examples));
    }

    private double pass(AdapterPool opened, double[] weights, List<TokenizedExample> examples) {
        passes++;
        progress.at("trying mixtures", passes, options.passes());
        return opened.loss(examples, weights, SearchOptions.TRIED_ON);
    }

    private boolean spent() {
        return passes >= options.passes() || limit.passed();
    }

    /// The entries nearest by what chose the candidate, and those it has weight on, in the bank's
    /// order.
    private List<Integer> pool(Candidates.Candidate best) {
        TreeSet<Integer> pool = new TreeSet<>(Candidates.nearest(best.row(), options.pool()));
        for (int i = 0; i < best.weights().length; i++) {
            if (best.weights()[i] != 0) {
                pool.add(i);
            }
        }
        return List.copyOf(pool);
    }

    /// Adds each entry as one more of equal ingredients where the loss falls; changes `weights`.
    private double soup(
            AdapterPool opened, List<TokenizedExample> tried, double[] weights, double start) {
        double loss = start;
        int ingredients = 1;
        for (int k = 0; k < weights.length && !spent(); k++) {
            double[] next = weights.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] = (ingredients * next[i] + (i == k ? 1 : 0)) / (ingredients + 1);
            }
            double found = pass(opened, next, tried);
            if (found < loss) {
                loss = found;
                ingredients++;
                System.arraycopy(next, 0, weights, 0, next.length);
            }
        }
        return loss;
    }

    private LearnedMixture fitted(
            AdapterPool opened,
            CoefficientFit.Options fit,
            List<TokenizedExample> examples,
            LearnedMixture start) {
        CoefficientFit.Result result =
                new CoefficientFit(opened, fit, progress).fit(examples, start.means(), limit);
        return new LearnedMixture(
                start.entries(),
                result.coefficients(),
                result.before(),
                result.after(),
                passes,
                start.steps() + result.steps(),
                "%s; %d steps on %d examples"
                        .formatted(start.origin(), result.steps(), examples.size()));
    }

    private LearnedMixture learned(
            List<String> entries,
            double[] weights,
            AdapterPool opened,
            double before,
            double after,
            Candidates.Candidate candidate) {
        SequencedMap<String, double[]> coefficients = new LinkedHashMap<>();
        opened.modules().forEach(module -> coefficients.put(module, weights.clone()));
        return new LearnedMixture(
                entries, coefficients, before, after, passes, 0, candidate.label());
    }

    private AdapterPool open(List<String> entries) throws IOException {
        List<LoraAdapter> opened = new ArrayList<>();
        for (String entry : entries) {
            opened.add(adapters.of(entry));
        }
        return new AdapterPool(model, opened);
    }

    /// Every adapter with its singular directions as factors, as many of each.
    private AdapterPool apart(List<String> entries) throws IOException {
        List<LoraAdapter> whole = new ArrayList<>();
        int count = 1;
        for (String entry : entries) {
            LoraAdapter adapter = adapters.of(entry);
            for (LoraFactors factors : adapter.modules().values()) {
                count = Math.max(count, factors.rank());
            }
            whole.add(adapter);
        }
        int directions = count;
        return new AdapterPool(
                model, whole.stream().map(one -> SingularDirections.of(one, directions)).toList());
    }

    private static List<String> names(DistanceRow row, List<Integer> places) {
        return places.stream().map(place -> row.entries().get(place)).toList();
    }
}
