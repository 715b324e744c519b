package lorica.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// Adapter directories and their configurations that a bank does not take.
final class BadAdapters {
    private static final String ADD =
            "bank add ./my-bank --adapters ./my-adapter --datasets ./my-data.jsonl";
    private static final BadInput.Topic FOLDER =
            new BadInput.Topic("Adapter directories", ExitCode.INCOMPATIBLE, ADD);
    private static final BadInput.Topic CONFIG =
            new BadInput.Topic("Adapter configurations", ExitCode.INCOMPATIBLE, ADD);
    private static final String FILE = "my-adapter/adapter_config.json";

    private BadAdapters() {}

    static List<BadInput> all() {
        return Stream.of(folders(), broken(), methods(), numbers(), patterns())
                .flatMap(List::stream)
                .toList();
    }

    private static List<BadInput> folders() {
        return List.of(
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "no such adapter",
                                world -> {},
                                "bank add ./my-bank --adapters ./no-adapter"),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "a file as adapter",
                                world -> {},
                                "bank add ./my-bank --adapters ./my-data.jsonl"),
                FOLDER.of("an adapter without configuration", 1, world -> world.delete(FILE)),
                FOLDER.of(
                        "an adapter without weights",
                        world -> world.delete("my-adapter/adapter_model.safetensors")),
                FOLDER.of(
                        "an adapter saved as .bin",
                        world ->
                                world.move(
                                        "my-adapter/adapter_model.safetensors",
                                        "my-adapter/adapter_model.bin")),
                FOLDER.of(
                        "an adapter of another base model",
                        world -> world.config("{'base_model_name_or_path': 'meta/other'}")),
                FOLDER.of(
                        "an adapter that names no base model",
                        world -> world.config("{'base_model_name_or_path': null}")),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of("an id that is taken", world -> {}, ADD + " --id add-1"),
                FOLDER.withExitCode(ExitCode.USAGE)
                        .of("an id that leaves the bank", world -> {}, ADD + " --id ../../etc"),
                FOLDER.withExitCode(ExitCode.USAGE)
                        .of("an id with a leading dot", world -> {}, ADD + " --id .hidden"),
                FOLDER.withExitCode(ExitCode.USAGE)
                        .of(
                                "an id of 300 characters",
                                world -> {},
                                ADD + " --id " + "x".repeat(300)),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "a copy of an adapter whose link leads nowhere",
                                world -> {
                                    world.delete(FILE);
                                    world.link(FILE, "../blobs/none");
                                },
                                ADD + " --copy"),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "notes that are not JSON",
                                world -> world.text("notes.json", "licence: mit"),
                                ADD + " --metadata ./notes.json"),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "notes that are a list",
                                world -> world.json("notes.json", "[{'licence': 'mit'}]"),
                                ADD + " --metadata ./notes.json"),
                FOLDER.withExitCode(ExitCode.FAILURE)
                        .of(
                                "two datasets in the folder of an entry",
                                world -> {
                                    world.text("two/a.jsonl", "");
                                    world.text("two/b.jsonl", "");
                                },
                                "bank add ./my-bank --adapters ./my-adapter --datasets ./two"));
    }

    private static List<BadInput> broken() {
        return List.of(
                CONFIG.of("an empty configuration", world -> world.configText("")),
                CONFIG.of("a configuration that is not JSON", world -> world.configText("r: 4")),
                CONFIG.of(
                        "a configuration that is a list", world -> world.configText("[{'r': 4}]")),
                CONFIG.of("a configuration that is cut off", world -> world.cut(FILE, 40)),
                CONFIG.of(
                        "a key twice in a configuration",
                        world -> world.configText("{'r': 4, 'r': 8, 'lora_alpha': 8}")),
                CONFIG.of(
                        "a configuration nested 100,000 deep",
                        world -> world.configText("{'r': 4, 'x': " + "[".repeat(100_000))),
                CONFIG.of(
                        "a configuration of 17 MB",
                        1,
                        world -> world.configText(" ".repeat(17_000_000) + "{'r': 4}")),
                CONFIG.of(
                        "a configuration that is a device",
                        1,
                        world -> world.link(FILE, "/dev/zero")),
                CONFIG.of(
                        "a configuration that is a folder",
                        1,
                        world -> {
                            world.delete(FILE);
                            Files.createDirectory(world.path(FILE));
                        }),
                CONFIG.of("a configuration without rank", world -> world.configText("{}")));
    }

    private static List<BadInput> methods() {
        return List.of(
                CONFIG.of(
                        "another method than LoRA", world -> world.config("{'peft_type': 'IA3'}")),
                CONFIG.of("DoRA", world -> world.config("{'use_dora': true}")),
                CONFIG.of("a trained bias", world -> world.config("{'bias': 'lora_only'}")),
                CONFIG.of("a bias on B", world -> world.config("{'lora_bias': true}")),
                CONFIG.of(
                        "modules_to_save",
                        world -> world.config("{'modules_to_save': ['lm_head']}")),
                CONFIG.of(
                        "trained tokens",
                        world -> world.config("{'trainable_token_indices': [3]}")),
                CONFIG.of(
                        "a layer replication",
                        world -> world.config("{'layer_replication': [[0, 4]]}")),
                CONFIG.of(
                        "PiSSA's initialisation",
                        world -> world.config("{'init_lora_weights': 'pissa'}")));
    }

    private static List<BadInput> numbers() {
        return List.of(
                CONFIG.of("rank 0", world -> world.config("{'r': 0}")),
                CONFIG.of("a rank that is text", world -> world.config("{'r': '16'}")),
                CONFIG.of("a rank over 2³¹", world -> world.config("{'r': 4294967300}")),
                CONFIG.of("another rank than the weights have", world -> world.config("{'r': 8}")),
                CONFIG.of("an infinite alpha", world -> world.config("{'lora_alpha': 1e999}")),
                CONFIG.of(
                        "an alpha that is not a number",
                        world -> world.configText("{'r': 4, 'lora_alpha': NaN}")),
                CONFIG.of(
                        "a dropout that is text", world -> world.config("{'lora_dropout': 'no'}")),
                CONFIG.of("a flag that is text", world -> world.config("{'use_rslora': 'yes'}")));
    }

    private static List<BadInput> patterns() {
        return List.of(
                CONFIG.of(
                        "target modules that are a number",
                        world -> world.config("{'target_modules': 3}")),
                CONFIG.of(
                        "target modules that hold a number",
                        world -> world.config("{'target_modules': ['q_proj', 3]}")),
                CONFIG.of(
                        "a rank pattern that is a list",
                        world -> world.config("{'rank_pattern': ['q_proj']}")),
                CONFIG.of(
                        "a rank pattern of rank 0",
                        world -> world.config("{'rank_pattern': {'q_proj': 0}}")),
                CONFIG.of(
                        "a rank pattern that contradicts the weights",
                        world -> world.config("{'rank_pattern': {'q_proj': 2}}")),
                CONFIG.of(
                        "a rank pattern that is no regular expression",
                        world -> world.config("{'rank_pattern': {'(q': 4}}")),
                CONFIG.of(
                        "a rank pattern of 40,000 brackets",
                        world ->
                                world.config(
                                        "{'rank_pattern': {'" + "(".repeat(40_000) + "': 4}}")),
                CONFIG.of(
                        "a rank pattern that never ends",
                        world -> world.config("{'rank_pattern': {'((.+)+)+y': 4}}")),
                CONFIG.of(
                        "an alpha pattern that holds text",
                        world -> world.config("{'alpha_pattern': {'q_proj': 'x'}}")));
    }
}
