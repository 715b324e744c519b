package lorica.cli;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import lorica.align.BankAudit;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distribution.Representation;
import lorica.generate.BankIndex;

/// Brings a bank's datasets and its adapters together for an audit.
final class AuditedBank {
    private AuditedBank() {}

    /// The audit, with neighbours by the Jensen–Shannon distance where entries have datasets.
    static BankAudit of(Bank bank, int threads, ScreenProgress progress) throws IOException {
        Map<String, List<String>> neighbours = new LinkedHashMap<>();
        try (BankIndex index = BankIndex.open(bank, threads, progress)) {
            List<String> usable = index.usable().stream().map(BankEntry::id).toList();
            if (usable.size() > 1) {
                DistanceMatrix matrix =
                        index.matrix(Distance.parse("js"), Representation.parse("both"));
                for (int i = 0; i < usable.size(); i++) {
                    int own = i;
                    neighbours.put(
                            usable.get(i),
                            IntStream.range(0, usable.size())
                                    .filter(j -> j != own)
                                    .boxed()
                                    .sorted(
                                            Comparator.comparingDouble(
                                                    j -> matrix.values()[own][j]))
                                    .map(usable::get)
                                    .toList());
                }
            }
        }
        return BankAudit.of(bank, neighbours, threads, progress);
    }
}
