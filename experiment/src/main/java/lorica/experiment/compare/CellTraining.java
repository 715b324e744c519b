package lorica.experiment.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import lorica.dataset.Dataset;
import lorica.dataset.DatasetFolder;
import lorica.dataset.Example;
import lorica.dataset.ExampleReader;
import lorica.dataset.Reading;
import lorica.diagnose.Directions;
import lorica.diagnose.GeneralisationBounds;
import lorica.diagnose.GeneralisationBounds.Assumptions;
import lorica.diagnose.IntruderDimensions;
import lorica.diagnose.LossLandscape;
import lorica.diagnose.ModelWeights;
import lorica.diagnose.Weights;
import lorica.evaluate.ExactMatch;
import lorica.evaluate.Prediction;
import lorica.evaluate.References;
import lorica.evaluate.RougeL;
import lorica.evaluate.Score;
import lorica.experiment.compare.ComparisonOptions.Diagnostics;
import lorica.experiment.compare.ComparisonOptions.Matching;
import lorica.infer.Completion;
import lorica.infer.CompletionListener;
import lorica.infer.Decoding;
import lorica.infer.TextGenerator;
import lorica.model.CausalLanguageModel;
import lorica.tensor.Shape;
import lorica.token.Tokenizer;
import lorica.torch.Precision;
import lorica.train.Optimisation;
import lorica.train.TokenizedExample;
import lorica.train.TrainingData;
import lorica.train.TrainingFiles;
import lorica.train.TrainingOptions;
import lorica.train.TrainingSession;
import lorica.train.method.AdapterMethod;
import lorica.train.method.LowRank;
import lorica.train.method.TrainingMethod;

/// One training of a comparison and all that is measured of it, on a model opened for it alone.
final class CellTraining {
    private static final double INTRUDER_THRESHOLD = 0.5;
    private static final int SHARPNESS_DIRECTIONS = 4;
    private static final double SHARPNESS_STEP = 0.5;
    private static final int SHARPNESS_ROWS = 64;

    private final Path base;
    private final ComparisonOptions options;
    private final Reading reading;
    private final SequencedMap<Measure, Double> values = new LinkedHashMap<>();

    CellTraining(Path base, ComparisonOptions options, Reading reading) {
        this.base = base;
        this.options = options;
        this.reading = reading;
    }

