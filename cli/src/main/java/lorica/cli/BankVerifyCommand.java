package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankVerification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bank verify BANK [--quick]`.
@Command(
        name = "verify",
        description = {
            "Compares the files of a bank with what was recorded; exit code 1 when something is"
                    + " wrong.",
            "",
            "Checks every checksum, every shape, and that weights are finite. --quick looks at"
                    + " existence, sizes, modification times and the headers of blobs."
        },
        footer = {"", "Example:", "  lorica bank verify my-bank --quick"})
final class BankVerifyCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank.")
    private Path bank;

    @Option(names = "--quick", description = "Read no content.")
    private boolean quick;

    @Mixin private ThreadsOption threads;

    @Override
    public Integer call() throws IOException {
        Screen screen = common.screen();
        BankVerification.Result result =
                BankVerification.verify(
                        Bank.open(bank),
                        quick ? BankVerification.Depth.QUICK : BankVerification.Depth.FULL,
                        threads.count(),
                        new ScreenProgress(screen));
        screen.progressEnds();
        if (common.json()) {
            common.print(json(result));
        } else {
            print(screen.out(), result);
        }
        return result.faults().isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private void print(PrintWriter out, BankVerification.Result result) {
        for (BankVerification.Fault fault : result.faults()) {
            out.printf(
                    "%s: %s: expected %s, found %s%n",
                    fault.entry().orElse("bank"), fault.file(), fault.expected(), fault.found());
        }
        if (result.withoutDataset() > 0) {
            out.printf("%,d entries have no dataset: not usable%n", result.withoutDataset());
        }
        if (result.fingerprintOnly() > 0) {
            out.printf(
                    "%,d entries have lost their dataset and are usable by what is kept of it%n",
                    result.fingerprintOnly());
        }
        if (result.notFetched() > 0) {
            out.printf("%,d entries have their adapter on the hub only%n", result.notFetched());
        }
        out.printf(
                "%s %,d entries and %,d blobs: %s%n",
                quick ? "looked at" : "verified",
                result.entries(),
                result.blobs(),
                result.faults().isEmpty() ? "all well" : result.faults().size() + " faults");
    }

    private ObjectNode json(BankVerification.Result result) {
        ObjectNode document = CommonOptions.document("lorica.bank.verify/1");
        document.put("bank", bank.toString());
        document.put("depth", quick ? "quick" : "full");
        document.put("entries", result.entries());
        document.put("blobs", result.blobs());
        document.put("fingerprintOnly", result.fingerprintOnly());
        document.put("notFetched", result.notFetched());
        document.put("withoutDataset", result.withoutDataset());
        ArrayNode faults = document.putArray("faults");
        for (BankVerification.Fault fault : result.faults()) {
            faults.addObject()
                    .put("entry", fault.entry().orElse(null))
                    .put("file", fault.file().toString())
                    .put("expected", fault.expected())
                    .put("found", fault.found());
        }
        return document;
    }
}
