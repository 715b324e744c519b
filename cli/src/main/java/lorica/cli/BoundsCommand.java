package lorica.cli;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import lorica.adapter.LoraAdapter;
import lorica.adapter.PeftDirectory;
import lorica.diagnose.GeneralisationBounds;
import lorica.diagnose.GeneralisationBounds.Assumptions;
import lorica.diagnose.ModelWeights;
import lorica.diagnose.SpectralNorms;
import lorica.diagnose.Weights;
import lorica.model.CausalLanguageModel;
import lorica.tensor.Shape;
import lorica.torch.Precision;
import lorica.train.method.AdapterMethod;
import lorica.train.method.LowRank;
import lorica.train.method.MethodName;
import lorica.train.method.MethodName.Choices;
import lorica.train.method.Selection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica bounds --base DIR --adapter DIR --examples N`.
@Command(
        name = "bounds",
        description = {
            "Upper bounds on the generalisation error of a base model with an adapter: the paper's",
            "table 1, the correction of its theorem 1, and theorem 4 for attention."
        },
        footer = {
            "",
            "Example:",
            "  lorica bounds --base base-model --adapter my-adapter --examples 500"
        })
final class BoundsCommand implements Callable<Integer> {
    @Mixin private CommonOptions common;

    @Option(names = "--base", required = true, paramLabel = "DIR", description = "The base model.")
    private Path base;

    @Option(
            names = "--adapter",
            required = true,
            paramLabel = "DIR",
            description = "The adapter; its rank is that of table 1.")
    private Path adapter;

    @Option(
            names = "--examples",
            required = true,
            paramLabel = "N",
            description = "Rows of the dataset it was fine-tuned on.")
    private int examples;

    @Option(
            names = "--links",
            paramLabel = "K",
            defaultValue = "4",
            description = "Links of the chains in table 1 (default: ${DEFAULT-VALUE}).")
    private int links;

    @Option(
            names = "--sub-gaussian",
            paramLabel = "X",
            defaultValue = "1",
            description = "Sigma of the loss (default: ${DEFAULT-VALUE}).")
    private double subGaussian;

    @Option(
            names = "--bits",
            paramLabel = "N",
            defaultValue = "32",
            description = "Bits of a trained number (default: ${DEFAULT-VALUE}).")
    private int bits;

    @Option(
            names = "--loss-lipschitz",
            paramLabel = "X",
            defaultValue = "1",
            description = "Lipschitz constant of the loss (default: ${DEFAULT-VALUE}).")
    private double lossLipschitz;

    @Option(
            names = "--activation-lipschitz",
            paramLabel = "X",
            defaultValue = "1",
            description = "Lipschitz constant of every layer's rest (default: ${DEFAULT-VALUE}).")
    private double activationLipschitz;

    @Option(
            names = "--activation-at-zero",
            paramLabel = "X",
            defaultValue = "0",
            description = "Norm of an activation at zero (default: ${DEFAULT-VALUE}).")
    private double activationAtZero;

    @Option(
            names = "--input-norm",
            paramLabel = "X",
            defaultValue = "1",
            description = "The largest norm of an input (default: ${DEFAULT-VALUE}).")
    private double inputNorm;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "128",
            description = "Tokens of an input, for theorem 4 (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Override
    public Integer call() throws IOException {
        Assumptions assumptions =
                new Assumptions(
                        examples,
                        subGaussian,
                        bits,
                        lossLipschitz,
                        activationLipschitz,
                        activationAtZero,
                        inputNorm,
                        tokens);
        try (Arena arena = Arena.ofShared();
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            LoraAdapter read = PeftDirectory.read(adapter, arena);
            Weights tuned = ModelWeights.of(model, read);
            SpectralNorms norms = SpectralNorms.of(model, tuned);
            List<Shape> shapes =
                    tuned.matrices().values().stream()
                            .map(matrix -> Shape.of(matrix.rows(), matrix.columns()))
                            .toList();
            print(tableOne(read.config().rank(), shapes, assumptions), norms, assumptions);
        }
        return ExitCode.OK;
    }

    private Map<String, Double> tableOne(int rank, List<Shape> shapes, Assumptions assumptions) {
        LowRank defaults = LowRank.defaults();
        LowRank lowRank = new LowRank(rank, rank, defaults.scaling(), 0, defaults.targets(), 0);
        Map<String, Double> rows = new LinkedHashMap<>();
        for (MethodName name : MethodName.values()) {
            if (name.method(lowRank, new Choices(links, 16, Selection.SCATTERED))
                    instanceof AdapterMethod method) {
                rows.put(name.text(), GeneralisationBounds.ofUpdate(method, shapes, assumptions));
            }
        }
        return rows;
    }

    private void print(Map<String, Double> tableOne, SpectralNorms norms, Assumptions assumptions) {
        double update =
                GeneralisationBounds.logPhiOfUpdate(norms.layers(), assumptions) / Math.log(10);
        double whole =
                GeneralisationBounds.logPhiOfBase(norms.layers(), assumptions) / Math.log(10);
        List<Double> attention = new ArrayList<>();
        norms.attention()
                .forEach(
                        block ->
                                attention.add(
                                        GeneralisationBounds.ofAttention(block, assumptions)));
        if (common.json()) {
            ObjectNode document = CommonOptions.document("lorica.bounds/1");
            document.put("examples", assumptions.examples());
            ObjectNode rows = document.putObject("table1");
            tableOne.forEach(rows::put);
            if (Double.isFinite(update)) {
                document.put("log10PhiUpdate", update);
            }
            if (Double.isFinite(whole)) {
                document.put("log10PhiBase", whole);
            }
            ArrayNode blocks = document.putArray("theorem4");
            attention.forEach(blocks::add);
            common.print(document);
            return;
        }
        common.screen().out().println("table 1: bound on the update's generalisation error");
        tableOne.forEach(
                (name, bound) -> common.screen().out().printf("  %-12s %.4g%n", name, bound));
        common.screen()
                .out()
                .printf(
                        "theorem 1: correction of the update 10^%.3f, of the base model 10^%.3f%n",
                        update, whole);
        common.screen().out().println("theorem 4: how far attention may move, by layer");
        for (int i = 0; i < attention.size(); i++) {
            common.screen().out().printf("  %-12d %.4g%n", i, attention.get(i));
        }
    }
}
