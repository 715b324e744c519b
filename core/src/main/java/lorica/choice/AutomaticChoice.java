package lorica.choice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;
import lorica.generate.Chosen;
import lorica.generate.GenerateOptions;
import lorica.gram.GramIndex;
import lorica.gram.GramMatrix;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// The candidate whose leave-one-out mixtures come nearest to the adapters of a bank, by the loss
/// of [LeaveOneOut]; of equal ones (to 1e-9) the first of the grid.
///
/// Grid: every distance; both, input, output and two sums of input and output; τ from 0.05 to
/// 1; all entries or the 1, 2, 4, 8, 16 of the largest weights.
///
/// @param loss of the candidate, at the best scale
/// @param scale λ that the loss is least at: a hint, not applied
/// @param usual the loss of what `generate` does by itself
/// @param candidates how many were compared
public record AutomaticChoice(
        Candidate candidate, double loss, double scale, double usual, int candidates) {
    private static final double EQUAL = 1e-9;

    /// A distance on a representation, and its matrix.
    public record Measured(Distance distance, Representation on, DistanceMatrix matrix) {}

    /// How a bank's datasets are measured.
    @FunctionalInterface
    public interface Measuring {
        DistanceMatrix matrix(Distance distance, Representation on) throws IOException;
    }

    /// Every distance on every representation of the grid.
    public static List<Measured> measure(Measuring measuring) throws IOException {
        List<Measured> measured = new ArrayList<>();
        for (Distance distance : Distance.all()) {
            for (Representation on : Candidate.representations()) {
                measured.add(new Measured(distance, on, measuring.matrix(distance, on)));
            }
        }
        return measured;
    }

    /// Chooses for a bank, over its entries that have a dataset.
    ///
    /// @throws IllegalArgumentException if there are fewer than three
    public static AutomaticChoice of(Bank bank, int threads, Progress progress) throws IOException {
        GramIndex gram = GramIndex.open(bank, threads, progress);
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            List<String> usable = index.usable().stream().map(BankEntry::id).toList();
            if (usable.size() < 3) {
                throw new IllegalArgumentException(
                        "%s: automatic choice: expected at least three entries with a dataset, to leave each out, found %d"
                                .formatted(bank.directory(), usable.size()));
            }
            return of(gram.gram().updates().among(usable), measure(index::matrix), threads);
        }
    }

    private record Scored(Candidate candidate, LeaveOneOut.Loss loss) {}

    private static AutomaticChoice of(GramMatrix gram, List<Measured> measured, int threads)
            throws IOException {
        List<List<Scored>> scored =
                Parallel.map(
                        measured,
                        threads,
                        one ->
                                Candidate.of(one.distance(), one.on()).stream()
                                        .map(
                                                candidate ->
                                                        new Scored(
                                                                candidate,
                                                                LeaveOneOut.of(
                                                                                gram,
                                                                                one.matrix(),
                                                                                candidate)
                                                                        .loss()))
                                        .toList());
        List<Scored> all = scored.stream().flatMap(List::stream).toList();
        Scored best = all.getFirst();
        double usual = Double.NaN;
        for (Scored one : all) {
            best = better(one.loss().best(), best.loss().best()) ? one : best;
            if (one.candidate().equals(defaults())) {
                usual = one.loss().best();
            }
        }
        return new AutomaticChoice(
                best.candidate(), best.loss().best(), best.loss().scale(), usual, all.size());
    }

    /// What would be chosen without each entry's adapter, as target and as source: the choice of a
    /// nested leave-one-out, one an entry, by the loss of [LeaveOneOut#loss(int)].
    ///
    /// @param gram over the entries of the matrices, in their order
    public static List<Candidate> withoutEach(GramMatrix gram, List<Measured> measured, int threads)
            throws IOException {
        List<List<Candidate>> grids =
                measured.stream().map(one -> Candidate.of(one.distance(), one.on())).toList();
        List<double[][]> losses =
                Parallel.map(
                        measured,
                        threads,
                        one ->
                                Candidate.of(one.distance(), one.on()).stream()
                                        .map(c -> LeaveOneOut.of(gram, one.matrix(), c))
                                        .map(LeaveOneOut::lossesWithoutEach)
                                        .toArray(double[][]::new));
        List<Candidate> chosen = new ArrayList<>();
        for (int left = 0; left < gram.entries().size(); left++) {
            Candidate best = grids.getFirst().getFirst();
            double least = Double.POSITIVE_INFINITY;
            for (int m = 0; m < grids.size(); m++) {
                for (int c = 0; c < grids.get(m).size(); c++) {
                    if (better(losses.get(m)[c][left], least)) {
                        least = losses.get(m)[c][left];
                        best = grids.get(m).get(c);
                    }
                }
            }
            chosen.add(best);
        }
        return chosen;
    }

    /// Why, for the provenance of what is generated by it.
    ///
    /// @param calibration tells what is far from the bank
    public Chosen chosen(Chosen.Calibration calibration) {
        return new Chosen(
                List.of(
                        String.format(
                                Locale.ROOT,
                                "chosen for this bank by leave-one-out over its adapters among %d candidates: loss %.4f, the defaults %.4f; scale of least loss %.2f (not applied)",
                                candidates,
                                loss,
                                usual,
                                scale)),
                calibration);
    }

    /// What `generate` does by itself.
    public static Candidate defaults() {
        GenerateOptions usual = GenerateOptions.defaults();
        return new Candidate(
                usual.distance(),
                usual.on(),
                usual.rule().temperature(),
                usual.truncation().topK());
    }

    /// Losses that differ by rounding alone are equal: two temperatures whose weights truncation
    /// makes the same must not be told apart by the order of a sum.
    private static boolean better(double loss, double least) {
        return loss < least - EQUAL;
    }
}
