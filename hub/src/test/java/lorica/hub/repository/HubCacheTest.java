package lorica.hub.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lorica.testing.HubFiles;
import org.junit.jupiter.api.Test;

/// The cache that Python's tools share.
class HubCacheTest extends HubWorld {
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
}
