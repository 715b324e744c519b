package lorica.cli;

import java.util.List;

/// Folders that no report can be made of.
final class BadReports {
    private static final BadInput.Topic REPORT =
            new BadInput.Topic("Reports", ExitCode.FAILURE, "report ./results");
    private static final String COMPARISON =
            "{'schema': 'lorica.compare/1', 'methodOptions': '', 'training': '', 'cells': [], 'standings': []}";

    private BadReports() {}

    static List<BadInput> all() {
        return List.of(
                REPORT.of("no folder of results", world -> {}),
                REPORT.of("a folder without results", world -> {}, "report ./datasets"),
                REPORT.of(
                        "results that are cut off",
                        world -> world.text("results/study.json", "{\"schema\": \"lorica.st")),
                REPORT.of(
                        "results of another version",
                        world -> world.json("results/study.json", "{'schema': 'lorica.study/9'}")),
                REPORT.of(
                        "results that lack their rows",
                        world ->
                                world.json(
                                        "results/comparison.json",
                                        "{'schema': 'lorica.compare/1'}")),
                REPORT.withExitCode(ExitCode.USAGE)
                        .of(
                                "a bank with a comparison",
                                world -> world.json("results/comparison.json", COMPARISON),
                                "report ./results --bank ./my-bank"),
                REPORT.of(
                        "a report over another file",
                        world -> world.json("results/comparison.json", COMPARISON),
                        "report ./results -o ./my-data.jsonl"));
    }
}
