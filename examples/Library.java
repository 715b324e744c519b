import java.io.IOException;
import java.nio.file.Path;
import lorica.bank.Bank;
import lorica.generate.GenerateOptions;
import lorica.generate.Generation;
import lorica.generate.Generator;

/// Lorica as a library: what `lorica generate` does, from Java.
public final class Library {
    private Library() {}

    /// @param arguments dataset, bank, and where the adapter goes
    public static void main(String[] arguments) throws IOException {
        Path dataset = Path.of(arguments[0]);
        Path out = Path.of(arguments[2]);

        Bank bank = Bank.open(Path.of(arguments[1]));
        GenerateOptions options = GenerateOptions.defaults();
        Generation made = Generator.generate(dataset, bank, out, options);
        made.provenance()
                .mixed()
                .forEach(source -> System.out.println(source.entry() + " " + source.weight()));
    }
}
