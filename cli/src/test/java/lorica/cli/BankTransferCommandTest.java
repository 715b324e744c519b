package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import lorica.bank.Bank;
import lorica.bank.BankWriter;
import lorica.choice.TransferIndex;
import lorica.coefficient.TransferMatrix;
import lorica.testing.TinyModel;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BankTransferCommandTest {
    @Test
    void lossesStayWithTheBankAndWeighWithoutTheModel(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        Path bank = Run.toyBank(files);
        Object[] generate = {
            "generate",
            files.newDataset(),
            "--bank",
            bank,
            "-o",
            folder.resolve("adapter"),
            "--rule",
            "transfer"
        };
        Run none = Run.of(generate);
        assertThat(none.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(none.err()).contains("(`lorica bank transfer " + bank + " --base DIR`)");
        Object[] transfer = {
            "bank", "transfer", bank, "--base", files.baseModel(), "--examples", "4"
        };
        assertThat(Run.ok(transfer).out())
                .startsWith("6 adapters on 6 datasets: measured 36 losses in ");
        assertThat(Run.ok(transfer).out()).contains("measured 0 losses").contains("36 were kept");
        assertThat(Run.ok(generate).out()).contains("add-");
        assertThat(Run.ok("explain", folder.resolve("adapter")).out()).contains("transfer");
    }

    @Test
    void aBankWithLossesIsWeighedByThemUnlessTheUserSaysOtherwise(@TempDir Path folder)
            throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        Path bank = Run.toyBank(files);
        Run.ok("bank", "transfer", bank, "--base", files.baseModel(), "--examples", "4");
        String chosen = "chosen for this bank by how its adapters serve its datasets";
        Path out = folder.resolve("adapter");
        Object[] generate = {"generate", files.newDataset(), "--bank", bank, "--force", "-o", out};
        Run.ok(generate);
        assertThat(Run.ok("explain", out).out())
                .contains("the bank keeps how its adapters serve its datasets: weighed by it")
                .contains("transfer");
        for (String id : ToyFiles.IDS) {
            Files.delete(files.dataset(id));
        }
        Run.ok(generate);
        Run.ok(with(generate, "--auto"));
        assertThat(Run.ok("explain", out).out()).contains(chosen);
        Run.ok(with(generate, "--rule", "normalized"));
        assertThat(Run.ok("explain", out).out()).doesNotContain("adapters serve its datasets");
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
    }

    @Test
    void anEntryThatComesBackCostsItsColumnAlone(@TempDir Path folder) throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        TinyModel.writeWeights(files.baseModel(), TinyModel.toyWorld());
        Path bank = Run.toyBank(files);
        Object[] transfer = {
            "bank", "transfer", bank, "--base", files.baseModel(), "--examples", "4"
        };
        Run.ok(transfer);
        TransferMatrix before = TransferIndex.find(Bank.open(bank)).orElseThrow();
        String left = before.entries().getFirst();
        try (BankWriter writer = BankWriter.open(bank)) {
            writer.remove(java.util.List.of(left));
        }
        Run.ok(
                "bank",
                "add",
                bank,
                "--adapters",
                files.adapters().resolve(left),
                "--datasets",
                files.dataset(left));
        assertThat(Run.ok(transfer).out()).contains("measured 6 losses").contains("30 were kept");
        TransferMatrix after = TransferIndex.find(Bank.open(bank)).orElseThrow();
        assertThat(after.losses()[5][5]).isEqualTo(before.losses()[0][0]);
    }

    @Test
    void fewerThanOneExampleIsAUsageError(@TempDir Path folder) throws IOException {
        Path bank = Run.toyBank(ToyFiles.write(folder.resolve("toy")));
        Run run = Run.of("bank", "transfer", bank, "--base", folder, "--examples", "0");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("--examples: expected at least 1, found 0");
    }
}
