package lorica.experiment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorica.storage.Checksum;

/// Tells base models apart in the keys of predictions without reading all of them.
///
/// The checksum is of `config.json` and, of every safetensors file, its name, its size, and 64 KiB
/// at its beginning, middle and end. Two models that differ elsewhere only are not told apart.
public final class ModelIdentity {
    private static final int SAMPLE = 1 << 16;

    private ModelIdentity() {}

    public static String of(Path base) throws IOException {
        Path config = base.resolve("config.json");
        if (!Files.exists(config)) {
            throw new NoSuchFileException(
                    config.toString(), null, "expected a base model's directory, which has it");
        }
        List<String> parts = new ArrayList<>();
        parts.add(Checksum.ofFile(config).hex());
        List<Path> weights;
        try (var files = Files.list(base)) {
            weights =
                    files.filter(file -> file.toString().endsWith(".safetensors"))
                            .sorted()
                            .toList();
        }
        for (Path file : weights) {
            parts.add(String.valueOf(file.getFileName()));
            try (FileChannel channel = FileChannel.open(file)) {
                long size = channel.size();
                parts.add(Long.toString(size));
                parts.add(sample(channel, 0));
                parts.add(sample(channel, size / 2));
                parts.add(sample(channel, Math.max(0, size - SAMPLE)));
            }
        }
        return Checksum.ofStrings(parts.toArray(String[]::new)).hex();
    }

    private static String sample(FileChannel channel, long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(SAMPLE);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer, from + buffer.position());
        }
        return Checksum.ofBytes(java.util.Arrays.copyOf(buffer.array(), buffer.position())).hex();
    }
}
