package lorica.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lorica.bank.BankException;
import lorica.storage.Checksum;
import lorica.testing.IndexBody;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Indexes of strangers: each damage is refused by the file's name, whole checksum or not.
class PortableIndexHostileTest {
    private static final byte[] TOKENIZER = "{}".getBytes(UTF_8);
    private static final byte[] WHOLE = {1, 2, 1, 3, 2, 1}; // 1 example; tokens 0 (3×), 2 (1×)
    private static final byte[] NO_VARINT = {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};

    @TempDir private Path folder;

    private static String document(String folder, String dataset, String hub) {
        return """
        {"format": "lorica-bank", "version": 1, "base": {"name": "b", "directory": null},
         "tokenizer": {"sha256": "%1$s", "vocabulary": 5},
         "text": {"separator": " ", "terminator": "\\n", "bos": 1}, "template": null,
         "entries": [{"id": "e", "adapter": {"directory": "%2$s", "base": "b", "rank": 4,
           "alpha": 8.0, "modules": 1, "kinds": ["q_proj"], "parameters": 8,
           "weights": {"bytes": 1, "modified": 0, "sha256": "%1$s"},
           "config": {"bytes": 1, "modified": 0, "sha256": "%1$s"}},
          "dataset": {"path": "%3$s", "bytes": 1, "modified": 0, "sha256": "%1$s"}%4$s}]}
        """
                .formatted(Checksum.ofBytes(TOKENIZER).hex(), folder, dataset, hub);
    }

    private static String good() {
        return document("models--o--a/snapshots/c", "datasets--o--d/snapshots/c/d.jsonl", origin());
    }

    private static String origin() {
        return ", \"hub\": {\"adapter\": {\"repository\": \"o/a\", \"commit\": \"%s\"}}"
                .formatted("a".repeat(40));
    }

    private static byte[] body(String document, String view, byte[] counts) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(document.getBytes(UTF_8).length);
            out.write(document.getBytes(UTF_8));
            out.writeInt(TOKENIZER.length);
            out.write(TOKENIZER);
            out.writeInt(1);
            out.writeUTF(view);
            out.write(counts);
        }
        return bytes.toByteArray();
    }

    private Path file(byte[] content) throws IOException {
        return Files.write(folder.resolve("bank.lorica"), content);
    }

    private void refuses(byte[] content, String... parts) throws IOException {
        Path file = file(content);
        ThrowingCallable read = () -> PortableIndexFile.read(file);
        AbstractThrowableAssert<?, ?> refused =
                assertThatThrownBy(read)
                        .isInstanceOf(BankException.class)
                        .hasMessageContainingAll("bank.lorica", "expected");
        for (String part : parts) {
            refused.hasMessageContaining(part);
        }
    }

    @Test
    void theOneThatIsDamagedBelowIsWhole() throws IOException {
        PortableIndex index =
                PortableIndexFile.read(file(IndexBody.file(body(good(), "whole", WHOLE))));
        assertThat(index.bank().entries()).hasSize(1);
        assertThat(index.counts().firstEntry().getValue().getFirst().total()).isEqualTo(4);
        assertThat(index.create(folder.resolve("bank"), folder.resolve("cache")).entries())
                .hasSize(1);
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        byte[] whole = IndexBody.file(body(good(), "whole", WHOLE));
        for (int length = 0; length < whole.length; length++) {
            refuses(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void everyShorterBodyIsRefused() throws IOException {
        byte[] whole = body(good(), "whole", WHOLE);
        for (int length = 0; length < whole.length; length++) {
            refuses(IndexBody.file(Arrays.copyOf(whole, length)), "fetch it again");
        }
        refuses(IndexBody.file(Arrays.copyOf(whole, whole.length + 1)), "bytes behind its end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/etc", "../up", "a/../../up"})
    void foldersElsewhereAreRefused(String elsewhere) throws IOException {
        refuses(IndexBody.file(body(document(elsewhere, "d.jsonl", origin()), "whole", WHOLE)));
        refuses(IndexBody.file(body(document("a", elsewhere, origin()), "whole", WHOLE)));
    }

    @Test
    void anEntryThatIsOnNoHubIsRefused() throws IOException {
        refuses(IndexBody.file(body(document("a", "d", ""), "whole", WHOLE)), "on the hub");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../up", "a/b", "A", "\u0000"})
    void aViewOfNoSuchNameIsRefused(String view) throws IOException {
        refuses(IndexBody.file(body(good(), view, WHOLE)), "a view");
    }

    @Test
    void countsThatAreNoneAreRefused() throws IOException {
        refuses(IndexBody.file(body(good(), "whole", NO_VARINT)), "more than 63 bits");
        byte[][] nonsense = {
            {1, 6, 1, 1}, // more tokens than the vocabulary has
            {1, 3, 1, 1, 1, 1}, // more than bytes are left
            {1, 2, 1, 3, 0, 1}, // a token twice
            {1, 2, 1, 3, 9, 1}, // a token beyond the vocabulary
            {1, 2, 1, 0, 1, 1}, // a count of 0
        };
        for (byte[] counts : nonsense) {
            refuses(IndexBody.file(body(good(), "whole", counts)), "token");
        }
    }

    @Test
    void countsWhoseSumIsTooLargeAreRefused() throws IOException {
        byte[] most = {-1, -1, -1, -1, -1, -1, -1, -1, 127};
        ByteArrayOutputStream counts = new ByteArrayOutputStream();
        counts.writeBytes(new byte[] {1, 2, 1});
        counts.writeBytes(most);
        counts.write(1);
        counts.writeBytes(most);
        refuses(IndexBody.file(body(good(), "whole", counts.toByteArray())), "overflow");
    }

    /// 20 MB of zeros deflate to 20 kB: no memory is asked for on the word of such a file.
    @Test
    void aBodyThatGrowsWithoutMeasureIsRefused() throws IOException {
        refuses(IndexBody.file(new byte[20_000_000]), "deflated to");
    }

    @Test
    void aLargeVocabularyAsksForNoMemory() throws IOException {
        String large = good().replace("\"vocabulary\": 5", "\"vocabulary\": 16777216");
        byte[] millions = {1, -128, -56, -48, 7, 1, 1};
        refuses(IndexBody.file(body(large, "whole", millions)), "tokens of 16,777,216");
    }
}
