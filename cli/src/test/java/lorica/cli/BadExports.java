package lorica.cli;

import java.util.List;

/// Adapters that cannot be said in another program's form, and bases that they are not of.
final class BadExports {
    private static final BadInput.Topic GGUF =
            new BadInput.Topic(
                    "Exports",
                    ExitCode.INCOMPATIBLE,
                    "export gguf ./my-adapter --base ./base-model -o ./new-gguf");
    private static final BadInput.Topic MERGED =
            GGUF.withCommand("export merged ./my-adapter --base ./base-model -o ./new-model");
    private static final String CONFIG = "base-model/config.json";

    private BadExports() {}

    static List<BadInput> all() {
        return List.of(
                GGUF.of("a base without configuration for GGUF", ExitCode.FAILURE, world -> {}),
                config("a base of another architecture for GGUF", "{'architectures': ['Gemma']}"),
                config("a base of fewer layers for GGUF", "{'num_hidden_layers': 0}"),
                config("a base of another width for GGUF", "{'hidden_size': 20}"),
                GGUF.of(
                        "an adapter of the head for GGUF",
                        world -> {
                            world.model();
                            world.factors("base_model.model.lm_head", "[4,16]", "[16,4]", 256, 256);
                        }),
                GGUF.of(
                        "an alpha of 0 for GGUF",
                        world -> {
                            world.model();
                            world.config("{'lora_alpha': 0}");
                        }),
                GGUF.of(
                        "DoRA for GGUF",
                        world -> {
                            world.model();
                            world.config("{'use_dora': true}");
                        }),
                GGUF.withExitCode(ExitCode.USAGE)
                        .of(
                                "a dtype that GGUF adapters do not have here",
                                BadWorld::model,
                                GGUF.command() + " --dtype q4_0"),
                GGUF.withExitCode(ExitCode.FAILURE)
                        .of(
                                "an export to where something stands",
                                BadWorld::model,
                                "export gguf ./my-adapter --base ./base-model -o ./datasets"),
                MERGED.of("a base without weights to merge into", ExitCode.FAILURE, world -> {}),
                MERGED.of(
                        "an adapter of a module that the base lacks",
                        world -> {
                            world.model();
                            world.factors("base_model.model.other", "[4,16]", "[16,4]", 256, 256);
                        }),
                MERGED.of(
                        "an adapter of another width to merge",
                        world -> {
                            world.model();
                            world.factors(
                                    "base_model.model.model.layers.0.self_attn.q_proj",
                                    "[4,8]",
                                    "[16,4]",
                                    128,
                                    256);
                        }),
                MERGED.withExitCode(ExitCode.USAGE)
                        .of(
                                "no threads to merge with",
                                BadWorld::model,
                                MERGED.command() + " --threads 0"));
    }

    private static BadInput config(String name, String fields) {
        return GGUF.of(
                name,
                world -> {
                    world.model();
                    world.change(CONFIG, fields);
                });
    }
}
