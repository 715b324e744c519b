package lorica.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import lorica.tensor.Dtype;
import lorica.tensor.SafetensorsWriter;
import lorica.tensor.Shape;
import lorica.tensor.TensorSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What docs/bad-input.md does not list: degenerate rounds that have an answer.
class AlignCommandTest {
    @TempDir private Path folder;

    private Path client(String name, float... values) throws IOException {
        Path client = Files.createDirectory(folder.resolve(name));
        TensorSpec spec = new TensorSpec("beta", Dtype.F32, Shape.of(values.length / 2, 2));
        try (SafetensorsWriter writer =
                SafetensorsWriter.create(
                        client.resolve("m.safetensors"), List.of(spec), Map.of())) {
            writer.write("beta", values);
        }
        return client;
    }

    private JsonNode align(List<Path> clients) {
        List<Object> words = new ArrayList<>(List.of("align", "--clients"));
        words.addAll(clients);
        words.addAll(List.of("-o", folder.resolve("round"), "--json"));
        return JsonMapper.shared().readTree(Run.ok(words.toArray()).out());
    }

    @Test
    void equalClientsAreAllBenignAndComeBackAsTheyWere() throws IOException {
        List<Path> clients = new ArrayList<>();
        for (int k = 0; k < 4; k++) {
            clients.add(client("c" + k, 1, 2, 3, 4, 5, 6));
        }
        JsonNode said = align(clients);
        assertThat(said.path("contaminated").isEmpty()).isTrue();
        assertThat(said.path("modules").get(0).path("rank").asInt()).isZero();
        assertThat(folder.resolve("round/c3/m.safetensors")).exists();
    }

    @Test
    void zerosAreTheirOwnAnswer() throws IOException {
        List<Path> clients = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
            clients.add(client("c" + k, new float[6]));
        }
        assertThat(align(clients).path("contaminated").isEmpty()).isTrue();
    }

    @Test
    void aClientWithNanIsContaminatedAndTheOthersAreAligned() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<Path> clients = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            float[] values = new float[40];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (i + 0.5 * random.nextGaussian());
            }
            clients.add(client("c" + k, values));
        }
        Path file = clients.get(2).resolve("m.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(bytes.length - Float.BYTES, Float.NaN);
        Files.write(file, bytes);
        JsonNode said = align(clients);
        assertThat(said.path("contaminated").valueStream().map(JsonNode::asString))
                .containsExactly("c2");
        assertThat(folder.resolve("round/c2")).doesNotExist();
        assertThat(folder.resolve("round/c1/m.safetensors")).exists();
    }
}
