package lorica.hub.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import lorica.hub.repository.HubException.Kind;
import lorica.hub.repository.HubSettings.Network;
import lorica.storage.Progress;
import lorica.testing.HubFault;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import org.junit.jupiter.api.Test;

/// Questions, refusals, and what is sent.
class HubClientTest extends HubWorld {
    @Test
    void theInformationHoldsCommitLicenceSizesAndDigests() throws IOException {
        RepositoryInfo info = client.info(ADAPTER);
        assertThat(info.licence()).contains("mit");
        assertThat(info.files())
                .extracting(HubFile::path)
                .containsExactly(
                        "adapter_config.json", "adapter_model.safetensors", "deep/er/notes.txt");
        assertThat(info.file("adapter_model.safetensors").orElseThrow().bytes())
                .isEqualTo(WEIGHTS.length);
        assertThat(info.file("adapter_model.safetensors").orElseThrow().etag()).hasSize(64);
        assertThat(info.file("adapter_config.json").orElseThrow().etag()).hasSize(40);
    }

    @Test
    void aListHasAllItsPages() throws IOException {
        for (int i = 0; i < 7; i++) {
            hub.with("many/model-" + i, HubFiles.empty());
            hub.with("datasets/many/set-" + i, HubFiles.empty());
        }
        hub.withPageSize(3);
        assertThat(client.list(Repository.Kind.MODEL, "many")).hasSize(7);
        assertThat(client.list(Repository.Kind.DATASET, "many"))
                .hasSize(7)
                .allMatch(one -> one.kind() == Repository.Kind.DATASET);
        assertThat(client.list(Repository.Kind.MODEL, "nobody")).isEmpty();
    }

    @Test
    void theTokenGoesToTheHubAlone() throws IOException {
        hub.withToken("hf_secret");
        try (HubClient known = HubClient.open(settings().withToken("hf_secret"))) {
            RepositoryInfo info = known.info(ADAPTER);
            known.download(info.pinned(info.files().get(1)), more -> {});
        }
        assertThat(hub.requests())
                .anyMatch(request -> request.host() == TestHub.Host.STORE)
                .allMatch(
                        request ->
                                request.header("Authorization").isPresent()
                                        == (request.host() == TestHub.Host.HUB));
        assertThat(settings().withToken("hf_secret").toString()).doesNotContain("hf_secret");
    }

    @Test
    void nothingIsSentButWhatIsWanted() throws IOException {
        download(weights());
        for (TestHub.Request request : hub.requests()) {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.headers().keySet())
                    .isSubsetOf(
                            "Accept-Encoding",
                            "Authorization",
                            "Connection",
                            "Content-Length",
                            "Host",
                            "Range",
                            "User-Agent");
            assertThat(request.header("User-Agent")).contains("lorica");
        }
    }

    @Test
    void theBeginningOfAFileCostsNoMore() throws IOException {
        PinnedFile weights = weights();
        assertThat(client.beginning(weights, 1000)).isEqualTo(Arrays.copyOf(WEIGHTS, 1000));
        assertThat(hub.sent("signature")).isEqualTo(1000);
        hub.fault("signature", 1, new HubFault.RangeIgnored());
        refuses(() -> client.beginning(weights, 1000), Kind.LYING, "at most 1,000 bytes");
    }

    @Test
    void manyFilesComeAtOnceUnderOneTotal() throws IOException {
        HubFiles files = HubFiles.empty();
        for (int i = 0; i < 12; i++) {
            files = files.with("part-" + i + ".bin", bytes(5000 + i));
        }
        hub.with("org/parts", files);
        RepositoryInfo info = client.info(Repository.model("org/parts"));
        List<PinnedFile> wanted = info.files().stream().map(info::pinned).toList();
        hub.fault("signature", 5, new HubFault.Cut(1000));
        AtomicLong last = new AtomicLong();
        Progress progress =
                (what, done, total) -> {
                    last.accumulateAndGet(done, Math::max);
                    assertThat(total).isEqualTo(60_066);
                };
        Downloads downloads = new Downloads(client, 4);
        assertThat(downloads.all(wanted, progress)).isEqualTo(new Downloads.Amount(12, 60_066));
        assertThat(last).hasValue(60_066);
        assertThat(downloads.all(wanted, progress)).isEqualTo(Downloads.Amount.nothing());
    }

    @Test
    void refusalsSayWhatToDo() throws IOException {
        hub.fault("api", 1, new HubFault.Status(401));
        refuses(() -> client.info(ADAPTER), Kind.DENIED, "HTTP 401", "set HF_TOKEN");
        hub.fault("api", 1, new HubFault.Status(403));
        refuses(() -> client.info(ADAPTER), Kind.DENIED, "HTTP 403", "accept its conditions");
        refuses(
                () -> client.info(Repository.model("org/none")),
                Kind.MISSING,
                "org/none",
                "HTTP 404");
        hub.fault("api", 1, new HubFault.Status(400));
        refuses(() -> client.info(ADAPTER), Kind.LYING, "HTTP 400");
    }

    @Test
    void answersThatAreNoDocumentsAreLies() throws IOException {
        for (String text :
                List.of(
                        "<html>",
                        "[]",
                        "{\"sha\": \"main\", \"siblings\": []}",
                        "{\"sha\": \"%s\", \"siblings\": [{\"rfilename\": \"a\"}]}"
                                .formatted("a".repeat(40)))) {
            hub.fault("api", 1, new HubFault.Text(text));
            refuses(() -> client.info(ADAPTER), Kind.LYING, "api/models/org/adapter");
        }
    }

    @Test
    void namesThatLeadElsewhereAreRefused() {
        for (String path :
                List.of(
                        "../x",
                        "/etc/x",
                        "a/../../x",
                        "a\\..\\x",
                        "C:x",
                        "",
                        "a//b",
                        "./a",
                        "a\nb")) {
            assertThatThrownBy(() -> new HubFile(path, 1, "a".repeat(40)))
                    .hasMessageContaining("below its repository");
            hub.with("org/evil", HubFiles.empty().with(path, "x"));
            refuses(
                    () -> client.info(Repository.model("org/evil")),
                    Kind.LYING,
                    "below its repository");
        }
        for (String name :
                List.of("x", "../x", "a/b/c", "a/..", "a/b--c", "a/.b", "a b/c", "a/b?c")) {
            assertThatThrownBy(() -> Repository.model(name)).hasMessageContaining(name);
        }
        assertThatThrownBy(() -> new HubFile("a", 1, "../x")).hasMessageContaining("SHA-1");
    }

    @Test
    void offlineNobodyIsAsked() throws IOException {
        PinnedFile weights = weights();
        download(file("adapter_config.json"));
        long before = hub.requests().size();
        try (HubClient offline = HubClient.open(settings().withNetwork(Network.OFFLINE))) {
            refuses(() -> offline.info(ADAPTER), Kind.OFFLINE, "unset HF_HUB_OFFLINE");
            refuses(() -> offline.download(weights, more -> {}), Kind.OFFLINE, "in the cache");
        }
        assertThat(hub.requests()).hasSize((int) before);
    }

    @Test
    void aHubThatIsDownIsNamed() throws IOException {
        String address = hub.address();
        hub.close();
        refuses(() -> client.info(ADAPTER), Kind.UNREACHABLE, address, "HF_ENDPOINT", "3 tries");
    }
}
