package lorica.demo.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTest {
    private final Path folder;

    PackTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aTreeComesBackFromSeveralZipsOfLimitedSize() throws IOException {
        Path tree = randomTree(5, 3_000);
        new Pack(8_000).write(List.of(new Pack.Tree("bank", tree)), folder.resolve("pack"));
        Path back = folder.resolve("back");
        List<Path> zips = files(folder.resolve("pack"));
        assertThat(zips).hasSizeGreaterThan(1);
        for (Path zip : zips) {
            assertThat(Files.size(zip)).isLessThanOrEqualTo(8_000);
            try (InputStream in = Files.newInputStream(zip)) {
                Pack.unpack(in, back);
            }
        }
        for (Path file : files(tree)) {
            assertThat(back.resolve("bank").resolve(tree.relativize(file).toString()))
                    .hasSameBinaryContentAs(file);
        }
    }

    @Test
    void theSameTreeGivesTheSameBytes() throws IOException {
        Path tree = randomTree(2, 1_000);
        new Pack(8_000).write(List.of(new Pack.Tree("a", tree)), folder.resolve("one"));
        new Pack(8_000).write(List.of(new Pack.Tree("a", tree)), folder.resolve("two"));
        assertThat(folder.resolve("one/demo-1.zip"))
                .hasSameBinaryContentAs(folder.resolve("two/demo-1.zip"));
    }

    @Test
    void aFileOverTheLimitIsRefusedByName() throws IOException {
        Path tree = randomTree(1, 9_000);
        assertThatThrownBy(
                        () ->
                                new Pack(8_000)
                                        .write(
                                                List.of(new Pack.Tree("a", tree)),
                                                folder.resolve("pack")))
                .hasMessageContaining("file-0.bin")
                .hasMessageContaining("the limit is 8000");
    }

    @Test
    void anEntryThatPointsOutsideTheTargetIsRefused() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("../evil.txt"));
            zip.closeEntry();
        }
        assertThatThrownBy(
                        () ->
                                Pack.unpack(
                                        new ByteArrayInputStream(bytes.toByteArray()),
                                        folder.resolve("target")))
                .hasMessageContaining("'../evil.txt'");
    }

    private Path randomTree(int count, int size) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        Random random = new Random(count);
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Files.write(tree.resolve("file-" + i + ".bin"), bytes);
        }
        return tree;
    }

    private static List<Path> files(Path tree) throws IOException {
        try (Stream<Path> walk = Files.walk(tree)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
