package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import lorica.align.AuditPicture;
import lorica.align.AuditedEntry;
import lorica.align.BankAudit;
import lorica.bank.Bank;
import lorica.storage.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank audit BANK`.
@Command(
        name = "audit",
        description = {
            "Looks for adapters that do not belong: NaN, duplicates, unusual norms, outside what the"
                    + " others share, unlike their datasets' neighbours; exit code 1 when any is"
                    + " flagged.",
            "",
            "After `lorica bank transfer` adapters exchanged within a family are found, too, by losses.",
            "docs/methods/bank-audit.md says what each finding means. `generate --exclude-flagged`"
                    + " leaves flagged entries out."
        },
        footer = {
            "",
            "Examples:",
            "  lorica bank audit my-bank",
            "  lorica bank audit my-bank --picture new-audit.svg"
        })
final class BankAuditCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(
            names = "--picture",
            paramLabel = "FILE",
            description = "Write a picture (SVG): norms and shares outside the shared subspace.")
    private Optional<Path> picture = Optional.empty();

    @Option(names = "--all", description = "List every entry, not the flagged ones alone.")
    private boolean all;

    @Mixin private ReplaceOption replace;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        replace.requireFree(picture);
        Screen screen = common.screen();
        BankAudit audit =
                AuditedBank.of(Bank.open(bank), threads.count(), new ScreenProgress(screen));
        screen.progressEnds();
        if (picture.isPresent()) {
            WholeFile.write(picture.get(), AuditPicture.of(audit));
        }
        if (common.json()) {
            common.print(json(audit));
        } else {
            print(screen.out(), audit);
        }
        return audit.flagged().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(PrintWriter out, BankAudit audit) {
        List<AuditedEntry> shown =
                audit.entries().stream().filter(entry -> all || entry.flagged()).toList();
        if (!shown.isEmpty()) {
            out.printf(
                    "%-28s %9s %6s %8s %9s %10s  %s%n",
                    "entry", "norm", "size", "outside", "agreement", "neighbours", "findings");
        }
        for (AuditedEntry entry : shown) {
            out.printf(
                    Locale.ROOT,
                    "%-28s %9.4g %+6.1f %+8.1f %+9.1f %10s  %s%n",
                    entry.id(),
                    entry.norm(),
                    entry.size(),
                    entry.outside(),
                    entry.agreement(),
                    entry.neighbours().isPresent()
                            ? String.format(Locale.ROOT, "%+.1f", entry.neighbours().getAsDouble())
                            : "-",
                    entry.findings().stream()
                            .map(finding -> finding.kind().words() + " (" + finding.detail() + ")")
                            .collect(Collectors.joining("; ")));
        }
        out.printf(
                Locale.ROOT,
                "%d of %d entries flagged (z beyond %.2f); %d initialisation groups; %.1f %% of the"
                        + " energy left out before the subspaces%n",
                audit.flagged().size(),
                audit.entries().size(),
                audit.critical(),
                audit.groups().groups().size(),
                100 * audit.discarded());
        picture.ifPresent(file -> out.println("picture: " + file));
    }

    private ObjectNode json(BankAudit audit) {
        ObjectNode document = CommonOptions.document("lorica.bank.audit/1");
        document.put("bank", bank.toString());
        audit.flagged().forEach(document.putArray("flagged")::add);
        document.put("critical", audit.critical());
        document.put("discardedEnergy", audit.discarded());
        ArrayNode groups = document.putArray("initialisationGroups");
        audit.groups().groups().forEach(group -> group.forEach(groups.addArray()::add));
        ArrayNode entries = document.putArray("entries");
        for (AuditedEntry entry : audit.entries()) {
            ObjectNode node = entries.addObject().put("id", entry.id());
            put(node, "norm", entry.norm());
            put(node, "size", entry.size());
            put(node, "outside", entry.outside());
            put(node, "agreement", entry.agreement());
            entry.neighbours().ifPresent(z -> put(node, "neighbours", z));
            ArrayNode findings = node.putArray("findings");
            for (AuditedEntry.Finding finding : entry.findings()) {
                findings.addObject()
                        .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                        .put("detail", finding.detail());
            }
        }
        return document;
    }

    /// Left out where there is none.
    private static void put(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }
}
