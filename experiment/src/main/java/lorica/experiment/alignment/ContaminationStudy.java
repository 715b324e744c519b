package lorica.experiment.alignment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.align.Alignment;
import lorica.align.AlignmentException;
import lorica.align.Baseline;
import lorica.align.Blocks;
import lorica.align.ClientScore;
import lorica.align.Updates;

/// Robust alignment of clients of whom some are contaminated, one kind at a time.
///
/// @param base mean score of no update at all, over the benign clients
/// @param rows one a kind
public record ContaminationStudy(double base, List<Row> rows) {
    /// One kind.
    ///
    /// @param precision of the flagged clients
    /// @param recall of the contaminated ones
    /// @param scores mean over the benign clients, by method
    public record Row(
            Contaminated kind,
            double precision,
            double recall,
            SequencedMap<String, Double> scores) {
        /// Harmonic mean of precision and recall.
        public double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    public ContaminationStudy {
        rows = List.copyOf(rows);
    }

    /// Clients that fine-tune a small Transformer; libtorch's threads are the caller's choice.
    public static ContaminationStudy ofCopying(CopyingOptions options) throws IOException {
        try (CopyingClients clients = new CopyingClients(options)) {
            return of(clients, options.contaminated(), options.seed());
        }
    }

    /// Clients that estimate regression coefficients.
    public static ContaminationStudy ofRegression(RegressionOptions options) throws IOException {
        try (RegressionClients clients = new RegressionClients(options)) {
            return of(clients, options.planted().contaminated(), options.seed());
        }
    }

    /// Clients that train a layer of a small network.
    public static ContaminationStudy ofNetwork(NetworkOptions options) throws IOException {
        try (NetworkClients clients = new NetworkClients(options)) {
            return of(clients, options.planted().contaminated(), options.seed());
        }
    }

    private static ContaminationStudy of(LearningClients clients, int contaminated, long seed)
            throws IOException {
        Updates honest = clients.honest();
        Updates noisy = clients.noisy(honest);
        List<Row> rows = new ArrayList<>();
        for (Contaminated kind : Contaminated.values()) {
            SplittableRandom random = new SplittableRandom(31 * seed + rows.size());
            Updates sent = Contaminated.of(honest, noisy, contaminated, kind, random);
            rows.add(row(clients, contaminated, kind, sent));
        }
        int benign = honest.count() - contaminated;
        double base = 0;
        for (int k = contaminated; k < honest.count(); k++) {
            base += clients.score(k, Map.of()) / benign;
        }
        return new ContaminationStudy(base, rows);
    }

    private static Row row(
            LearningClients clients, int contaminated, Contaminated kind, Updates sent)
            throws IOException {
        Optional<Alignment> alignment = aligned(sent);
        List<Boolean> flags =
                alignment
                        .map(Alignment::scores)
                        .map(scores -> scores.stream().map(ClientScore::contaminated).toList())
                        .orElse(List.of());
        long flagged = flags.stream().filter(flag -> flag).count();
        long right = flags.stream().limit(contaminated).filter(flag -> flag).count();
        Map<Baseline, Map<String, double[]>> same = new LinkedHashMap<>();
        for (Baseline baseline : Baseline.values()) {
            same.put(baseline, baseline.of(sent));
        }
        SequencedMap<String, Double> scores = new LinkedHashMap<>();
        int benign = sent.count() - contaminated;
        for (int k = contaminated; k < sent.count(); k++) {
            Map<String, double[]> own = new TreeMap<>();
            Map<String, double[]> projected = new TreeMap<>();
            Map<String, double[]> refined = new TreeMap<>();
            for (Map.Entry<String, Blocks> module : sent.modules().entrySet()) {
                String name = module.getKey();
                int client = k;
                double[] sentByIt = module.getValue().blocks().get(k);
                own.put(name, sentByIt);
                projected.put(
                        name, alignment.map(one -> one.projected(name, client)).orElse(sentByIt));
                refined.put(name, alignment.map(one -> one.refined(name, client)).orElse(sentByIt));
            }
            scores.merge("local", clients.score(k, own) / benign, Double::sum);
            for (Map.Entry<Baseline, Map<String, double[]>> one : same.entrySet()) {
                double score = clients.score(k, one.getValue()) / benign;
                scores.merge(one.getKey().label(), score, Double::sum);
            }
            scores.merge("projection", clients.score(k, projected) / benign, Double::sum);
            scores.merge("CLAIR", clients.score(k, refined) / benign, Double::sum);
        }
        return new Row(
                kind,
                flagged == 0 ? 1 : (double) right / flagged,
                contaminated == 0 ? 1 : (double) right / contaminated,
                scores);
    }

    /// None where the round is refused: clients keep what they have, and nobody is flagged.
    private static Optional<Alignment> aligned(Updates sent) throws IOException {
        try {
            return Optional.of(Alignment.of(sent, Alignment.Centre.AUTOMATIC, 1));
        } catch (AlignmentException e) {
            return Optional.empty();
        }
    }
}
