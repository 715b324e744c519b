package lorica.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lorica.coefficient.CoefficientRule;
import lorica.coefficient.DistanceRule;
import lorica.coefficient.LeaveOneOutWeights;
import lorica.coefficient.Truncation;
import lorica.distance.DistanceMatrix;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;

/// `SparkMain BANK OUTPUT DISTANCES RULE TEMPERATURE PARTITIONS`: matrices of the distances and the
/// Gram matrix as npy files, and every leave-one-out mixture of the first distance, into a folder
/// that is not there yet.
///
/// docs/methods/spark.md has the spark-submit command. Where the run stands is said on stdout, one
/// line a stage.
public final class SparkMain {
    private SparkMain() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 6) {
            System.err.println(
                    "expected BANK OUTPUT DISTANCES RULE TEMPERATURE PARTITIONS, for instance"
                            + " hdfs:///bank hdfs:///out js,wd normalized 0.3 64, found "
                            + arguments.length
                            + " arguments");
            System.exit(2);
        }
        DistanceRule rule = CoefficientRule.parse(arguments[3], Double.parseDouble(arguments[4]));
        List<String> distances = List.of(arguments[2].split(",", -1));
        SparkConf conf =
                new SparkConf().setAppName("lorica").setIfMissing("spark.master", "local[*]");
        Folder bank = Folder.of(arguments[0], conf);
        Folder output = Folder.of(arguments[1], conf);
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            if (output.exists()) {
                System.err.println(output.uri() + ": already there; choose another name");
                System.exit(1);
            }
            run(new BankJob(spark, bank, Integer.parseInt(arguments[5])), distances, rule, output);
        }
    }

    private static void run(BankJob job, List<String> distances, DistanceRule rule, Folder output)
            throws IOException {
        say("fingerprints of " + job.entries().size() + " entries");
        JavaPairRDD<Integer, byte[][][]> fingerprints = job.fingerprints(distances);
        double[][] weights = {};
        for (int d = 0; d < distances.size(); d++) {
            say("distances " + distances.get(d));
            DistanceMatrix matrix = job.matrix(distances.get(d), d, fingerprints);
            save(output, "distances." + distances.get(d), matrix.values());
            weights = d == 0 ? LeaveOneOutWeights.of(matrix, rule, Truncation.none()) : weights;
        }
        say("gram");
        save(output, "gram", job.gram().values());
        say("mixtures");
        job.mixtures(job.entries(), weights, output.child("mixtures"));
        say("done");
    }

    private static void say(String stage) {
        System.out.println("lorica: " + stage);
    }

    private static void save(Folder output, String name, double[][] matrix) throws IOException {
        try (Scratch scratch = Scratch.open()) {
            Path file = scratch.folder().resolve(name + ".npy");
            NpyFile.write(file, Shape.of(matrix.length, matrix.length), matrix);
            output.publish(file, name + ".npy");
        }
    }
}
