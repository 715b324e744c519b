package lorica.cli;

import java.util.List;

/// Ablations that cannot be run.
final class BadProcesses {
    private static final String ABLATE = "volterra ablate --table base -o ./new-ablation";
    private static final BadInput.Topic OPTION =
            new BadInput.Topic("Volterra processes", ExitCode.USAGE, ABLATE);

    private BadProcesses() {}

    private static BadInput option(String name, String more) {
        return OPTION.of(name, world -> {}, ABLATE + " " + more);
    }

    static List<BadInput> all() {
        return List.of(
                OPTION.of(
                        "an unknown table",
                        world -> {},
                        "volterra ablate --table 3.9 -o ./new-ablation"),
                OPTION.of("no table", world -> {}, "volterra ablate -o ./new-ablation"),
                option("one path", "--paths 1"),
                option("a test after the horizon", "--test-from 300"),
                option("a hidden layer of no width", "--hidden 8,0"),
                option("a GDN without epochs", "--epochs 0"),
                option("a GDN that learns at no rate", "--rate 0"),
                option("an unknown encoding", "--encoding polar"),
                option("a hypernetwork of no direction", "--rank 0"));
    }
}
