package lorica.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lorica.distance.DistanceMatrix;
import lorica.evaluate.Prediction;
import lorica.evaluate.RougeL;
import lorica.generate.Provenance;
import lorica.generate.ProvenanceFile;
import lorica.generate.TemplateDecision;
import lorica.storage.Checksum;
import lorica.tensor.NpyFile;
import lorica.tensor.Shape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Results of nothing, in the form of real ones: every name tries to become markup.
final class SyntheticResults {
    static final String HOSTILE = "</script><img src=x onerror=\"throw 'run'\">'&\u202e";

    private SyntheticResults() {}

    static List<String> entries(int n) {
        return IntStream.range(0, n)
                .mapToObj(i -> "task%04d_%s".formatted(i, i == 3 ? HOSTILE : "of_words"))
                .toList();
    }

    private static Checksum checksum() {
        return Checksum.ofStrings("nothing");
    }

    /// Writes an adapter's provenance, and gives the bank's distances.
    static DistanceMatrix adapter(Path folder, int n) throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        double[][] places = new double[n + 1][3];
        for (double[] place : places) {
            for (int axis = 0; axis < 3; axis++) {
                place[axis] = random.nextGaussian() / (1 + axis);
            }
        }
        List<String> entries = entries(n);
        double[][] apart = new double[n + 1][n + 1];
        for (int i = 0; i <= n; i++) {
            for (int j = 0; j <= n; j++) {
                for (int axis = 0; axis < 3; axis++) {
                    apart[i][j] += Math.pow(places[i][axis] - places[j][axis], 2) / 20;
                }
            }
        }
        List<Provenance.SourceFacts> sources = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            sources.add(
                    new Provenance.SourceFacts(
                            entries.get(i),
                            apart[n][i],
                            i % 5 == 0 ? 1.0 / n : 0,
                            i % 2 == 0 ? Optional.of("apache-2.0") : Optional.empty(),
                            checksum(),
                            OptionalInt.of(1),
                            Optional.empty(),
                            false));
        }
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve(ProvenanceFile.NAME), ProvenanceFile.render(provenance(sources)));
        double[][] square = new double[n][];
        for (int i = 0; i < n; i++) {
            square[i] = Arrays.copyOf(apart[i], n);
        }
        return new DistanceMatrix("js", entries, square);
    }

    private static Provenance provenance(List<Provenance.SourceFacts> sources) {
        return new Provenance(
                "0.1.0",
                "lorica generate mine.jsonl --bank bank -o DIR '" + HOSTILE + "'",
                "toy/base-model",
                new Provenance.DatasetFacts(
                        "mine.jsonl", "JSONL, input/output", checksum(), 40, 900),
                new Provenance.BankFacts("bank", checksum(), sources.size(), sources.size()),
                new Provenance.Choices(
                        "js",
                        "both",
                        "normalized",
                        0.3,
                        "delta",
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalDouble.empty(),
                        "f32",
                        "automatic",
                        List.of(),
                        List.of()),
                new TemplateDecision(
                        TemplateDecision.Treatment.of("as is"),
                        Optional.empty(),
                        "the bank has no template",
                        40,
                        0,
                        "raw",
                        "raw"),
                sources,
                new Provenance.ResultFacts(2, 4, 2, 1.5, 1.6, 0.1, "other"),
                List.of("A warning with " + HOSTILE));
    }

    static List<SampleAnswers> answers() {
        List<Prediction> base = new ArrayList<>();
        List<Prediction> made = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            List<String> expected = List.of("the answer " + i);
            base.add(new Prediction("question " + i, expected, HOSTILE));
            made.add(new Prediction("question " + i, expected, "the answer\nof lines " + i));
        }
        return List.of(new SampleAnswers("base", base), new SampleAnswers("generated", made));
    }

    /// Writes a study of `n` entries with `pictures` of weights.
    static Path study(Path folder, int n, int pictures) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        ObjectNode root = JsonMapper.shared().createObjectNode().put("schema", "lorica.study/1");
        ObjectNode bank =
                root.putObject("bank")
                        .put("sha256", checksum().hex())
                        .put("base", "toy/base")
                        .put("entries", n);
        entries(n).forEach(bank.putArray("ids")::add);
        root.putObject("options")
                .put("model", "a model")
                .put("seed", 1)
                .put("resamples", 1000)
                .put("confidence", 0.95);
        ArrayNode datasets = root.putArray("datasets");
        for (int i = 0; i < n; i++) {
            datasets.addObject()
                    .put("id", entries(n).get(i))
                    .put("rows", 10)
                    .put("family", "family " + i % 7);
        }
        ArrayNode rows = root.putArray("rows");
        row(rows, "base", "base", n, 0.2, random);
        row(rows, "own adapter", "own", n, 0.8, random);
        for (String control : List.of("uniform", "random", "nearest")) {
            row(rows, control, control, n, 0.4, random);
        }
        for (int i = 0; i < 12; i++) {
            row(
                    rows,
                    "js normalized 0.%d delta %s".formatted(i, i == 0 ? HOSTILE : ""),
                    "variant",
                    n,
                    0.5,
                    random);
        }
        Files.createDirectories(folder.resolve("figures"));
        Files.writeString(folder.resolve("study.json"), root.toString());
        for (int picture = 0; picture < pictures; picture++) {
            double[][] weights = new double[n][n];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    boolean kin = (i * 31 % n) % 7 == (j * 31 % n) % 7;
                    weights[i][j] = i == j ? 0 : (kin ? 0.02 : 0.001) * random.nextDouble();
                }
            }
            NpyFile.write(
                    folder.resolve(
                            "figures/coefficients-js %d-leave-one-out.npy".formatted(picture)),
                    Shape.of(n, n),
                    weights);
        }
        return folder;
    }

    private static void row(
            ArrayNode rows,
            String name,
            String role,
            int n,
            double level,
            SplittableRandom random) {
        ObjectNode row =
                rows.addObject().put("name", name).put("role", role).put("scope", "leave-one-out");
        ObjectNode score = row.putObject("scores").putObject(RougeL.published().name());
        ArrayNode each = score.put("mean", level).put("deviation", 0.1).putArray("datasets");
        for (int i = 0; i < n; i++) {
            each.add(Math.clamp(level + 0.15 * random.nextGaussian(), 0, 1));
        }
        row.putObject("gapClosed")
                .put("estimate", (level - 0.2) / 0.6)
                .put("low", (level - 0.24) / 0.6)
                .put("high", (level - 0.16) / 0.6);
        row.putObject("overNearest")
                .put("estimate", level - 0.4)
                .put("low", level - 0.42)
                .put("high", level - 0.38)
                .put("p", 0.01);
    }

    static Path comparison(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(9);
        ObjectNode root =
                JsonMapper.shared()
                        .createObjectNode()
                        .put("schema", "lorica.compare/1")
                        .put(
                                "methodOptions",
                                "LowRank[rank=8, targets=[q_proj, v_proj]] Choices[links=4]")
                        .put(
                                "training",
                                "TrainingOptions[method=Lora[lowRank=LowRank[rank=8]], optimisation=Optimisation[learningRate=0.001, clip=OptionalDouble[1.0], schedule=Linear[warmUp=5]], patience=OptionalInt.empty]");
        ArrayNode cells = root.putArray("cells");
        ArrayNode standings = root.putArray("standings");
        for (String method : List.of("lora", "lora+", "paca", HOSTILE)) {
            standings
                    .addObject()
                    .put("method", method)
                    .put("metricPlace", random.nextDouble(1, 4))
                    .put("gapPlace", random.nextDouble(1, 4));
            for (int task = 0; task < 5; task++) {
                for (int seed = 0; seed < 2; seed++) {
                    ObjectNode cell =
                            cells.addObject()
                                    .put("task", "a rather long task name " + task)
                                    .put("method", method)
                                    .put("seed", seed);
                    cell.put("rougeL", random.nextDouble());
                    if (task != 2) {
                        cell.put("gap", random.nextGaussian());
                    }
                }
            }
        }
        root.putObject("agreementWithGap").put("intruders", 0.3);
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("comparison.json"), root.toString());
        return folder;
    }
}
