package lorica.cli;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/// Weights that break the safetensors format, are no LoRA factors, or do not go with the others.
final class BadWeights {
    private static final String ADD = "bank add ./my-bank --adapters ./my-adapter";
    private static final BadInput.Topic FORMAT =
            new BadInput.Topic("Safetensors files", ExitCode.FAILURE, ADD);
    private static final BadInput.Topic FACTORS =
            new BadInput.Topic("Adapter weights", ExitCode.INCOMPATIBLE, ADD);
    private static final BadInput.Topic MIXED =
            new BadInput.Topic(
                    "Adapters that do not mix",
                    ExitCode.INCOMPATIBLE,
                    "generate ./my-data.jsonl --bank ./my-bank -o ./new-adapter");
    private static final String FILE = "my-adapter/adapter_model.safetensors";
    private static final String Q = "base_model.model.model.layers.0.self_attn.q_proj";
    private static final String IN_BANK = "adapters/add-1/adapter_model.safetensors";

    private BadWeights() {}

    static List<BadInput> all() {
        return Stream.of(sizes(), headers(), places(), factors(), mixed())
                .flatMap(List::stream)
                .toList();
    }

    private static String tensor(String fields) {
        return "{'x': {%s}}".formatted(fields);
    }

    private static List<BadInput> sizes() {
        return List.of(
                FORMAT.of("an empty weights file", world -> world.text(FILE, "")),
                FORMAT.of("a weights file of 4 bytes", world -> world.bytes(FILE, 1, 0, 0, 0)),
                FORMAT.of("a weights file that is cut off", world -> world.cut(FILE, 900)),
                FORMAT.of("a header that is cut off", world -> world.cut(FILE, 100)),
                FORMAT.of(
                        "a header of 2⁶⁴−1 bytes",
                        world -> world.bytes(FILE, -1, -1, -1, -1, -1, -1, -1, -1, '{', '}')),
                FORMAT.of(
                        "a header of 200 MB",
                        world -> {
                            try (var file =
                                    new java.io.RandomAccessFile(world.path(FILE).toFile(), "rw")) {
                                file.write(new byte[] {0, -62, -21, 11, 0, 0, 0, 0, '{'});
                                file.setLength(200_000_008); // sparse: no disk is taken
                            }
                        }),
                FORMAT.of(
                        "a pickle named safetensors",
                        world -> world.bytes(FILE, 0x80, 2, '}', 'q', 0, '.', 0, 0, 0, 0)),
                FORMAT.of(
                        "a pointer of Git LFS in place of weights",
                        world -> world.text(FILE, "version https://git-lfs.github.com/spec/v1\n")),
                FORMAT.of("weights that are a device", world -> world.link(FILE, "/dev/zero")),
                FORMAT.of(
                        "weights that are a folder",
                        world -> {
                            world.delete(FILE);
                            Files.createDirectory(world.path(FILE));
                        }));
    }

