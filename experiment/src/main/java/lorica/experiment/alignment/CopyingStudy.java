package lorica.experiment.alignment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import lorica.align.Alignment;
import lorica.align.Baseline;
import lorica.align.Blocks;
import lorica.align.Updates;

/// Clients teach a small Transformer to copy with a shift; some are contaminated, one kind at a
/// time.
///
/// @param baseAccuracy of the base model on the benign clients' tasks, mean
/// @param clean mean accuracy of the benign clients' own updates
/// @param rows one a kind
public record CopyingStudy(double baseAccuracy, double clean, List<Row> rows) {
    /// One kind.
    ///
    /// @param precision of the flagged clients
    /// @param recall of the contaminated ones
    /// @param accuracy mean over the benign clients, by method
    public record Row(
            Contaminated kind,
            double precision,
            double recall,
            SequencedMap<String, Double> accuracy) {
        /// Harmonic mean of precision and recall.
        public double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }
    }

    /// Runs it; libtorch's threads are the caller's choice.
    public static CopyingStudy run(CopyingOptions options) throws IOException {
        try (CopyingClients clients = new CopyingClients(options)) {
            Updates honest = clients.honest();
            Updates noisy = clients.noisy(honest);
            List<Row> rows = new ArrayList<>();
            for (Contaminated kind : Contaminated.values()) {
                Updates sent =
                        Contaminated.of(
                                honest,
                                noisy,
                                options.contaminated(),
                                kind,
                                new SplittableRandom(31 * options.seed() + rows.size()));
                rows.add(row(options, clients, kind, sent));
            }
            double base = 0;
            for (int k = options.contaminated(); k < options.clients(); k++) {
                base += clients.accuracy(k, Map.of());
            }
            int benign = options.clients() - options.contaminated();
            return new CopyingStudy(
                    base / benign,
                    rows.getFirst().accuracy().getOrDefault("local", 0.0),
                    List.copyOf(rows));
        }
    }

    private static Row row(
            CopyingOptions options, CopyingClients clients, Contaminated kind, Updates sent)
            throws IOException {
        Alignment alignment = Alignment.of(sent, Alignment.Centre.AUTOMATIC, 1);
        int flagged = 0;
        int right = 0;
        for (int k = 0; k < options.clients(); k++) {
            if (alignment.scores().get(k).contaminated()) {
                flagged++;
                right += k < options.contaminated() ? 1 : 0;
            }
        }
        SequencedMap<String, Double> accuracy = new LinkedHashMap<>();
        Map<Baseline, Map<String, double[]>> same = new LinkedHashMap<>();
        for (Baseline baseline : Baseline.values()) {
            same.put(baseline, baseline.of(sent));
        }
        int benign = options.clients() - options.contaminated();
        for (int k = options.contaminated(); k < options.clients(); k++) {
            Map<String, double[]> own = new TreeMap<>();
            Map<String, double[]> projected = new TreeMap<>();
            Map<String, double[]> refined = new TreeMap<>();
            for (String module : sent.modules().keySet()) {
                own.put(module, sent.modules().getOrDefault(module, none()).blocks().get(k));
                projected.put(module, alignment.projected(module, k));
                refined.put(module, alignment.refined(module, k));
            }
            accuracy.merge("local", clients.accuracy(k, own) / benign, Double::sum);
            for (Map.Entry<Baseline, Map<String, double[]>> one : same.entrySet()) {
                accuracy.merge(
                        one.getKey().label(),
                        clients.accuracy(k, one.getValue()) / benign,
                        Double::sum);
            }
            accuracy.merge("projection", clients.accuracy(k, projected) / benign, Double::sum);
            accuracy.merge("CLAIR", clients.accuracy(k, refined) / benign, Double::sum);
        }
        return new Row(
                kind,
                flagged == 0 ? 1 : (double) right / flagged,
                options.contaminated() == 0 ? 1 : (double) right / options.contaminated(),
                accuracy);
    }

    private static Blocks none() {
        return new Blocks(1, List.of());
    }
}
