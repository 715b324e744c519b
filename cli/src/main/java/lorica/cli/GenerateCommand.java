package lorica.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lorica generate DATASET --bank DIR -o DIR`.
@Command(
        name = "generate",
        description = "Generates an adapter for a dataset from a bank.",
        footer = {"", "Example:", "  lorica generate my-data.jsonl --bank my-bank -o new-adapter"})
final class GenerateCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "DATASET", description = "A JSONL file with input and output.")
    private Path dataset;

    @Option(names = "--bank", required = true, paramLabel = "DIR", description = "The bank.")
    private Path bank;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where the adapter goes; must not be there yet.")
    private Path output;

    @Override
    public Integer call() throws Exception {
        Generation generation =
                Generator.generate(dataset, Bank.open(bank), output, GenerateOptions.defaults());
        PrintWriter out = common.screen().out();
        for (int i = 0; i < generation.distances().values().length; i++) {
            out.printf(
                    "%-40s distance %.6f weight %.4f%n",
                    generation.distances().entries().get(i),
                    generation.distances().values()[i],
                    generation.coefficients().weights()[i]);
        }
        out.println("adapter: " + generation.directory());
        return 0;
    }
}
