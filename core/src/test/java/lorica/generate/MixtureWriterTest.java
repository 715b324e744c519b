package lorica.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import lorica.adapter.LoraConfig;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.mixture.ConcatMixture;
import lorica.mixture.DeltaMixture;
import lorica.mixture.FactorMixture;
import lorica.mixture.Mixture;
import lorica.mixture.MixturePlan;
import lorica.mixture.MixtureReport;
import lorica.mixture.ModuleReport;
import lorica.mixture.Source;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsException;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MixtureWriterTest {
    private static final int MODULES = 7;

    @TempDir private Path folder;

    @Test
    void theBytesDoNotDependOnTheNumberOfThreads() throws IOException {
        List<Mixture> mixtures =
                List.of(DeltaMixture.ofRank(3), new ConcatMixture(), new FactorMixture());
        try (Arena arena = Arena.ofShared()) {
            List<Source> sources = sources(1, arena);
            for (Mixture mixture : mixtures) {
                List<byte[]> results = new ArrayList<>();
                for (int threads : new int[] {1, 2, 5}) {
                    Path out = Files.createDirectory(folder.resolve(mixture.name() + threads));
                    new MixtureWriter(threads, Dtype.F32).write(mixture.plan(sources), out);
                    results.add(Files.readAllBytes(out.resolve(PeftDirectory.WEIGHTS)));
                }
                assertThat(results.get(1)).as(mixture.name()).isEqualTo(results.get(0));
                assertThat(results.get(2)).as(mixture.name()).isEqualTo(results.get(0));
            }
        }
    }

    @Test
    void whatIsWrittenIsThePlanReadBack() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            MixturePlan plan = DeltaMixture.ofRank(3).plan(sources(1, arena));
            MixtureReport report = new MixtureWriter(2, Dtype.F32).write(plan, folder);
            var adapter = PeftDirectory.read(folder, arena);
            assertThat(adapter.config()).isEqualTo(plan.config());
            assertThat(adapter.modules()).hasSize(MODULES);
            for (LoraFactors factors : adapter.modules().values()) {
                assertThat(factors.a().toFloats())
                        .isEqualTo(plan.mix(factors.module()).factors().a());
                assertThat(factors.b().toFloats())
                        .isEqualTo(plan.mix(factors.module()).factors().b());
            }
            assertThat(report.modules())
                    .extracting(ModuleReport::module)
                    .containsExactlyElementsOf(plan.modules().keySet());
            assertThat(report.normBefore())
                    .isGreaterThan(report.normAfter())
                    .isGreaterThan(report.truncationError());
        }
    }

    @Test
    void theDtypeIsChosenAndOverflowIsRefusedWithTheTensor() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            for (Dtype dtype : List.of(Dtype.F16, Dtype.BF16)) {
                Path out = Files.createDirectory(folder.resolve(dtype.name()));
                new MixtureWriter(2, dtype)
                        .write(DeltaMixture.atSourceRank().plan(sources(1, arena)), out);
                assertThat(PeftDirectory.read(out, arena).modules().values())
                        .allMatch(factors -> factors.a().dtype() == dtype);
            }
            MixturePlan huge = new ConcatMixture().plan(sources(1e6, arena));
            assertThatThrownBy(
                            () ->
                                    new MixtureWriter(2, Dtype.F16)
                                            .write(
                                                    huge,
                                                    Files.createDirectory(folder.resolve("huge"))))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessageContaining("module0.lora_B.weight")
                    .hasMessageContaining("range of F16");
        }
    }

    /// Three adapters written to disk and mapped again.
    private List<Source> sources(double weight, Arena arena) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Path directory = folder.resolve("source%d-%s".formatted(i, weight));
            if (!Files.exists(directory)) {
                write(Files.createDirectory(directory), i);
            }
            sources.add(new Source("s" + i, weight, PeftDirectory.read(directory, arena)));
        }
        return sources;
    }

    private static void write(Path directory, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        PeftDirectory.writeConfig(
                directory, LoraConfig.of("toy", 4, 8, new TargetModules.Listed(List.of("module"))));
        List<TensorSpec> specs = new ArrayList<>();
        for (int i = 0; i < MODULES; i++) {
            specs.addAll(PeftDirectory.specs("module" + i, Dtype.F32, 4, 40 + i, 33));
        }
        try (SafetensorsWriter writer = PeftDirectory.createWeights(directory, specs)) {
            for (TensorSpec spec : specs) {
                float[] values = new float[(int) spec.shape().size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) random.nextGaussian();
                }
                writer.write(spec.name(), values);
            }
        }
    }
}
