package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.generate.Provenance;
import lorica.generate.ProvenanceFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One adapter from 64 in a heap that does not hold them, against a plain reference in `double`.
class PaperScaleTest {
    private static final int ENTRIES = 64;
    private static final String LAYERS = "base_model.model.model.layers.";

    @TempDir private Path folder;

    @Test
    void sixtyFourSmallAdaptersMakeOneInASmallHeap() throws Exception {
        generateAndCompare(
                "paper_miniature",
                "40m",
                List.of(LAYERS + "0.self_attn.q_proj", LAYERS + "0.self_attn.v_proj"));
    }

    @Test
    @Tag("slow")
    void sixtyFourAdaptersOfPaperScaleMakeOneInHalfAGigabyte() throws Exception {
        generateAndCompare(
                "paper",
                "512m",
                List.of(
                        LAYERS + "0.self_attn.k_proj",
                        LAYERS + "17.self_attn.q_proj",
                        LAYERS + "31.self_attn.v_proj"));
    }

    private void generateAndCompare(String shape, String heap, List<String> modules)
            throws Exception {
        Path world = folder.resolve("world");
        Path bank = folder.resolve("bank");
        Run.ok("bench", "bank", "--entries", ENTRIES, "--shape", shape, "-o", world);
        Run.ok("bank", "create", bank, "--base", world.resolve("base"), "--separator", " ");
        Run.ok(
                "bank",
                "add",
                bank,
                "--adapters",
                world.resolve("adapters"),
                "--datasets",
                world.resolve("datasets"));
        for (String mixture : List.of("delta", "factors")) {
            Path out = folder.resolve(mixture);
            Duration time = generate(heap, world.resolve("new.jsonl"), bank, out, mixture);
            try (Arena arena = Arena.ofShared()) {
                MixtureReference reference = reference(world, out, arena);
                for (String module : modules) {
                    LoraFactors made = factors(out, module, arena);
                    String found =
                            mixture.equals("delta")
                                    ? reference.compareDelta(made)
                                    : reference.compareFactors(made);
                    System.err.printf(
                            "%s, %d entries, -Xmx%s, %s, %d s: %s: %s%n",
                            shape, ENTRIES, heap, mixture, time.toSeconds(), module, found);
                }
            }
        }
    }

    private Duration generate(String heap, Path dataset, Path bank, Path out, String mixture)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        long start = System.nanoTime();
        Process lorica =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules=jdk.incubator.vector",
                                "--enable-native-access=ALL-UNNAMED",
                                "-XX:+UseSerialGC",
                                "-Xmx" + heap,
                                "-cp",
                                System.getProperty("java.class.path"),
                                Main.class.getName(),
                                "generate",
                                dataset.toString(),
                                "--bank",
                                bank.toString(),
                                "-o",
                                out.toString(),
                                "--mixture",
                                mixture)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        int exitCode = lorica.waitFor();
        assertThat(exitCode).as(Files.readString(output)).isZero();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static MixtureReference reference(Path world, Path out, Arena arena)
            throws IOException {
        Provenance provenance = ProvenanceFile.read(out);
        assertThat(provenance.sources()).hasSize(ENTRIES);
        List<MixtureReference.Term> terms = new ArrayList<>();
        for (Provenance.SourceFacts source : provenance.sources()) {
            Path adapter = world.resolve("adapters").resolve(source.entry());
            terms.add(
                    new MixtureReference.Term(
                            source.entry(), source.weight(), PeftDirectory.read(adapter, arena)));
        }
        return new MixtureReference(terms);
    }

    private static LoraFactors factors(Path adapter, String module, Arena arena)
            throws IOException {
        return Objects.requireNonNull(PeftDirectory.read(adapter, arena).modules().get(module));
    }
}
