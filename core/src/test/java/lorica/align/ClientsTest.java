package lorica.align;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.adapter.LoraConfig;
import lorica.adapter.PeftDirectory;
import lorica.adapter.TargetModules;
import lorica.align.PlantedUpdates.Contamination;
import lorica.align.PlantedUpdates.Draw;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsFile;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientsTest {
    @TempDir private Path folder;

    @Test
    void coefficientsInF64AreRefinedUnderTheirNames() throws IOException {
        Draw draw =
                new PlantedUpdates(20, 6, 12, 2, 3, Contamination.RANDOM, 2, 0.3)
                        .draw(new SplittableRandom(1));
        List<Path> folders = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
            folders.add(tensors("c" + k, draw.updates().blocks().get(k), 20, Dtype.F64));
        }
        try (Arena arena = Arena.ofShared()) {
            Clients clients = Clients.open(folders, arena);
            List<Integer> all = IntStream.range(0, 12).boxed().toList();
            Alignment alignment = Alignment.of(clients.updates(all), Alignment.Centre.AUTOMATIC, 1);
            assertThat(flags(alignment)).isEqualTo(draw.contaminated());
            int benign = draw.contaminated().indexOf(false);
            Path out = Files.createDirectory(folder.resolve("out"));
            clients.write(alignment, all, benign, out);
            SafetensorsFile written = SafetensorsFile.map(out.resolve("m.safetensors"), arena);
            assertThat(written.tensors().keySet()).containsExactly("beta", "steps");
            assertThat(written.tensor("beta").dtype()).isEqualTo(Dtype.F64);
            double[] refined = RangeFinder.transposed(written.tensor("beta").toDoubles(), 20);
            assertThat(distance(refined, alignment.refined("m.safetensors:beta", benign)))
                    .isLessThan(1e-12);
            double[] truth = draw.truth().blocks().get(benign);
            assertThat(distance(refined, truth))
                    .isLessThan(distance(draw.updates().blocks().get(benign), truth));
        }
    }

    @Test
    void tallMatricesAreReducedAndComeBack() throws IOException {
        Draw draw =
                PlantedUpdates.exact(600, 3, 8, 1, 2, Contamination.RANDOM)
                        .draw(new SplittableRandom(2));
        List<Path> folders = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            folders.add(tensors("c" + k, draw.updates().blocks().get(k), 600, Dtype.F64));
        }
        try (Arena arena = Arena.ofShared()) {
            Clients clients = Clients.open(folders, arena);
            List<Integer> all = IntStream.range(0, 8).boxed().toList();
            Updates updates = clients.updates(all);
            assertThat(updates.modules().firstEntry().getValue().rows()).isEqualTo(24);
            assertThat(clients.discarded().firstEntry().getValue()).isCloseTo(0, within(1e-12));
            Alignment alignment = Alignment.of(updates, Alignment.Centre.NONE, 1);
            assertThat(flags(alignment)).isEqualTo(draw.contaminated());
            int benign = draw.contaminated().indexOf(false);
            Path out = Files.createDirectory(folder.resolve("out"));
            clients.write(alignment, all, benign, out);
            double[] back =
                    RangeFinder.transposed(
                            SafetensorsFile.map(out.resolve("m.safetensors"), arena)
                                    .tensor("beta")
                                    .toDoubles(),
                            600);
            assertThat(distance(back, draw.truth().blocks().get(benign))).isLessThan(1e-10);
        }
    }

    @Test
    void adaptersOfOneSubspaceComeBackAsAdapters() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        float[] u = normal(random, 24 * 2);
        float[] a = normal(random, 3 * 16);
        List<Path> folders = new ArrayList<>();
        for (int k = 0; k < 9; k++) {
            float[] b = new float[24 * 3];
            float[] mixing = normal(random, 2 * 3);
            for (int row = 0; row < 24; row++) {
                for (int i = 0; i < 3; i++) {
                    b[row * 3 + i] = u[row * 2] * mixing[i] + u[row * 2 + 1] * mixing[3 + i];
                }
            }
            folders.add(adapter("c" + k, a, k < 2 ? normal(random, 24 * 3) : b));
        }
        try (Arena arena = Arena.ofShared()) {
            Clients clients = Clients.open(folders, arena);
            List<Integer> all = IntStream.range(0, 9).boxed().toList();
            Alignment alignment = Alignment.of(clients.updates(all), Alignment.Centre.NONE, 1);
            assertThat(flags(alignment))
                    .containsExactly(true, true, false, false, false, false, false, false, false);
            Path out = Files.createDirectory(folder.resolve("out"));
            clients.write(alignment, all, 5, out);
            LoraAdapter written = PeftDirectory.read(out, arena);
            LoraAdapter sent = PeftDirectory.read(folders.get(5), arena);
            assertThat(written.modules().keySet()).isEqualTo(sent.modules().keySet());
            assertThat(distance(product(written), product(sent))).isLessThan(1e-4);
        }
    }

    @Test
    void clientsOfOtherShapesAreRefusedByName() throws IOException {
        Path one = tensors("one", new double[12], 4, Dtype.F64);
        Path two = tensors("two", new double[12], 3, Dtype.F64);
        try (Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> Clients.open(List.of(one, two), arena))
                    .hasMessageContaining("tensor 'beta': expected F64[4, 3] as of the first")
                    .hasMessageEndingWith("found F64[3, 4]");
            assertThatThrownBy(() -> Clients.open(List.of(one, one), arena))
                    .hasMessageContaining("folders of different names");
        }
    }

    @Test
    void aClientWithNanIsKnown() throws IOException {
        Path one = tensors("one", new double[] {1, Double.NaN}, 2, Dtype.F64);
        try (Arena arena = Arena.ofShared()) {
            assertThat(Clients.open(List.of(one), arena).finite(0)).isFalse();
        }
    }

    /// `beta` of these columns, and a number of steps that is passed on.
    private Path tensors(String name, double[] columns, int rows, Dtype dtype) throws IOException {
        Path client = Files.createDirectory(folder.resolve(name));
        double[] matrix = RangeFinder.transposed(columns, columns.length / rows);
        MemorySegment bytes = MemorySegment.ofArray(new byte[matrix.length * 8]);
        for (int i = 0; i < matrix.length; i++) {
            bytes.set(
                    ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                    8L * i,
                    matrix[i]);
        }
        List<TensorSpec> specs =
                List.of(
                        new TensorSpec("beta", dtype, Shape.of(rows, columns.length / rows)),
                        new TensorSpec("steps", Dtype.I64, Shape.of()));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(client.resolve("m.safetensors"), specs, Map.of())) {
            writer.write("beta", bytes);
            writer.write("steps", MemorySegment.ofArray(new byte[8]));
        }
        return client;
    }

    private Path adapter(String name, float[] a, float[] b) throws IOException {
        Path client = Files.createDirectory(folder.resolve(name));
        PeftDirectory.writeConfig(
                client, LoraConfig.of("toy", 3, 3, new TargetModules.Listed(List.of("q_proj"))));
        String module = "base_model.model.layers.0.q_proj";
        List<TensorSpec> specs =
                List.of(
                        new TensorSpec(module + ".lora_A.weight", Dtype.F32, Shape.of(3, 16)),
                        new TensorSpec(module + ".lora_B.weight", Dtype.F32, Shape.of(24, 3)));
        try (SafetensorsWriter writer = PeftDirectory.createWeights(client, specs)) {
            writer.write(module + ".lora_A.weight", a);
            writer.write(module + ".lora_B.weight", b);
        }
        return client;
    }

    private static double[] product(LoraAdapter adapter) {
        var factors = adapter.modules().firstEntry().getValue();
        double[] a = factors.a().toDoubles();
        double[] b = factors.b().toDoubles();
        double[] product = new double[factors.out() * factors.in()];
        for (int o = 0; o < factors.out(); o++) {
            for (int i = 0; i < factors.in(); i++) {
                for (int k = 0; k < factors.rank(); k++) {
                    product[o * factors.in() + i] +=
                            factors.scaling() * b[o * factors.rank() + k] * a[k * factors.in() + i];
                }
            }
        }
        return product;
    }

    private static float[] normal(SplittableRandom random, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static List<Boolean> flags(Alignment alignment) {
        return alignment.scores().stream().map(ClientScore::contaminated).toList();
    }

    private static double distance(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        }
        return Math.sqrt(sum);
    }
}
