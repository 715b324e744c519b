package lorica.hub.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import lorica.hub.repository.HubException.Kind;
import lorica.testing.HubFault;
import lorica.testing.TestHub;
import org.junit.jupiter.api.Test;

/// Files over a network that breaks, and from hubs that lie.
class HubDownloadTest extends HubWorld {
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
}
