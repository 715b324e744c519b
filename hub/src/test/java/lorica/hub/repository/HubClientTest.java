package lorica.hub.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import lorica.hub.repository.HubException.Kind;
import lorica.hub.repository.HubSettings.Network;
import lorica.storage.Progress;
import lorica.testing.HubFault;
import lorica.testing.HubFiles;
import lorica.testing.TestHub;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against a hub on this machine that does everything a hub and its network can do.
class HubClientTest {
    private static final Repository ADAPTER = Repository.model("org/adapter");
    private static final Patience QUICK =
            new Patience(2, Duration.ofMillis(1), Duration.ofSeconds(20));
    private static final byte[] WEIGHTS = bytes(100_000);

    @TempDir private Path folder;
    private TestHub hub;
    private HubClient client;

    private static byte[] bytes(int count) {
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

    private HubSettings settings() {
        return new HubSettings(
                HubSettings.address(hub.address()),
                folder.resolve("hub"),
                Optional.empty(),
                Network.ONLINE,
                QUICK);
    }

    private PinnedFile file(String path) throws IOException {
        RepositoryInfo info = client.info(ADAPTER);
        return info.pinned(info.file(path).orElseThrow());
    }

    private PinnedFile weights() throws IOException {
        return file("adapter_model.safetensors");
    }

    private Path download(PinnedFile wanted) throws IOException {
        return client.download(wanted, more -> {});
    }

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
    void theCacheLooksAsPythonsToolsLeaveIt() throws IOException {
        PinnedFile weights = weights();
        PinnedFile deep = file("deep/er/notes.txt");
        client.keepRef(client.info(ADAPTER));
        download(weights);
        download(deep);
        Path repository = folder.resolve("hub/models--org--adapter");
        Path snapshot = repository.resolve("snapshots").resolve(weights.commit());
        assertThat(repository.resolve("refs/main")).hasContent(weights.commit());
        assertThat(repository.resolve("blobs").resolve(weights.file().etag()))
                .isRegularFile()
                .hasBinaryContent(WEIGHTS);
        assertThat(Files.readSymbolicLink(snapshot.resolve("adapter_model.safetensors")))
                .hasToString("../../blobs/" + weights.file().etag());
        assertThat(Files.readSymbolicLink(snapshot.resolve("deep/er/notes.txt")))
                .hasToString("../../../../blobs/" + deep.file().etag());
        assertThat(snapshot.resolve("deep/er/notes.txt")).hasContent("notes");
        assertThat(
                        folder.resolve("hub/.locks/models--org--adapter")
                                .resolve(weights.file().etag() + ".lock"))
                .exists();
        assertThat(folder.resolve("hub/CACHEDIR.TAG")).exists();
    }

    @Test
    void whatIsThereIsNotAskedForAgain() throws IOException {
        PinnedFile weights = weights();
        download(weights);
        long before = hub.requests().size();
        download(weights);
        assertThat(client.has(weights)).isTrue();
        assertThat(hub.requests()).hasSize((int) before);
    }

    @Test
    void aFileThatTwoCommitsShareComesOnce() throws IOException {
        download(weights());
        hub.with(
                "org/adapter",
                HubFiles.empty().with("adapter_model.safetensors", WEIGHTS).with("new", "new"));
        long before = hub.sent("signature");
        assertThat(download(weights())).hasBinaryContent(WEIGHTS);
        assertThat(hub.sent("signature")).isEqualTo(before);
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
    void aCutConnectionIsGoneOnFromWhereItBroke() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 3, new HubFault.Cut(20_000));
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests())
                .filteredOn(request -> request.host() == TestHub.Host.STORE)
                .extracting(request -> request.header("Range").orElse("none"))
                .hasSize(4)
                .startsWith("none")
                .last()
                .asString()
                .startsWith("bytes=");
        assertThat(hub.sent("signature")).isLessThan(WEIGHTS.length + 10_000L);
    }

    @Test
    void whatAnotherProcessLeftIsGoneOnFrom() throws IOException {
        PinnedFile weights = weights();
        Path blobs = Files.createDirectories(folder.resolve("hub/models--org--adapter/blobs"));
        Files.write(
                blobs.resolve(weights.file().etag() + ".incomplete"),
                Arrays.copyOf(WEIGHTS, 60_000));
        AtomicLong told = new AtomicLong();
        client.download(weights, told::addAndGet);
        assertThat(hub.sent("signature")).isEqualTo(40_000);
        assertThat(told).hasValue(WEIGHTS.length);
        assertThat(blobs.resolve(weights.file().etag() + ".incomplete")).doesNotExist();
    }

    @Test
    void whatAnotherLeftOfSomethingElseIsFetchedAnew() throws IOException {
        PinnedFile weights = weights();
        Path incomplete =
                Files.createDirectories(folder.resolve("hub/models--org--adapter/blobs"))
                        .resolve(weights.file().etag() + ".incomplete");
        for (int length : List.of(60_000, WEIGHTS.length, WEIGHTS.length + 5)) {
            Files.deleteIfExists(incomplete.resolveSibling(weights.file().etag()));
            Files.write(incomplete, new byte[length]);
            AtomicLong told = new AtomicLong();
            assertThat(client.download(weights, told::addAndGet)).hasBinaryContent(WEIGHTS);
            assertThat(told).hasValue(WEIGHTS.length);
        }
    }

    @Test
    void aRangeThatIsIgnoredBeginsAnew() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.Cut(20_000));
        hub.fault("signature", 1, new HubFault.RangeIgnored());
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aRangeThatCannotBeServedBeginsAnew() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.Cut(20_000));
        hub.fault("signature", 1, new HubFault.Status(416));
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
    }

    @Test
    void anotherRangeThanAskedForIsALie() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.Cut(20_000));
        hub.fault("signature", 1, new HubFault.WrongRange());
        refuses(() -> download(weights), Kind.LYING, "bytes from 20,000 on", "bytes 0-99999");
    }

    @Test
    void serversThatAskForTimeGetIt() throws IOException {
        PinnedFile weights = weights();
        hub.fault("resolve", 1, new HubFault.Status(429, Optional.of("0")));
        hub.fault(
                "resolve",
                1,
                new HubFault.Status(503, Optional.of("Wed, 21 Oct 2015 07:28:00 GMT")));
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aServerThatAsksForAnHourEndsThePull() throws IOException {
        PinnedFile weights = weights();
        hub.fault("resolve", 1, new HubFault.Status(429, Optional.of("3600")));
        refuses(() -> download(weights), Kind.BUSY, "HTTP 429", "3,600 s");
    }

    @Test
    void aServerThatStaysBusyFailsAfterAllTries() throws IOException {
        PinnedFile weights = weights();
        long before = hub.requests().size();
        hub.fault("resolve", 9, new HubFault.Status(500));
        refuses(() -> download(weights), Kind.BUSY, "HTTP 500", "(3 tries)", "what came is kept");
        assertThat(hub.requests()).hasSize((int) before + 3);
    }

    @Test
    void anOutdatedSignatureIsAskedForAnew() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.Status(403));
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
        assertThat(hub.requests())
                .filteredOn(request -> request.target().contains("resolve"))
                .hasSize(2);
    }

    @Test
    void silenceIsABrokenConnection() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.Stall(20_000));
        Patience brief = new Patience(9, Duration.ofMillis(1), Duration.ofMillis(300));
        try (HubClient impatient = HubClient.open(settings().withPatience(brief))) {
            assertThat(impatient.download(weights, more -> {})).hasBinaryContent(WEIGHTS);
        }
    }

    @Test
    void lengthsThatAreWrongAreNeverBelieved() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.WrongLength(-10));
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
        PinnedFile config = file("adapter_config.json");
        hub.fault("resolve", 1, new HubFault.WrongLength(10));
        refuses(() -> download(config), Kind.LYING, "9 bytes", "more of them");
        assertThat(client.has(config)).isFalse();
    }

    @Test
    void aChecksumThatIsWrongOnceIsFetchedAgain() throws IOException {
        PinnedFile weights = weights();
        hub.fault("signature", 1, new HubFault.WrongBytes());
        assertThat(download(weights)).hasBinaryContent(WEIGHTS);
    }

    @Test
    void aChecksumThatStaysWrongIsALieAndNothingIsKept() throws IOException {
        for (PinnedFile wanted : List.of(weights(), file("adapter_config.json"))) {
            hub.fault("", 9, new HubFault.WrongBytes());
            refuses(() -> download(wanted), Kind.LYING, wanted.file().etag(), "downloaded twice");
            assertThat(client.has(wanted)).isFalse();
            stop();
            start();
        }
    }

    @Test
    void anotherBlobThanListedIsALie() throws IOException {
        PinnedFile weights = weights();
        hub.fault("resolve", 1, new HubFault.WrongEtag());
        refuses(() -> download(weights), Kind.LYING, "as listed", "000000");
    }

    @Test
    void redirectsThatLeadNowhereAreRefused() throws IOException {
        PinnedFile weights = weights();
        hub.fault("resolve", 1, new HubFault.Redirect("file:///etc/passwd"));
        refuses(() -> download(weights), Kind.LYING, "file:///etc/passwd");
        hub.fault("resolve", 1, new HubFault.Redirect(""));
        refuses(() -> download(weights), Kind.LYING, "nowhere");
        hub.fault("resolve", 9, new HubFault.Redirect("/org/adapter/resolve/main/x"));
        refuses(() -> download(weights), Kind.LYING, "at most 5 redirects");
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
    void whereLinksCannotBeMadeFilesAreCopied() throws IOException {
        PinnedFile weights = weights();
        HubCache cache = new HubCache(folder.resolve("hub"));
        cache.prepare(weights);
        Files.write(cache.blob(weights), WEIGHTS);
        HubCache.copy(cache.blob(weights), cache.pointer(weights));
        assertThat(cache.pointer(weights)).isRegularFile().hasBinaryContent(WEIGHTS);
        assertThat(Files.isSymbolicLink(cache.pointer(weights))).isFalse();
        assertThat(client.has(weights)).isTrue();
    }

    @Test
    void environmentVariablesMeanWhatTheyMeanToPython() throws IOException {
        Path home = folder.resolve("home");
        HubSettings plain = HubSettings.of(Map.of(), home);
        assertThat(plain.endpoint()).hasToString("https://huggingface.co");
        assertThat(plain.cache()).isEqualTo(home.resolve(".cache/huggingface/hub"));
        assertThat(plain.token()).isEmpty();
        assertThat(plain.network()).isEqualTo(Network.ONLINE);
        assertThat(HubSettings.of(Map.of("HF_HOME", "~/hf"), home).cache())
                .isEqualTo(home.resolve("hf/hub"));
        assertThat(HubSettings.of(Map.of("HF_HOME", "/a", "HF_HUB_CACHE", "/b"), home).cache())
                .isEqualTo(Path.of("/b"));
        assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/x"), home).cache())
                .isEqualTo(Path.of("/x/huggingface/hub"));
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "true"), home).network())
                .isEqualTo(Network.OFFLINE);
        assertThat(HubSettings.of(Map.of("HF_HUB_OFFLINE", "0"), home).network())
                .isEqualTo(Network.ONLINE);
        Files.createDirectories(home.resolve(".cache/huggingface"));
        Files.writeString(home.resolve(".cache/huggingface/token"), "hf_saved\n", UTF_8);
        assertThat(HubSettings.of(Map.of(), home).token()).contains("hf_saved");
        assertThat(HubSettings.of(Map.of("HF_TOKEN", "hf_said"), home).token()).contains("hf_said");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "huggingface.co"), home))
                .hasMessageContaining("'huggingface.co'");
        assertThatThrownBy(() -> HubSettings.of(Map.of("HF_TOKEN", "hf_a\nhf_b"), home))
                .hasMessageContaining("HF_TOKEN")
                .hasMessageNotContaining("hf_a");
    }

    private static void refuses(ThrowingCallable call, Kind kind, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        HubException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("signature=");
    }
}
