package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraFactors;
import lorica.adapter.PeftDirectory;
import lorica.storage.Checksum;
import lorica.storage.Progress;
import lorica.tensor.Dtype;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyntheticEntriesTest {
    private static final int ENTRIES = 8;

    @TempDir private Path folder;

    @Test
    void anAdapterOfPaperScaleHasTheTensorsOfLotsOfLoras() throws IOException {
        Path world = write(1, 1, SyntheticEntries.Shape.PAPER);
        try (Arena arena = Arena.ofConfined()) {
            LoraAdapter adapter = PeftDirectory.read(world.resolve("adapters/entry-00000"), arena);
            assertThat(AdapterShape.of(adapter).parameters()).isEqualTo(9_437_184);
            assertThat(adapter.config().rank()).isEqualTo(16);
            assertThat(adapter.config().alpha()).isEqualTo(32);
            assertThat(adapter.modules()).hasSize(96);
            LoraFactors query = factors(adapter, "layers.0.self_attn.q_proj");
            assertThat(query.a().dtype()).isEqualTo(Dtype.F32);
            assertThat(query.a().shape().extents()).containsExactly(16L, 4096L);
            assertThat(query.b().shape().extents()).containsExactly(4096L, 16L);
            assertThat(factors(adapter, "layers.31.self_attn.v_proj").b().shape().extents())
                    .containsExactly(1024L, 16L);
        }
    }

    @Test
    void halfOfThemShareAnInitialisationAndNormsSpreadNineFold() throws IOException {
        Path world = write(ENTRIES, 1, SyntheticEntries.Shape.PAPER_MINIATURE);
        try (Arena arena = Arena.ofConfined()) {
            List<LoraFactors> factors = new ArrayList<>();
            for (int i = 0; i < ENTRIES; i++) {
                Path adapter = world.resolve("adapters/entry-%05d".formatted(i));
                factors.add(
                        factors(PeftDirectory.read(adapter, arena), "layers.0.self_attn.q_proj"));
            }
            double smallest = Double.POSITIVE_INFINITY;
            double largest = 0;
            for (int i = 0; i < ENTRIES; i++) {
                double norm = norm(factors.get(i));
                smallest = Math.min(smallest, norm);
                largest = Math.max(largest, norm);
                for (int j = 0; j < i; j++) {
                    double expected = i % 2 == 0 && j % 2 == 0 ? 0.9 : 0;
                    assertThat(cosine(factors.get(i).a().toFloats(), factors.get(j).a().toFloats()))
                            .as("entries %d and %d", i, j)
                            .isCloseTo(expected, within(0.06));
                }
            }
            assertThat(largest / smallest).isCloseTo(9, within(0.5));
        }
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        for (SyntheticEntries.Shape shape :
                List.of(SyntheticEntries.Shape.SMALL, SyntheticEntries.Shape.PAPER_MINIATURE)) {
            Checksum once = weights(write(2, 1, shape));
            assertThat(weights(write(2, 1, shape))).isEqualTo(once);
            assertThat(weights(write(2, 2, shape))).isNotEqualTo(once);
        }
    }

    @Test
    void tooLittleRoomIsRefusedBeforeAnythingIsWritten() {
        SyntheticEntries many =
                new SyntheticEntries(Integer.MAX_VALUE, 1, SyntheticEntries.Shape.PAPER);
        Path world = folder.resolve("many");
        assertThatThrownBy(() -> many.write(world, Progress.SILENT))
                .isInstanceOf(BankException.class)
                .hasMessageContaining("%,d bytes of room".formatted(many.bytes()));
        assertThat(world).doesNotExist();
    }

    @Test
    void theRoomAskedForIsEnough() throws IOException {
        SyntheticEntries made =
                new SyntheticEntries(ENTRIES, 1, SyntheticEntries.Shape.PAPER_MINIATURE);
        Path world = write(ENTRIES, 1, SyntheticEntries.Shape.PAPER_MINIATURE);
        long bytes = 0;
        try (var all = Files.walk(world)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        assertThat(made.bytes()).isGreaterThan(bytes);
    }

    private Path write(int count, long seed, SyntheticEntries.Shape shape) throws IOException {
        Path world = Files.createTempDirectory(folder, "world").resolve("made");
        new SyntheticEntries(count, seed, shape).write(world, Progress.SILENT);
        return world;
    }

    private static Checksum weights(Path world) throws IOException {
        return Checksum.ofFile(world.resolve("adapters/entry-00001/adapter_model.safetensors"));
    }

    private static LoraFactors factors(LoraAdapter adapter, String module) {
        return java.util.Objects.requireNonNull(
                adapter.modules().get("base_model.model.model." + module));
    }

    /// `‖BA‖`, plainly.
    private static double norm(LoraFactors factors) {
        float[] a = factors.a().toFloats();
        float[] b = factors.b().toFloats();
        double square = 0;
        for (int t = 0; t < factors.out(); t++) {
            for (int u = 0; u < factors.in(); u++) {
                double element = 0;
                for (int k = 0; k < factors.rank(); k++) {
                    element += (double) b[t * factors.rank() + k] * a[k * factors.in() + u];
                }
                square += element * element;
            }
        }
        return Math.sqrt(square);
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        double left = 0;
        double right = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            left += (double) a[i] * a[i];
            right += (double) b[i] * b[i];
        }
        return dot / Math.sqrt(left * right);
    }
}
