package lorica.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import lorica.storage.Checksum;
import lorica.storage.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStoreTest {
    private static final Checksum KEY = Checksum.ofStrings("a dataset");
    private static final BlobName NAME = new BlobName("counts.whole", 1);

    @TempDir private Path folder;

    @Test
    void whatIsPutIsGot() throws IOException {
        BlobStore store = new BlobStore(folder);
        for (int bytes : new int[] {0, 1, 511, 512, 513, 100_000}) {
            byte[] payload = new byte[bytes];
            new Random(bytes).nextBytes(payload);
            store.put(KEY, NAME, payload);
            assertThat(store.get(KEY, NAME)).hasValue(payload);
        }
        assertThat(store.damaged()).isEmpty();
        assertThat(store.names(KEY)).containsExactly("counts.whole.v1");
    }

    @Test
    void keyNameAndVersionAreAllPartOfTheAddress() throws IOException {
        BlobStore store = new BlobStore(folder);
        store.put(KEY, NAME, new byte[] {1});
        assertThat(store.get(Checksum.ofStrings("another"), NAME)).isEmpty();
        assertThat(store.get(KEY, new BlobName("counts.bare", 1))).isEmpty();
        assertThat(store.get(KEY, new BlobName("counts.whole", 2))).isEmpty();
        assertThat(store.damaged()).isEmpty();
    }

    @Test
    void namesOfAnyCharactersStayInTheFolder() throws IOException {
        BlobStore store = new BlobStore(folder);
        BlobName name = new BlobName("../../kl(ε=1e-10)*?\\", 1);
        store.put(KEY, name, new byte[] {1});
        assertThat(store.get(KEY, name)).isPresent();
        assertThat(store.all().get(KEY)).hasSize(1);
        assertThatThrownBy(() -> new BlobName("x".repeat(200), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFlippedByteIsNoticedSetAsideAndReplaceable() throws IOException {
        BlobStore store = new BlobStore(folder);
        store.put(KEY, NAME, new byte[] {1, 2, 3});
        Path file = store.file(KEY, NAME);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x10;
            Files.write(file, flipped);
            BlobStore fresh = new BlobStore(folder);
            assertThat(fresh.get(KEY, NAME)).as("byte %d", at).isEmpty();
            assertThat(fresh.damaged()).hasSize(1);
            assertThat(file).doesNotExist();
            assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
            fresh.put(KEY, NAME, new byte[] {1, 2, 3});
            assertThat(fresh.get(KEY, NAME)).isPresent();
        }
    }

    @Test
    void everyTruncationAndAnyAppendixIsNoticed() throws IOException {
        BlobStore store = new BlobStore(folder);
        store.put(KEY, NAME, new byte[] {1, 2, 3});
        Path file = store.file(KEY, NAME);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(store.get(KEY, NAME)).as("%d bytes", length).isEmpty();
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThat(store.get(KEY, NAME)).isEmpty();
    }

    @Test
    void aBlobUnderAnothersNameIsNotTrusted() throws IOException {
        BlobStore store = new BlobStore(folder);
        Checksum other = Checksum.ofStrings("another");
        store.put(KEY, NAME, new byte[] {1});
        store.put(other, NAME, new byte[] {2});
        Files.copy(
                store.file(other, NAME),
                store.file(KEY, NAME),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(store.get(KEY, NAME)).isEmpty();
        assertThat(store.damaged().getFirst().fault()).contains(other.hex());
    }

    @Test
    void manyWritersOfOneBlobLeaveAWholeOne() throws IOException {
        BlobStore store = new BlobStore(folder);
        List<Integer> rounds = IntStream.range(0, 200).boxed().toList();
        Parallel.map(
                rounds,
                4,
                round -> {
                    store.put(KEY, NAME, new byte[1_000 + round % 3]);
                    return store.get(KEY, NAME).isPresent();
                });
        assertThat(store.damaged()).isEmpty();
        assertThat(store.get(KEY, NAME)).isPresent();
        assertThat(store.all().get(KEY)).hasSize(1);
    }
}
