package lorica.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/// One run of the command line inside the test's process.
record Run(int exitCode, String out, String err) {
    static Run of(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Lorica.commandLine()
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true));
        int exitCode =
                commandLine.execute(
                        Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Run(exitCode, out.toString(), err.toString());
    }

    /// A run that must succeed.
    static Run ok(Object... arguments) {
        Run run = of(arguments);
        if (run.exitCode != 0) {
            throw new AssertionError(
                    "lorica %s: exit code %d: %s"
                            .formatted(Arrays.toString(arguments), run.exitCode, run.err));
        }
        return run;
    }

    /// A bank of all toy files, at `root/my-bank`.
    static Path toyBank(lorica.testing.ToyFiles files) {
        Path bank = files.root().resolve("my-bank");
        ok(
                "bank",
                "create",
                bank,
                "--base",
                lorica.testing.ToyFiles.BASE,
                "--tokenizer",
                files.tokenizerFile());
        ok("bank", "add", bank, "--adapters", files.adapters(), "--datasets", files.datasets());
        return bank;
    }
}
