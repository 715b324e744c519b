package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.choice.TransferIndex;
import lorica.storage.Checksum;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import lorica.testing.ToyFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BankAuditCommandTest {
    private static final int WIDTH = 24;
    private static final int RANK = 3;

    @TempDir private Path folder;

    /// 16 adapters whose B lie in one plane; one of other directions, one a thousand times as
    /// large, one twice in the bank.
    private Path bank() throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("toy"));
        SplittableRandom random = new SplittableRandom(1);
        float[] plane = normal(random, WIDTH * 2);
        Path adapters = Files.createDirectories(folder.resolve("adapters"));
        float[] first = new float[0];
        for (int k = 0; k < 16; k++) {
            float[] a = normal(random, RANK * WIDTH);
            float[] b = new float[WIDTH * RANK];
            float[] mixing = normal(random, 2 * RANK);
            for (int row = 0; row < WIDTH; row++) {
                for (int i = 0; i < RANK; i++) {
                    b[row * RANK + i] =
                            plane[row * 2] * mixing[i]
                                    + plane[row * 2 + 1] * mixing[RANK + i]
                                    + 0.05f * (float) random.nextGaussian();
                }
            }
            float size = k == 15 ? 1000 : 1;
            for (int i = 0; i < b.length; i++) {
                b[i] *= size;
            }
            write(adapters.resolve("good-%02d".formatted(k)), a, b);
            if (k == 0) {
                first = b;
                write(adapters.resolve("twin"), a, first);
            }
        }
        write(adapters.resolve("odd"), normal(random, RANK * WIDTH), normal(random, WIDTH * RANK));
        Files.move(adapters.resolve("good-15"), adapters.resolve("large"));
        Path bank = folder.resolve("bank");
        Run.ok(
                "bank",
                "create",
                bank,
                "--base",
                ToyFiles.BASE,
                "--tokenizer",
                files.tokenizerFile());
        Run.ok("bank", "add", bank, "--adapters", adapters);
        return bank;
    }

    @Test
    void whatWasPlantedIsFlaggedAndTheExitCodeSaysSo() throws IOException {
        Path bank = bank();
        Path picture = folder.resolve("audit.svg");
        Run run = Run.of("bank", "audit", bank, "--json", "--picture", picture);
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode document = JsonMapper.shared().readTree(run.out());
        assertThat(document.path("schema").asString()).isEqualTo("lorica.bank.audit/1");
        List<String> flagged =
                document.path("flagged").valueStream().map(JsonNode::asString).toList();
        assertThat(flagged).containsExactlyInAnyOrder("twin", "odd", "large");
        assertThat(kinds(document, "twin")).containsExactly("duplicate");
        assertThat(kinds(document, "odd")).containsExactly("subspace");
        assertThat(kinds(document, "large")).containsExactly("norm");
        assertThat(document.path("initialisationGroups").size()).isEqualTo(17);
        assertThat(Files.readString(picture)).startsWith("<svg ").contains(">large</text>");
        assertThat(Run.of("bank", "audit", bank, "--threads", "1", "--json").out())
                .isEqualTo(Run.of("bank", "audit", bank, "--threads", "3", "--json").out());
        assertThat(Run.of("bank", "audit", bank, "--picture", picture).err())
                .contains("expected no such file");
        assertThat(Run.of("bank", "audit", bank).out()).contains("3 of 18 entries flagged");
    }

    @Test
    void generationLeavesOutWhatIsFlagged() throws IOException {
        ToyFiles files = ToyFiles.write(folder.resolve("world"));
        Path bank = Run.toyBank(files);
        Run run =
                Run.ok(
                        "generate",
                        files.newDataset(),
                        "--bank",
                        bank,
                        "-o",
                        folder.resolve("made"),
                        "--exclude-flagged");
        assertThat(run.err()).contains("audit: entries flagged, left out: ");
    }

    /// The losses that `bank transfer` would keep of two adapters that changed places.
    @Test
    void lossesThatTheBankKeepsTellWhichAdaptersAreExchanged() throws IOException {
        Bank bank = Bank.open(Run.toyBank(ToyFiles.write(folder.resolve("world"))));
        assertThat(audited(bank)).doesNotContain("exchanged");
        List<BankEntry> entries = TransferIndex.entries(bank);
        for (int j = 0; j < entries.size(); j++) {
            Map<Checksum, Double> losses = new HashMap<>();
            int home = j < 2 ? 1 - j : j;
            for (int i = 0; i < entries.size(); i++) {
                Checksum dataset = bank.key(entries.get(i).dataset().orElseThrow());
                losses.put(dataset, i == home ? 1.0 : 3.0);
            }
            TransferIndex.keep(bank, entries.get(j), new TransferIndex.Column(4, losses));
        }
        String one = entries.get(0).id();
        String other = entries.get(1).id();
        assertThat(audited(bank))
                .contains("dataset exchanged (with " + one + ", by losses 2.20)")
                .contains("dataset exchanged (with " + other + ", by losses 2.20)");
    }

    private static String audited(Bank bank) {
        return Run.of("bank", "audit", bank.directory()).out();
    }

    private static List<String> kinds(JsonNode document, String id) {
        return document.path("entries")
                .valueStream()
                .filter(entry -> entry.path("id").asString().equals(id))
                .flatMap(entry -> entry.path("findings").valueStream())
                .map(finding -> finding.path("kind").asString())
                .toList();
    }

    private static void write(Path folder, float[] a, float[] b) throws IOException {
        Files.createDirectory(folder);
        PeftDirectory.writeConfig(
                folder,
                LoraConfig.of(
                        ToyFiles.BASE, RANK, RANK, new TargetModules.Listed(List.of("q_proj"))));
        String module = "base_model.model.model.layers.0.self_attn.q_proj";
        List<TensorSpec> specs =
                List.of(
                        new TensorSpec(module + ".lora_A.weight", Dtype.F32, Shape.of(RANK, WIDTH)),
                        new TensorSpec(
                                module + ".lora_B.weight", Dtype.F32, Shape.of(WIDTH, RANK)));
        try (SafetensorsWriter writer = PeftDirectory.createWeights(folder, specs)) {
            writer.write(module + ".lora_A.weight", a);
            writer.write(module + ".lora_B.weight", b);
        }
    }

    private static float[] normal(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
