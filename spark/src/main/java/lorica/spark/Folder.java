package lorica.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import scala.Tuple2;

/// A folder on storage that Hadoop reads, for instance `hdfs://…` or `file:///…`.
///
/// @param settings of Hadoop that came with the command (`--conf spark.hadoop.NAME=VALUE`): Spark
///     does not tell them to executors, and storage that asks for a password needs them there
record Folder(String uri, Map<String, String> settings) implements Serializable {
    private static final int CHUNK = 1 << 20;
    private static final String OF_HADOOP = "spark.hadoop.";

    Folder {
        settings = Map.copyOf(settings);
    }

    static Folder of(String uri, SparkConf conf) {
        Map<String, String> settings = new HashMap<>();
        for (Tuple2<String, String> setting : conf.getAllWithPrefix(OF_HADOOP)) {
            settings.put(setting._1(), setting._2());
        }
        return new Folder(uri, settings);
    }

    private FileSystem fileSystem() throws IOException {
        Configuration conf = new Configuration(SparkHadoopUtil.get().conf());
        settings.forEach(conf::set);
        FileSystem files = new Path(uri).getFileSystem(conf);
        files.setWriteChecksum(false);
        return files;
    }

    private Path at(String name) {
        return new Path(uri, name);
    }

    Folder child(String name) {
        return new Folder(at(name).toString(), settings);
    }

    boolean exists() throws IOException {
        return fileSystem().exists(new Path(uri));
    }

    /// Copies a file to a local one, whose folder is made.
    void fetch(String name, java.nio.file.Path local) throws IOException {
        Files.createDirectories(local.resolveSibling(""));
        try (FSDataInputStream in = open(name)) {
            Files.copy(in, local);
        }
    }

    private FSDataInputStream open(String name) throws IOException {
        try {
            return fileSystem().open(at(name));
        } catch (FileNotFoundException e) {
            throw new java.nio.file.NoSuchFileException(
                    at(name).toString(), null, "expected a file of the bank; restore it");
        }
    }

    /// An open file of which ranges are copied to the same places of a local one.
    final class Ranges implements AutoCloseable {
        private final FSDataInputStream in;
        private final FileChannel local;

        Ranges(String name, java.nio.file.Path local) throws IOException {
            this.in = open(name);
            this.local =
                    FileChannel.open(local, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }

        void copy(long from, long to) throws IOException {
            byte[] chunk = new byte[CHUNK];
            for (long at = from; at < to; at += CHUNK) {
                int length = (int) Math.min(CHUNK, to - at);
                in.readFully(at, chunk, 0, length);
                ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, length);
                while (bytes.hasRemaining()) {
                    local.write(bytes, at + bytes.position());
                }
            }
        }

        @Override
        public void close() throws IOException {
            try (in) {
                local.close();
            }
        }
    }

    /// The bytes of a file.
    long size(String name) throws IOException {
        return fileSystem().getFileStatus(at(name)).getLen();
    }

    /// Makes a local file or folder appear here whole. What is there already was made by another
    /// attempt at the same task, and stays.
    void publish(java.nio.file.Path local, String name) throws IOException {
        FileSystem files = fileSystem();
        Path staged = at("." + name + "." + UUID.randomUUID());
        files.mkdirs(new Path(uri));
        files.copyFromLocalFile(false, true, new Path(local.toUri()), staged);
        if (files.exists(at(name)) || !files.rename(staged, at(name))) {
            files.delete(staged, true);
        }
        if (!files.exists(at(name))) {
            throw new UncheckedIOException(
                    new IOException(at(name) + ": expected to be written, found nothing"));
        }
    }
}
