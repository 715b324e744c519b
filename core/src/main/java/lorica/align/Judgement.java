package lorica.align;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import lorica.bank.Bank;
import lorica.bank.BankEntry;

/// From the numbers of an audit to findings.
record Judgement(List<String> ids, double[] norms, double[][] cosines, double critical) {
    private static final double SAME = 1 - 1e-6;
    private static final double NEAR = 0.98;
    private static final double SAME_NORM = 1e-3;

    List<AuditedEntry> entries(
            Bank bank, double[] sizes, double[] outside, double[] agreement, double[] nearest) {
        List<AuditedEntry> entries = new ArrayList<>();
        for (BankEntry entry : bank.entries()) {
            int k = ids.indexOf(entry.id());
            if (k < 0) {
                entries.add(
                        new AuditedEntry(
                                entry.id(),
                                Double.NaN,
                                Double.NaN,
                                Double.NaN,
                                Double.NaN,
                                OptionalDouble.empty(),
                                List.of(
                                        new AuditedEntry.Finding(
                                                AuditedEntry.Kind.NOT_FINITE,
                                                "weights that are no numbers"))));
                continue;
            }
            entries.add(
                    new AuditedEntry(
                            entry.id(),
                            norms[k],
                            sizes[k],
                            outside[k],
                            agreement[k],
                            Double.isNaN(nearest[k])
                                    ? OptionalDouble.empty()
                                    : OptionalDouble.of(nearest[k]),
                            findings(k, sizes, outside, agreement, nearest)));
        }
        return entries;
    }

    private List<AuditedEntry.Finding> findings(
            int k, double[] sizes, double[] outside, double[] agreement, double[] nearest) {
        List<AuditedEntry.Finding> findings = new ArrayList<>();
        if (norms[k] == 0) {
            findings.add(new AuditedEntry.Finding(AuditedEntry.Kind.ZERO, "norm 0"));
            return findings;
        }
        duplicate(k, findings);
        add(findings, AuditedEntry.Kind.NORM, Math.abs(sizes[k]), sizes[k]);
        add(findings, AuditedEntry.Kind.SUBSPACE, outside[k], outside[k]);
        add(findings, AuditedEntry.Kind.OPPOSED, -agreement[k], agreement[k]);
        add(findings, AuditedEntry.Kind.MISLABELLED, -nearest[k], nearest[k]);
        return findings;
    }

    private void add(
            List<AuditedEntry.Finding> findings, AuditedEntry.Kind kind, double z, double at) {
        if (z > critical) {
            findings.add(new AuditedEntry.Finding(kind, "z %+.1f".formatted(at)));
        }
    }

    /// The later of two is the duplicate.
    private void duplicate(int k, List<AuditedEntry.Finding> findings) {
        for (int j = 0; j < k; j++) {
            if (cosines[k][j] >= NEAR) {
                boolean same =
                        cosines[k][j] >= SAME && Math.abs(norms[k] / norms[j] - 1) < SAME_NORM;
                findings.add(
                        new AuditedEntry.Finding(
                                same
                                        ? AuditedEntry.Kind.DUPLICATE
                                        : AuditedEntry.Kind.NEAR_DUPLICATE,
                                "of %s, cosine %.4f".formatted(ids.get(j), cosines[k][j])));
                return;
            }
        }
    }
}
