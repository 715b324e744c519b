package lorica.cli;

import java.util.List;
import java.util.stream.Stream;

/// Command lines that cannot be meant, and outputs that cannot be written.
final class BadArguments {
    private static final String GENERATE =
            "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter";
    private static final BadInput.Topic OPTION =
            new BadInput.Topic("Options", ExitCode.USAGE, GENERATE);
    private static final BadInput.Topic OUTPUT =
            new BadInput.Topic("Outputs and templates", ExitCode.FAILURE, GENERATE);
    private static final BadInput.Topic SCORE =
            new BadInput.Topic(
                    "Evaluation", ExitCode.FAILURE, "evaluate --predictions ./bad.jsonl");
    private static final String PREDICTION = "{'input': 'a', 'output': 'b', 'prediction': 'b'}\n";

    private BadArguments() {}

    static List<BadInput> all() {
        return Stream.of(options(), outputs(), scores()).flatMap(List::stream).toList();
    }

    private static BadInput option(String name, String more) {
        return OPTION.of(name, world -> {}, GENERATE + " " + more);
    }

    private static List<BadInput> options() {
        return List.of(
                OPTION.of("an unknown command", world -> {}, "generat ./my-data.jsonl"),
                option("an unknown option", "--temprature 1"),
                OPTION.of(
                        "an option without its value",
                        world -> {},
                        "generate ./my-data.jsonl --bank"),
                OPTION.of("no bank", world -> {}, "generate ./my-data.jsonl -o ./new-adapter"),
                option("an unknown distance", "--distance euclid"),
                option("a width that is negative", "--distance mmd-gaussian--1"),
                option("an unknown rule", "--rule best"),
                option("a temperature of 0", "--temperature 0"),
                option("a temperature that is not a number", "--temperature NaN"),
                option("a temperature that is text", "--temperature hot"),
                option("an unknown mixture", "--mixture sum"),
                option("a rank of 0", "--rank 0"),
                option("a rank that the mixture does not take", "--rank 4 --mixture concat"),
                option("a top-k of 0", "--top-k 0"),
                option("a mass over 1", "--min-mass 2"),
                option("an unknown dtype to write", "--dtype f64"),
                option("no threads", "--threads 0"),
                option("steps of refinement without a base model", "--refine 15"),
                option("no steps of refinement", "--refine 0 --base ./base-model"),
                option(
                        "a refinement in half precision",
                        "--refine 1 --base ./base-model --dtype f16"),
                OPTION.of(
                        "a curve that does not begin at 0",
                        world -> {},
                        "refinement --bank ./my-bank --base ./base-model -o ./new-curve --steps 5,15"),
                OPTION.of(
                        "flat factors and what updates do",
                        world -> {},
                        "bank gram ./my-bank --factors --functional"),
                OPTION.of(
                        "examples without a base model",
                        world -> {},
                        "bank gram ./my-bank --examples 8"),
                OPTION.of(
                        "no examples",
                        world -> world.model(),
                        "bank gram ./my-bank --base ./base-model --examples 0"),
                OPTION.of(
                        "a limit of 0",
                        world -> world.json("bad.jsonl", PREDICTION),
                        "evaluate --predictions ./bad.jsonl --limit 0"),
                OPTION.of("nothing to evaluate", world -> {}, "evaluate --dataset ./my-data.jsonl"),
                OPTION.of(
                        "an adapter without its model",
                        world -> world.json("bad.jsonl", PREDICTION),
                        "evaluate --predictions ./bad.jsonl --adapter ./my-adapter"),
                OPTION.of(
                        "a model and an endpoint",
                        world -> {},
                        "evaluate --base ./base-model --endpoint http://127.0.0.1:1 --dataset"
                                + " ./my-data.jsonl"),
                OPTION.of(
                        "no model to train",
                        world -> {},
                        "train --dataset ./my-data.jsonl -o ./new-adapter"),
                OPTION.of(
                        "an unknown precision",
                        world -> {},
                        "run --base ./base-model --precision f64 hello"));
    }

    private static List<BadInput> outputs() {
        return List.of(
                OUTPUT.of(
                        "an output that is there",
                        world -> {},
                        "generate ./my-data.jsonl --bank ./my-bank -o ./my-adapter"),
                OUTPUT.of(
                        "an output inside a file",
                        world -> {},
                        "generate ./my-data.jsonl --bank ./my-bank -o ./my-data.jsonl/adapter"),
                OUTPUT.of("no such template", world -> {}, GENERATE + " --template ./no.txt"),
                OUTPUT.of(
                        "a template without its place",
                        world -> world.text("t.txt", "Question:"),
                        GENERATE + " --template ./t.txt"),
                OUTPUT.of(
                        "a template with two places",
                        world -> world.text("t.txt", "{input} {input}"),
                        GENERATE + " --template ./t.txt"),
                OUTPUT.of(
                        "distances over a file that is there",
                        world -> {},
                        "distances ./my-data.jsonl --bank ./my-bank -o ./my-data.jsonl"));
    }

    private static List<BadInput> scores() {
        return List.of(
                SCORE.of("no predictions", world -> {}),
                SCORE.of("a predictions file without rows", world -> world.text("bad.jsonl", "")),
                SCORE.of(
                        "a prediction that is not JSON",
                        world -> world.json("bad.jsonl", PREDICTION + "b\n")),
                SCORE.of(
                        "a row without prediction",
                        world -> world.json("bad.jsonl", "{'input': 'a', 'output': 'b'}\n")),
                SCORE.of(
                        "predictions in Latin-1",
                        world -> world.bytes("bad.jsonl", '{', '"', 0xE9, '"', '}')),
                SCORE.of(
                        "too few predictions",
                        world -> world.json("bad.jsonl", PREDICTION),
                        SCORE.command() + " --dataset ./my-data.jsonl"),
                SCORE.of(
                        "predictions of other rows",
                        world -> world.json("bad.jsonl", PREDICTION),
                        SCORE.command() + " --dataset ./my-data.jsonl --limit 1"),
                SCORE.of(
                        "a model card where none is",
                        world -> world.json("bad.jsonl", PREDICTION),
                        SCORE.command() + " --card ./my-bank"),
                SCORE.of(
                        "an endpoint that does not answer",
                        world -> {},
                        "evaluate --endpoint http://127.0.0.1:1 --retries 0 --dataset"
                                + " ./my-data.jsonl --limit 1"));
    }
}
