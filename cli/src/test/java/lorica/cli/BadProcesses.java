package lorica.cli;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Ablations that cannot be run, and series that cannot be forecast.
final class BadProcesses {
    private static final String ABLATE = "volterra ablate --table base -o ./new-ablation";
    private static final BadInput.Topic OPTION =
            new BadInput.Topic("Volterra processes", ExitCode.USAGE, ABLATE);

    private static final String FORECAST =
            "volterra forecast --data ./my-series.csv -o ./new-forecast";
    private static final BadInput.Topic SERIES =
            new BadInput.Topic("Volterra processes", ExitCode.FAILURE, FORECAST);

    private BadProcesses() {}

    /// A series of this text.
    private static BadInput series(String name, String text) {
        return SERIES.of(name, world -> world.text("my-series.csv", text));
    }

    /// Rows of a header and of what a row's number is made into.
    private static String rows(String header, int count, String row) {
        return IntStream.range(0, count)
                .mapToObj(i -> row.formatted(i, i * 37 % 11))
                .collect(Collectors.joining("\n", header + "\n", "\n"));
    }

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
                option("a hypernetwork of no direction", "--rank 0"),
                SERIES.of("no series", world -> {}),
                series("a series of words", "x\n1\ntwo\n3\n4\n"),
                series("a series with a gap", "x,y\n1,1\n2,\n3,3\n4,4\n"),
                series("a series of three times", "x\n1\n2\n3\n"),
                series("a series too short for its blocks", rows("x", 20, "%2$d")),
                series("a series too short for its columns", rows("x,y,z", 60, "%2$d,%1$d,3")),
                series("a series that stands still", rows("x", 60, "7")),
                series("a series with a column twice", rows("x,y", 90, "%2$d,%2$d")),
                SERIES.of(
                        "a series without the column of its times",
                        world -> world.text("my-series.csv", rows("x", 60, "%2$d")),
                        FORECAST + " --time day"),
                OPTION.of(
                        "a forecast that tests everything", world -> {}, FORECAST + " --tested 1"),
                OPTION.of("a forecast of one block", world -> {}, FORECAST + " --blocks 1"));
    }
}
