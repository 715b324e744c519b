package lorica.hub.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import lorica.hub.repository.HubException.Kind;
import lorica.hub.repository.HubSettings.Network;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A client and a hub on this machine that does everything a hub and its network can do.
abstract class HubWorld {
    static final Repository ADAPTER = Repository.model("org/adapter");
    static final Patience QUICK = new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(20));
    static final byte[] WEIGHTS = bytes(100_000);

    @TempDir Path folder;
    TestHub hub;
    HubClient client;

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void start() throws IOException {
        hub = TestHub.start();
        hub.with(
                "org/adapter",
                HubFiles.empty()
                        .with("adapter_model.safetensors", WEIGHTS)
                        .with("adapter_config.json", "{\"r\": 16}")
                        .with("deep/er/notes.txt", "notes")
                        .withLicence("mit"));
        client = HubClient.open(settings());
    }

    @AfterEach
    void stop() {
        client.close();
        hub.close();
    }

    HubSettings settings() {
        return new HubSettings(
                HubSettings.address(hub.address()),
                folder.resolve("hub"),
                Optional.empty(),
                Network.ONLINE,
                QUICK);
    }

    PinnedFile file(String path) throws IOException {
        RepositoryInfo info = client.info(ADAPTER);
        return info.pinned(info.file(path).orElseThrow());
    }

    PinnedFile weights() throws IOException {
        return file("adapter_model.safetensors");
    }

    Path download(PinnedFile wanted) throws IOException {
        return client.download(wanted, more -> {});
    }

    static void refuses(ThrowingCallable call, Kind kind, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("signature=");
    }
}
