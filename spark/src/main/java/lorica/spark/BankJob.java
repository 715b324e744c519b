package lorica.spark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lorica.adapter.LoraAdapter;
import lorica.bank.Bank;
import lorica.bank.BankEntry;
import lorica.distance.Distance;
import lorica.distance.DistanceMatrix;
import lorica.distance.Fingerprint;
import lorica.distance.FingerprintCodec;
import lorica.distribution.DatasetView;
import lorica.generate.BankIndex;
import lorica.gram.BankGram;
import lorica.gram.GramMatrix;
import lorica.storage.Progress;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/// The stages over one bank, each a few lines of Spark around core.
///
/// Datasets are read once; of every adapter's weights each byte is read once for the Gram matrix
/// and once for all mixtures, because tasks share the modules among them, not the adapters (its
/// header is read once a task). A task that runs again, its machine lost, gives the same bytes.
///
/// @param partitions tasks of a stage, at most
record BankJob(JavaSparkContext spark, Folder bank, int partitions) {
    /// Datasets whose fingerprints travel together.
    private static final int BLOCK = 32;

    /// The usable entries.
    List<String> entries() throws IOException {
        try (Partition part = Partition.open(bank)) {
            return part.usable().stream().map(BankEntry::id).toList();
        }
    }

    /// Modules of every adapter; tasks refuse adapters whose names differ, or whose number does.
    int modules() throws IOException {
        try (Partition part = Partition.open(bank)) {
            return part.modules();
        }
    }

    /// The fingerprints of a block of entries for each distance, encoded; kept in the cluster.
    JavaPairRDD<Integer, byte[][][]> fingerprints(List<String> distances) throws IOException {
        Folder remote = bank;
        int blocks = Math.ceilDiv(entries().size(), BLOCK);
        List<String> names = new ArrayList<>(distances);
        return spark.parallelize(range(blocks), Math.max(1, Math.min(partitions, blocks)))
                .mapToPair(block -> new Tuple2<>(block, encoded(remote, block, names)))
                .persist(StorageLevel.MEMORY_AND_DISK());
    }

    private static byte[][][] encoded(Folder remote, int block, List<String> distances)
            throws IOException {
        try (Partition part = Partition.open(remote)) {
            List<BankEntry> usable = part.usable();
            int end = Math.min(usable.size(), (block + 1) * BLOCK);
            Bank own = part.withDatasets(usable.subList(block * BLOCK, end));
            byte[][][] encoded = new byte[distances.size()][][];
            try (BankIndex index = BankIndex.open(own, 1, Progress.SILENT)) {
                for (int d = 0; d < encoded.length; d++) {
                    encoded[d] =
                            index
                                    .fingerprints(
                                            Distance.parse(distances.get(d)), DatasetView.whole())
                                    .stream()
                                    .map(FingerprintCodec::encode)
                                    .toArray(byte[][]::new);
                }
            }
            return encoded;
        }
    }

    /// All pairs of one distance, block by block.
    ///
    /// @param which its place among those that were fingerprinted
    DistanceMatrix matrix(String distance, int which, JavaPairRDD<Integer, byte[][][]> fingerprints)
            throws IOException {
        List<String> entries = entries();
        double[][] values = new double[entries.size()][entries.size()];
        for (Tuple2<int[], double[][]> block :
                fingerprints
                        .cartesian(fingerprints)
                        .map(pair -> between(distance, which, pair._1(), pair._2()))
                        .collect()) {
            double[][] part = block._2();
            for (int i = 0; i < part.length; i++) {
                System.arraycopy(
                        part[i],
                        0,
                        values[block._1()[0] * BLOCK + i],
                        block._1()[1] * BLOCK,
                        part[i].length);
            }
        }
        return new DistanceMatrix(distance, entries, values);
    }

    private static Tuple2<int[], double[][]> between(
            String distance,
            int which,
            Tuple2<Integer, byte[][][]> rows,
            Tuple2<Integer, byte[][][]> columns) {
        Distance measured = Distance.parse(distance);
        return new Tuple2<>(
                new int[] {rows._1(), columns._1()},
                DistanceMatrix.between(
                        measured,
                        decoded(distance, rows._2()[which]),
                        decoded(distance, columns._2()[which])));
    }

    private static List<Fingerprint> decoded(String distance, byte[][] encoded) {
        return Arrays.stream(encoded)
                .map(bytes -> FingerprintCodec.decode(distance, "entry", bytes))
                .toList();
    }

    /// The Gram matrix of the updates: a task sums its modules, the driver the tasks, in order.
    GramMatrix gram() throws IOException {
        Folder remote = bank;
        List<String> entries = new ArrayList<>(entries());
        List<double[][]> parts =
                groups().map(group -> products(remote, entries, group).updates().values())
                        .collect();
        double[][] sum = new double[entries.size()][entries.size()];
        for (double[][] part : parts) {
            for (int i = 0; i < sum.length; i++) {
                for (int j = 0; j < sum.length; j++) {
                    sum[i][j] += part[i][j];
                }
            }
        }
        return new GramMatrix(entries, sum);
    }

    private static BankGram products(Folder remote, List<String> entries, int[] group)
            throws IOException {
        try (Partition part = Partition.open(remote)) {
            List<LoraAdapter> adapters = part.adapters(group);
            return BankGram.of(entries, adapters, 1);
        }
    }

    /// Writes every mixture as a PEFT directory named as its target. Tasks make some modules of all
    /// mixtures; Spark brings the pieces of a mixture together.
    ///
    /// @param weights `[target][entry]`
    void mixtures(List<String> targets, double[][] weights, Folder output) throws IOException {
        Folder remote = bank;
        Broadcast<double[][]> shared = spark.broadcast(weights);
        byte[] config = config();
        List<String> names = new ArrayList<>(targets);
        groups().flatMapToPair(group -> ModulesOfMixtures.pieces(remote, group, shared.value()))
                .groupByKey(partitions)
                .foreach(
                        mixture ->
                                ModulesOfMixtures.write(
                                        config, output, names.get(mixture._1()), mixture._2()));
    }

    private byte[] config() throws IOException {
        try (Partition part = Partition.open(bank)) {
            return part.config();
        }
    }

    private JavaRDD<int[]> groups() throws IOException {
        int modules = modules();
        int count = Math.max(1, Math.min(partitions, modules));
        List<int[]> groups = new ArrayList<>();
        for (int g = 0; g < count; g++) {
            int from = (int) ((long) g * modules / count);
            int to = (int) ((long) (g + 1) * modules / count);
            groups.add(IntStream.range(from, to).toArray());
        }
        return spark.parallelize(groups, count);
    }

    private static List<Integer> range(int n) {
        return new ArrayList<>(IntStream.range(0, n).boxed().toList());
    }
}
