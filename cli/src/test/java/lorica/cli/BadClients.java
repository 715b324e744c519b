package lorica.cli;

import java.nio.file.Files;
import java.util.List;

/// Clients that cannot be aligned, and audits that cannot be made.
final class BadClients {
    private static final String THREE =
            "align --clients ./adapters/add-1 ./adapters/add-2 ./adapters/upper-1 -o ./new-round";
    private static final BadInput.Topic ALIGN =
            new BadInput.Topic("Alignment", ExitCode.FAILURE, THREE);
    private static final BadInput.Topic AUDIT =
            new BadInput.Topic("Audits", ExitCode.FAILURE, "bank audit ./my-bank");
    private static final String WEIGHTS = "adapters/%s/adapter_model.safetensors";

    private BadClients() {}

    /// Clients `one`, `two`, `three` with the tensor `beta` of these shapes in F32, all zero.
    private static BadInput.Setup tensors(String... shapes) {
        List<String> names = List.of("one", "two", "three");
        return world -> {
            for (int k = 0; k < shapes.length; k++) {
                Files.createDirectories(world.path(names.get(k)));
                int bytes = 4;
                for (String extent : shapes[k].split(",")) {
                    bytes *= Integer.parseInt(extent);
                }
                String header =
                        "{'beta':{'dtype':'F32','shape':[%s],'data_offsets':[0,%d]}}"
                                .formatted(shapes[k], bytes);
                world.safetensors(names.get(k) + "/m.safetensors", header, new byte[bytes]);
            }
        };
    }

    static List<BadInput> all() {
        String ofTensors = "align --clients ./one ./two ./three -o ./new-round";
        return List.of(
                ALIGN.of(
                        "a round of one client",
                        world -> {},
                        "align --clients ./adapters/add-1 -o ./new-round"),
                ALIGN.of(
                        "a round of two clients",
                        world -> {},
                        "align --clients ./adapters/add-1 ./adapters/add-2 -o ./new-round"),
                ALIGN.of(
                        "a client that is not there",
                        world -> {},
                        "align --clients ./adapters/add-1 ./gone ./adapters/add-2 -o ./new-round"),
                ALIGN.of(
                        "two clients of one name",
                        world -> {},
                        "align --clients ./adapters/add-1 ./my-adapter ./adapters/add-1"
                                + " -o ./new-round"),
                ALIGN.of(
                        "NaN that leaves two clients",
                        world -> world.lastFloat(WEIGHTS.formatted("upper-1"), Float.NaN)),
                ALIGN.of("three clients that share nothing", world -> {}),
                ALIGN.of(
                        "a client of tensors among adapters",
                        tensors("2,2"),
                        "align --clients ./adapters/add-1 ./one ./adapters/add-2 -o ./new-round"),
                ALIGN.of("clients of other shapes", tensors("2,3", "3,2", "2,3"), ofTensors),
                ALIGN.of(
                        "a client without tensors",
                        world -> {
                            tensors("2,3", "2,3").spoil(world);
                            Files.createDirectory(world.path("three"));
                        },
                        ofTensors),
                ALIGN.of(
                        "a round where something is",
                        world -> world.text("new-round/notes.txt", "mine")),
                ALIGN.of(
                        "a round over something else",
                        world -> world.text("new-round/notes.txt", "mine"),
                        THREE + " --force"),
                new BadInput(
                        "Alignment",
                        "an unknown centre",
                        ExitCode.USAGE,
                        world -> {},
                        THREE + " --centre middle"),
                AUDIT.of("an audit of no bank", world -> {}, "bank audit ./adapters"),
                AUDIT.of(
                        "an audit of a bank whose adapter is gone",
                        world -> world.delete(WEIGHTS.formatted("add-2"))),
                AUDIT.of(
                        "an audit of a bank whose adapter changed",
                        world -> world.lastFloat(WEIGHTS.formatted("add-2"), 7)),
                AUDIT.of(
                        "a picture where a file is",
                        world -> world.text("audit.svg", "mine"),
                        "bank audit ./my-bank --picture ./audit.svg"));
    }
}