    private static List<BadInput> headers() {
        return List.of(
                FORMAT.of("a header that is not JSON", world -> world.weights("{'x': ", 8)),
                FORMAT.of("a header that is a list", world -> world.weights("[1, 2]", 8)),
                FORMAT.of("two headers", world -> world.weights("{} {}", 0)),
                FORMAT.of(
                        "a header nested 1,000 deep",
                        world -> world.weights("{'x': " + "[".repeat(1_000), 8)),
                FORMAT.of(
                        "a tensor twice in a header",
                        world ->
                                world.weights(
                                        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                                                + "'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                                        8)),
                FORMAT.of(
                        "metadata that holds a number",
                        world -> world.weights("{'__metadata__': {'rank': 4}}", 0)));
    }

    private static List<BadInput> places() {
        return List.of(
                FORMAT.of(
                        "an unknown dtype",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F33','shape':[2],'data_offsets':[0,8]"),
                                        8)),
                FORMAT.of(
                        "a tensor without dtype",
                        world -> world.weights(tensor("'shape':[2],'data_offsets':[0,8]"), 8)),
                FORMAT.of(
                        "a negative extent",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F32','shape':[-2],'data_offsets':[0,8]"),
                                        8)),
                FORMAT.of(
                        "a shape of 2⁶⁴ numbers",
                        world ->
                                world.weights(
                                        tensor(
                                                "'dtype':'F32','shape':[4294967296,4294967296],"
                                                        + "'data_offsets':[0,8]"),
                                        8)),
                FORMAT.of(
                        "a shape that does not fit the data",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F32','shape':[3],'data_offsets':[0,8]"),
                                        8)),
                FORMAT.of(
                        "data_offsets behind the end",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F32','shape':[2],'data_offsets':[8,16]"),
                                        8)),
                FORMAT.of(
                        "data_offsets that run backwards",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F32','shape':[2],'data_offsets':[8,0]"),
                                        8)),
                FORMAT.of(
                        "tensors that overlap",
                        world ->
                                world.weights(
                                        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                                                + "'y':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
                                        12)),
                FORMAT.of(
                        "a hole between tensors",
                        world ->
                                world.weights(
                                        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},"
                                                + "'y':{'dtype':'F32','shape':[2],'data_offsets':[12,20]}}",
                                        20)),
                FORMAT.of(
                        "data behind the last tensor",
                        world ->
                                world.weights(
                                        tensor("'dtype':'F32','shape':[2],'data_offsets':[0,8]"),
                                        12)));
    }

    private static List<BadInput> factors() {
        return List.of(
                FACTORS.of("weights without a tensor", world -> world.weights("{}", 0)),
                FACTORS.of(
                        "an A without its B",
                        world ->
                                world.weights(
                                        "{'%s.lora_A.weight':{'dtype':'F32','shape':[4,2],'data_offsets':[0,32]}}"
                                                .formatted(Q),
                                        32)),
                FACTORS.of(
                        "factors of integers",
                        world ->
                                world.weights(
                                        "{'%s.lora_A.weight':{'dtype':'I8','shape':[4,2],'data_offsets':[0,8]}}"
                                                .formatted(Q),
                                        8)),
                FACTORS.of(
                        "a DoRA magnitude",
                        world ->
                                world.weights(
                                        "{'%s.lora_magnitude_vector':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                                                .formatted(Q),
                                        8)),
                FACTORS.of(
                        "an adapter of an embedding",
                        world ->
                                world.weights(
                                        "{'base_model.model.embed.lora_embedding_A':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}",
                                        8)),
                FACTORS.of(
                        "a bias beside B",
                        world ->
                                world.weights(
                                        "{'%s.lora_B.bias':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                                                .formatted(Q),
                                        8)),
                FACTORS.of(
                        "a classifier's head beside the factors",
                        world ->
                                world.weights(
                                        ("{'%1$s.lora_A.weight':{'dtype':'F32','shape':[4,2],'data_offsets':[0,32]},"
                                                        + "'%1$s.lora_B.weight':{'dtype':'F32','shape':[2,4],'data_offsets':[32,64]},"
                                                        + "'base_model.model.score.weight':{'dtype':'F32','shape':[2],'data_offsets':[64,72]}}")
                                                .formatted(Q),
                                        72)),
                FACTORS.of(
                        "factors that do not multiply",
                        world -> world.factors(Q, "[4,2]", "[2,3]", 32, 24)),
                FACTORS.of(
                        "a factor of three dimensions",
                        world -> world.factors(Q, "[4,2,1]", "[2,4]", 32, 32)),
                FACTORS.of(
                        "factors without numbers",
                        world -> world.factors(Q, "[4,0]", "[0,4]", 0, 0)),
                FACTORS.of("a NaN in B", 1, world -> world.lastFloat(FILE, Float.NaN)),
                FACTORS.of(
                        "an infinity in B",
                        1,
                        world -> world.lastFloat(FILE, Float.NEGATIVE_INFINITY)));
    }

    private static List<BadInput> mixed() {
        return List.of(
                MIXED.of(
                        "an adapter of another width",
                        world -> {
                            world.factors(Q, "[4,8]", "[16,4]", 128, 256);
                            Run.ok(
                                    "bank",
                                    "add",
                                    world.path("my-bank"),
                                    "--adapters",
                                    world.path("my-adapter"),
                                    "--datasets",
                                    world.files().newDataset());
                        }),
                MIXED.of(
                        "ranks that differ under factors",
                        world -> {
                            world.factors(Q, "[2,16]", "[16,2]", 128, 128);
                            world.config("{'r': 2}");
                            Run.ok(
                                    "bank",
                                    "add",
                                    world.path("my-bank"),
                                    "--adapters",
                                    world.path("my-adapter"),
                                    "--datasets",
                                    world.files().newDataset());
                        },
                        MIXED.command() + " --mixture factors"),
                MIXED.withExitCode(ExitCode.FAILURE)
                        .of(
                                "an adapter of the bank that was changed",
                                world -> world.lastFloat(IN_BANK, 1)),
                MIXED.withExitCode(ExitCode.FAILURE)
                        .of("an adapter of the bank that is gone", world -> world.delete(IN_BANK)),
                MIXED.withExitCode(ExitCode.FAILURE)
                        .of(
                                "a dataset of the bank that was changed",
                                world ->
                                        world.text(
                                                "datasets/add-1/train.jsonl",
                                                "{\"input\": \"a\", \"output\": \"b\"}\n")),
                MIXED.withExitCode(ExitCode.FAILURE)
                        .of(
                                "a dataset of the bank that is gone",
                                world -> world.delete("datasets/add-1/train.jsonl")));
    }
}
