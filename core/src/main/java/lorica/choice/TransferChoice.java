package lorica.choice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import lorica.bank.Bank;
import lorica.coefficient.DistanceRule;
import lorica.coefficient.Normalized;
import lorica.coefficient.Transfer;
import lorica.coefficient.TransferMatrix;
import lorica.distance.DistanceMatrix;
import lorica.distance.JensenShannon;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;
import lorica.generate.Chosen;
import lorica.storage.Parallel;
import lorica.storage.Progress;

/// The way to weigh a bank's entries whose weights fall on the adapters that serve: by
/// leave-one-out over the bank's own datasets, wᵢ being the weights of the others for dataset i,
///
/// ```
/// loss = mean over i of Σⱼ wᵢⱼ·ln Lᵢⱼ
/// ```
///
/// Ties go to the first of the grid. Distance: Jensen–Shannon. It is the adapters' losses alone
/// that are averaged, not the mixtures': a sharp rule is never at a disadvantage.
///
/// @param loss of the way
/// @param usual the loss of what `generate` does by itself
/// @param candidates how many were compared
public record TransferChoice(Way way, double loss, double usual, int candidates) {
    private static final double LEAST_LOSS = 1e-6;
    private static final List<String> REPRESENTATIONS =
            List.of(
                    "input=1,output=1",
                    "input=1,output=1,output-bigrams=1",
                    "input=1,output=2,output-bigrams=2",
                    "output=1,output-bigrams=1");
    private static final double[] TEMPERATURES = {0.05, 0.15};
    private static final double[] STRENGTHS = {0.5, 1};
    private static final double[] KERNELS = {0.15, 0.3, 1};

    /// One way to weigh.
    ///
    /// @param strength α of [Transfer]; 0 for [Normalized]
    /// @param kernel κ of [Transfer]
    public record Way(Representation on, double strength, double kernel, double temperature) {
        /// The rule, which needs no model.
        ///
        /// @param losses of at least the entries that it will weigh
        public DistanceRule rule(TransferMatrix losses) {
            return strength == 0
                    ? new Normalized(temperature)
                    : new Transfer(losses, strength, kernel, temperature);
        }
    }

    /// What is compared in the grid.
    public static List<Representation> representations() {
        return REPRESENTATIONS.stream().map(Representation::parse).toList();
    }

    /// The ways of one representation: without the losses, then with them.
    static List<Way> ways(Representation on) {
        List<Way> ways = new ArrayList<>();
        for (double temperature : TEMPERATURES) {
            ways.add(new Way(on, 0, 1, temperature));
            for (double strength : STRENGTHS) {
                for (double kernel : KERNELS) {
                    ways.add(new Way(on, strength, kernel, temperature));
                }
            }
        }
        return ways;
    }

    /// Chooses for a bank, over its entries that have a dataset.
    public static TransferChoice of(
            Bank bank, TransferMatrix losses, int threads, Progress progress) throws IOException {
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            List<DistanceMatrix> matrices = new ArrayList<>();
            for (Representation on : representations()) {
                matrices.add(index.matrix(new JensenShannon(), on));
            }
            return of(losses, matrices, threads);
        }
    }

    /// Chooses over the entries of the matrices.
    ///
    /// @param matrices one of each of [#representations], over at least three entries
    public static TransferChoice of(
            TransferMatrix losses, List<DistanceMatrix> matrices, int threads) throws IOException {
        List<Way> ways = new ArrayList<>();
        List<DistanceMatrix> measured = new ArrayList<>();
        for (int m = 0; m < matrices.size(); m++) {
            for (Way way : ways(representations().get(m))) {
                ways.add(way);
                measured.add(matrices.get(m));
            }
        }
        List<Double> found =
                Parallel.map(
                        IntStream.range(0, ways.size()).boxed().toList(),
                        threads,
                        way -> loss(losses, measured.get(way), ways.get(way)));
        int best = 0;
        for (int way = 1; way < found.size(); way++) {
            best = found.get(way) < found.get(best) ? way : best;
        }
        Way usual =
                new Way(AutomaticChoice.defaults().on(), 0, 1, Normalized.sharp().temperature());
        return new TransferChoice(
                ways.get(best), found.get(best), found.get(ways.indexOf(usual)), ways.size());
    }

    private static double loss(TransferMatrix losses, DistanceMatrix matrix, Way way) {
        DistanceRule rule = way.rule(losses);
        List<String> entries = matrix.entries();
        TransferMatrix own = losses.among(entries);
        double sum = 0;
        for (int i = 0; i < entries.size(); i++) {
            double[] weights = rule.weigh(matrix.row(i).without(entries.get(i))).weights();
            for (int j = 0; j < weights.length; j++) {
                double loss = own.losses()[i][j < i ? j : j + 1];
                sum += weights[j] * Math.log(Math.max(loss, LEAST_LOSS));
            }
        }
        return sum / entries.size();
    }

    /// Why, for the provenance of what is generated by it.
    ///
    /// @param calibration tells what is far from the bank
    public Chosen chosen(Chosen.Calibration calibration) {
        return new Chosen(
                List.of(
                        String.format(
                                Locale.ROOT,
                                "chosen for this bank by how its adapters serve its datasets, leave-one-out among %d ways: ln loss %.4f, the defaults %.4f",
                                candidates,
                                loss,
                                usual)),
                calibration);
    }
}
