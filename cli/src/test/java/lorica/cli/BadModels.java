package lorica.cli;

import java.util.List;
import java.util.stream.Stream;

/// Base models, and what is trained, run and scored with them.
final class BadModels {
    private static final BadInput.Topic MODEL =
            new BadInput.Topic(
                    "Base models",
                    ExitCode.FAILURE,
                    "run --base ./base-model --max-new-tokens 1 hello");
    private static final BadInput.Topic TRAIN =
            new BadInput.Topic(
                    "Training",
                    ExitCode.FAILURE,
                    "train --base ./base-model --dataset ./my-data.jsonl -o ./new-adapter");
    private static final String TRANSFER = "bank transfer ./my-bank --base ./base-model";
    private static final String CONFIG = "base-model/config.json";
    private static final String WEIGHTS = "base-model/model.safetensors";
    private static final String INDEX = "base-model/model.safetensors.index.json";

    private BadModels() {}

    static List<BadInput> all() {
        return Stream.of(configurations(), weights(), tokenizers(), transfer(), training())
                .flatMap(List::stream)
                .toList();
    }

    private static BadInput config(String name, String fields) {
        return MODEL.of(
                name,
                world -> {
                    world.model();
                    world.change(CONFIG, fields);
                });
    }

    private static List<BadInput> configurations() {
        return List.of(
                MODEL.of("a base model without configuration", world -> {}),
                MODEL.of(
                        "a base model's configuration that is not JSON",
                        world -> {
                            world.model();
                            world.text(CONFIG, "hidden_size: 16");
                        }),
                config("another architecture", "{'architectures': ['GPT2LMHeadModel']}"),
                config("a quantised model", "{'quantization_config': {'bits': 4}}"),
                config("a mixture of experts", "{'num_local_experts': 8}"),
                config("an attention with bias", "{'attention_bias': true}"),
                config("positions of an unknown kind", "{'rope_scaling': {'rope_type': 'yarn'}}"),
                config("a hidden size that is text", "{'hidden_size': '16'}"),
                config("a negative hidden size", "{'hidden_size': -16}"),
                config("heads that do not divide", "{'num_key_value_heads': 3}"),
                config("a vocabulary larger than the weights", "{'vocab_size': 2147483647}"),
                config("a norm epsilon that is text", "{'rms_norm_eps': 'small'}"),
                config("a tied head that is text", "{'tie_word_embeddings': 'yes'}"),
                config("an end token that is text", "{'eos_token_id': '</s>'}"));
    }

    private static List<BadInput> weights() {
        return List.of(
                MODEL.of(
                        "a base model without weights",
                        world -> {
                            world.model();
                            world.delete(WEIGHTS);
                        }),
                MODEL.of(
                        "a base model saved as .bin",
                        world -> {
                            world.model();
                            world.move(WEIGHTS, "base-model/pytorch_model.bin");
                        }),
                MODEL.of(
                        "a missing shard",
                        world -> {
                            world.model();
                            world.delete(WEIGHTS);
                            world.json(INDEX, "{'weight_map': {'x': 'model-1-of-2.safetensors'}}");
                        }),
                MODEL.of(
                        "a shard outside the folder",
                        world -> {
                            world.model();
                            world.delete(WEIGHTS);
                            world.json(INDEX, "{'weight_map': {'x': '../my-data.jsonl'}}");
                        }),
                MODEL.of(
                        "an index without a map",
                        world -> {
                            world.model();
                            world.delete(WEIGHTS);
                            world.json(INDEX, "{'metadata': {}}");
                        }),
                MODEL.of(
                        "a shard that lacks a tensor of the index",
                        world -> {
                            world.model();
                            world.move(WEIGHTS, "base-model/model-1.safetensors");
                            world.json(INDEX, "{'weight_map': {'x': 'model-1.safetensors'}}");
                        }),
                MODEL.of(
                        "base weights that are cut off",
                        world -> {
                            world.model();
                            world.cut(WEIGHTS, 5_000);
                        }),
                MODEL.of(
                        "base weights of another model",
                        world -> {
                            world.model();
                            world.change(CONFIG, "{'intermediate_size': 32}");
                        }),
                MODEL.of(
                        "base weights of too many layers",
                        world -> {
                            world.model();
                            world.edit(WEIGHTS, "model.norm.weight", "model.more.weight");
                        }),
                MODEL.withExitCode(ExitCode.INCOMPATIBLE)
                        .of(
                                "an adapter for modules that the model lacks",
                                world -> {
                                    world.model();
                                    world.factors(
                                            "base_model.model.other", "[4,2]", "[2,4]", 32, 32);
                                },
                                MODEL.command() + " --adapter ./my-adapter"),
                MODEL.withExitCode(ExitCode.INCOMPATIBLE)
                        .of(
                                "an adapter of another width on a model",
                                world -> {
                                    world.model();
                                    world.factors(
                                            "base_model.model.model.layers.0.self_attn.q_proj",
                                            "[4,8]",
                                            "[16,4]",
                                            128,
                                            256);
                                },
                                MODEL.command() + " --adapter ./my-adapter"));
    }

    private static List<BadInput> tokenizers() {
        return List.of(
                MODEL.of(
                        "a model without tokenizer",
                        world -> {
                            world.model();
                            world.delete("base-model/tokenizer.json");
                        }),
                MODEL.of(
                        "a prompt over the context",
                        BadWorld::model,
                        "run --base ./base-model --max-new-tokens 1 " + "x".repeat(300)),
                MODEL.of(
                        "a tokenizer larger than the model",
                        world -> {
                            world.model();
                            world.edit("base-model/tokenizer.json", ": 256", ": 300");
                        },
                        TRAIN.command()));
    }

    private static List<BadInput> transfer() {
        return List.of(
                MODEL.withExitCode(ExitCode.USAGE)
                        .of(
                                "no examples to measure transfer on",
                                BadWorld::model,
                                TRANSFER + " --examples 0"),
                MODEL.withExitCode(ExitCode.FAILURE)
                        .of(
                                "weights by transfer that was not measured",
                                world -> {},
                                "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter --rule"
                                        + " transfer"));
    }

    private static List<BadInput> training() {
        return List.of(
                train("no rows to train on", "--dataset ./no-data.jsonl"),
                train("a folder without train.jsonl", "--dataset ./adapters"),
                train("no rows to validate on", "--valid ./no-data.jsonl"),
                train("rows over the length", "--max-length 4"),
                train("every row too long to train on", "--max-length 4 --overlong drop"),
                option("rank 0 to train", "--rank 0"),
                option("no steps", "--steps 0"),
                option("a batch of none", "--batch 0"),
                option("a negative learning rate", "--learning-rate -1"),
                option("a dropout of 1", "--dropout 1"),
                train("target modules that the model lacks", "--target-modules other"),
                train("an output of training that is there", "-o ./my-adapter"));
    }

    private static BadInput train(String name, String options) {
        String command = TRAIN.command();
        for (String option : List.of("--dataset ./my-data.jsonl", "-o ./new-adapter")) {
            if (options.startsWith(option.split(" ")[0])) {
                command = command.replace(" " + option, "");
            }
        }
        return TRAIN.of(name, BadWorld::model, command + " " + options);
    }

    private static BadInput option(String name, String options) {
        return TRAIN.withExitCode(ExitCode.USAGE)
                .of(name, BadWorld::model, TRAIN.command() + " " + options);
    }
}
