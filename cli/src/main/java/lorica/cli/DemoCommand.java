package lorica.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import lorica.generate.ProvenanceFile;
import lorica.generate.RunOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `lorica demo`: the whole way on a small bank that the program carries.
@Command(
        name = "demo",
        description = "Generates an adapter from a small bank inside the program, and explains it.",
        footer = {"", "Example:", "  lorica demo -o new-demo"})
final class DemoCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "demo-out",
            description = "Where bank and adapter go (default: demo-out).")
    private Path output;

    @Override
    public Integer call() throws IOException {
        Path adapter = output.resolve("adapter");
        refuseForeign(adapter);
        StandInBank.write(output);
        Generation generation =
                Generator.generate(
                        output.resolve(StandInBank.DATASET),
                        Bank.open(output.resolve("bank")),
                        adapter,
                        GenerateOptions.defaults(),
                        RunOptions.defaults());
        if (common.json()) {
            common.print(
                    CommonOptions.document("lorica.demo/1")
                            .put("bank", output.resolve("bank").toString())
                            .put("adapter", adapter.toString())
                            .put("trained", false)
                            .set(
                                    "provenance",
                                    CommonOptions.parse(
                                            ProvenanceFile.render(generation.provenance()))));
            return ExitCode.OK;
        }
        print(common.screen(), generation);
        return ExitCode.OK;
    }

    /// Replaces an earlier demo and nothing else.
    private void refuseForeign(Path adapter) throws IOException {
        if (!Files.exists(output) || Files.exists(adapter.resolve(ProvenanceFile.NAME))) {
            return;
        }
        try (var content = Files.list(output)) {
            if (content.findAny().isPresent()) {
                throw new FileAlreadyExistsException(
                        output.toString(),
                        null,
                        "expected nothing or an earlier demo, found something else; choose another -o");
            }
        }
    }

    private void print(Screen screen, Generation generation) {
        screen.out()
                .println(
                        """
                        A bank of twelve small tasks in four families, and a dataset of a thirteenth task:
                        which month comes before another. The datasets are real; the bank's adapters are
                        seeded random numbers that stand in for trained ones. So this shows the mechanism
                        (what is compared, weighted and written), and says nothing about quality.
                        """);
        ExplainCommand.print(
                screen, generation.provenance(), generation.directory(), Integer.MAX_VALUE);
        screen.out()
                .println(
                        """

                        The adapter is an ordinary PEFT directory: %s
                        With your own files:  lorica bank create, bank add, generate (each has --help)"""
                                .formatted(generation.directory()));
    }
}