    Cell run(Path task, Variant variant, long seed) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(base.resolve("tokenizer.json"));
                CausalLanguageModel model =
                        CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            TrainingData data =
                    TrainingData.read(
                            TrainingFiles.of(task, reading),
                            tokenizer,
                            model.config(),
                            options.policy());
            Dataset test =
                    new Dataset(new DatasetFolder(task).split("test").orElseThrow(), reading);
            List<Example> examples = first(ExampleReader.readAll(test), options.testRows());
            List<TokenizedExample> testRows =
                    TrainingData.tokenized(
                            test.file(), examples, tokenizer, model.config(), options.policy());
            TrainingOptions training = training(model, variant, seed);
            try (TrainingSession session =
                    TrainingSession.open(model, data, training, Optional.empty())) {
                train(session, training);
                session.takeBest();
                losses(session, data, testRows);
                scores(new TextGenerator(model, tokenizer, options.policy().beginning()), examples);
                if (options.diagnostics() == Diagnostics.ON) {
                    diagnose(session, training.method(), data);
                }
            }
        }
        return new Cell(String.valueOf(task.getFileName()), variant.label(), seed, values);
    }

    private static <T> List<T> first(List<T> rows, int count) {
        return rows.subList(0, Math.min(count, rows.size()));
    }

    private TrainingOptions training(CausalLanguageModel model, Variant variant, long seed) {
        LowRank common = options.lowRank();
        LowRank seeded =
                new LowRank(
                        common.rank(),
                        common.alpha(),
                        common.scaling(),
                        common.dropout(),
                        common.targets(),
                        seed);
        Variant chosen =
                options.matching() == Matching.RANK
                        ? variant
                        : variant.matched(common.rank(), targets(model, common));
        Optimisation shared = options.training().optimisation();
        return options.training()
                .withMethod(chosen.method(seeded, options.choices()))
                .withOptimisation(
                        shared.withLearningRate(variant.rate().orElse(shared.learningRate())))
                .withSeed(seed);
    }

    private static List<Shape> targets(CausalLanguageModel model, LowRank lowRank) {
        return model.linearModules().entrySet().stream()
                .filter(
                        module ->
                                lowRank.targets().stream()
                                        .anyMatch(end -> module.getKey().endsWith("." + end)))
                .map(java.util.Map.Entry::getValue)
                .toList();
    }

    private void train(TrainingSession session, TrainingOptions training) {
        long start = System.nanoTime();
        while (!session.finished()) {
            session.step();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double samples =
                (double) session.steps()
                        * training.batching().size()
                        * training.batching().accumulation();
        values.put(Measure.SECONDS, seconds);
        values.put(Measure.SAMPLES_PER_SECOND, samples / seconds);
        values.put(Measure.PARAMETERS, (double) session.trainedParameters());
    }

    private void losses(
            TrainingSession session, TrainingData data, List<TokenizedExample> testRows) {
        double train = session.meanLoss(data.trainRows());
        double test = session.meanLoss(testRows);
        values.put(Measure.TRAIN_LOSS, train);
        values.put(Measure.TEST_LOSS, test);
        values.put(Measure.GAP, test - train);
        values.put(Measure.PERPLEXITY, Math.exp(test));
    }

    private void scores(TextGenerator generator, List<Example> examples) {
        var text = options.policy().text();
        Decoding greedy = Decoding.defaults().withMaxNewTokens(options.maxNewTokens());
        Decoding decoding = text.stop().map(greedy::withStop).orElse(greedy);
        List<Completion> completions =
                generator.complete(
                        examples.stream().map(text::prompt).toList(),
                        decoding,
                        CompletionListener.silent());
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            predictions.add(Prediction.of(examples.get(i), text.answer(completions.get(i).text())));
        }
        values.put(Measure.EXACT_MATCH, mean(ExactMatch.published(), predictions));
        values.put(Measure.ROUGE_L, mean(RougeL.published(), predictions));
        values.put(
                Measure.ACCURACY,
                mean(new ExactMatch(ExactMatch.Form.NORMALISED, References.FIRST), predictions));
        List<String> references =
                predictions.stream().map(one -> one.references().getFirst()).toList();
        List<String> answers = predictions.stream().map(Prediction::answer).toList();
        values.put(Measure.MACRO_F1, ClassScores.macroF1(references, answers));
        values.put(Measure.MATTHEWS, ClassScores.matthews(references, answers));
    }

    private static double mean(Score score, List<Prediction> predictions) {
        return predictions.stream().mapToDouble(score::of).average().orElseThrow();
    }

    private void diagnose(TrainingSession session, TrainingMethod method, TrainingData data)
            throws IOException {
        Weights tuned = ModelWeights.of(session);
        try (CausalLanguageModel before =
                CausalLanguageModel.open(base, Optional.of(Precision.F32))) {
            values.put(
                    Measure.INTRUDERS,
                    new IntruderDimensions(
                                    new double[] {INTRUDER_THRESHOLD},
                                    ModelWeights.intruders(before, tuned))
                            .meanCounts()[0]);
            List<TokenizedExample> rows = first(data.trainRows(), SHARPNESS_ROWS);
            LossLandscape.Loss loss = ModelWeights.loss(before, rows, LossLandscape.BATCH);
            SplittableRandom random = new SplittableRandom(1);
            double at = loss.at(tuned);
            double rise = 0;
            for (int i = 0; i < SHARPNESS_DIRECTIONS; i++) {
                Directions directions = Directions.random(tuned, random);
                rise += loss.at(directions.at(SHARPNESS_STEP, 0)) - at;
            }
            values.put(Measure.SHARPNESS, rise / SHARPNESS_DIRECTIONS);
        }
        if (method instanceof AdapterMethod adapter) {
            List<Shape> shapes =
                    tuned.matrices().values().stream()
                            .map(matrix -> Shape.of(matrix.rows(), matrix.columns()))
                            .toList();
            values.put(
                    Measure.BOUND,
                    GeneralisationBounds.ofUpdate(
                            adapter, shapes, Assumptions.of(data.trainRows().size())));
        }
    }
}
