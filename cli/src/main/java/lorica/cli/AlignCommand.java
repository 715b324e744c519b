package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import lorica.align.Alignment;
import lorica.align.Alignment.Centre;
import lorica.align.AlignmentException;
import lorica.align.ClientScore;
import lorica.align.Clients;
import lorica.align.ModuleAlignment;
import lorica.storage.WholeDirectory;
import lorica.storage.WholeDirectory.Existing;
import lorica.storage.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica align --clients DIR… -o DIR`.
@Command(
        name = "align",
        description = {
            "Finds contaminated updates among those of many clients, and refines the others.",
            "",
            "A client is a folder of safetensors files (coefficients, layers), or of a LoRA adapter"
                    + " in PEFT's form; all hold the same names and shapes. What benign clients"
                    + " share is averaged, what is their own within the shared subspace stays"
                    + " (docs/methods/robust-alignment.md)."
        },
        footer = {
            "",
            "Example:",
            "  lorica align --clients adapters/add-1 adapters/add-2 adapters/colour-1"
                    + " adapters/upper-1 adapters/upper-2 -o new-round --centre concentrated"
        })
final class AlignCommand implements Callable<Integer> {
    private static final String REPORT = "align.json";

    @Mixin private CommonOptions common;

    @Option(
            names = "--clients",
            required = true,
            arity = "1..*",
            paramLabel = "DIR",
            description = "One folder a client; at least 3.")
    private List<Path> clients;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = {
                "Where a folder of every benign client goes, under its name, and align.json; must"
                        + " not be there yet."
            })
    private Path output;

    @Option(
            names = "--centre",
            paramLabel = "WHICH",
            description = {
                "What is subtracted before directions are compared: automatic, none, concentrated"
                        + " (default: automatic, by the updates)."
            })
    private Centre centre = Centre.AUTOMATIC;

    @Mixin private ThreadsOption threads;

    @Option(names = "--force", description = "Replace DIR where an earlier align wrote it.")
    private boolean force;

    @Option(names = "--dry-run", description = "Say who is contaminated; write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        boolean replaces = force && Files.exists(output.resolve(REPORT));
        if (!dryRun) {
            Existing existing = replaces ? Existing.REPLACE : Existing.REFUSE;
            WholeDirectory.stage(output, existing).close(); // refuse before any work
        }
        try (Arena arena = Arena.ofShared()) {
            Clients sent = Clients.open(clients, arena);
            List<Integer> members = new ArrayList<>();
            List<String> broken = new ArrayList<>();
            for (int k = 0; k < sent.names().size(); k++) {
                if (sent.finite(k)) {
                    members.add(k);
                } else {
                    broken.add(sent.names().get(k));
                }
            }
            if (members.size() < 3) {
                throw new AlignmentException(
                        "clients",
                        "at least 3 of finite numbers (of two, no majority can be told)",
                        "%d of %d".formatted(members.size(), sent.names().size()));
            }
            Alignment alignment = Alignment.of(sent.updates(members), centre, threads.count());
            ObjectNode document = json(sent, alignment, broken);
            if (!dryRun) {
                write(sent, alignment, members, document, replaces);
            }
            if (common.json()) {
                common.print(document);
            } else {
                print(common.screen().out(), alignment, broken);
            }
        }
        return ExitCode.OK;
    }

    private void write(
            Clients sent,
            Alignment alignment,
            List<Integer> members,
            ObjectNode document,
            boolean replaces)
            throws IOException {
        Existing existing = replaces ? Existing.REPLACE : Existing.REFUSE;
        try (WholeDirectory whole = WholeDirectory.stage(output, existing)) {
            for (int m = 0; m < members.size(); m++) {
                if (!alignment.scores().get(m).contaminated()) {
                    Path folder = whole.staging().resolve(alignment.scores().get(m).client());
                    Files.createDirectory(folder);
                    sent.write(alignment, members, members.get(m), folder);
                }
            }
            WholeFile.write(whole.staging().resolve(REPORT), CommonOptions.text(document) + "\n");
            whole.commit();
        }
    }

    private void print(PrintWriter out, Alignment alignment, List<String> broken) {
        out.println("client                 outside    within      size agreement  confidence");
        for (ClientScore score : alignment.scores()) {
            out.printf(
                    Locale.ROOT,
                    "%-20s %9.1f %9.1f %9.1f %9.1f %11.3f  %s%n",
                    score.client(),
                    score.offSubspace(),
                    score.inSubspace(),
                    score.size(),
                    score.agreement(),
                    score.confidence(),
                    String.join("; ", score.reasons()));
        }
        broken.forEach(name -> out.printf("%-20s NaN or infinity%n", name));
        long benign = alignment.scores().stream().filter(one -> !one.contaminated()).count();
        out.printf(
                "%d of %d clients benign; %s; shared directions by module: %d to %d%n",
                benign,
                alignment.scores().size() + broken.size(),
                alignment.common() ? "a common part" : "no common part",
                ranks(alignment).min().orElse(0),
                ranks(alignment).max().orElse(0));
        if (!dryRun) {
            out.println("refined: " + output);
        }
    }

    private static IntStream ranks(Alignment alignment) {
        return alignment.modules().values().stream().mapToInt(one -> one.subspace().rank());
    }

    private ObjectNode json(Clients sent, Alignment alignment, List<String> broken) {
        ObjectNode document = CommonOptions.document("lorica.align/1");
        Optional.of(dryRun ? "" : output.toString())
                .filter(path -> !path.isEmpty())
                .ifPresent(path -> document.put("output", path));
        document.put("commonPart", alignment.common());
        ArrayNode contaminated = document.putArray("contaminated");
        broken.forEach(contaminated::add);
        ArrayNode scores = document.putArray("clients");
        for (ClientScore score : alignment.scores()) {
            if (score.contaminated()) {
                contaminated.add(score.client());
            }
            ObjectNode node = scores.addObject().put("client", score.client());
            node.put("outside", score.offSubspace());
            node.put("within", score.inSubspace());
            node.put("size", score.size());
            node.put("agreement", score.agreement());
            node.put("confidence", score.confidence());
            score.reasons().forEach(node.putArray("reasons")::add);
        }
        ArrayNode modules = document.putArray("modules");
        for (var module : alignment.modules().entrySet()) {
            ModuleAlignment one = module.getValue();
            modules.addObject()
                    .put("module", module.getKey())
                    .put("rank", one.subspace().rank())
                    .put("discardedEnergy", sent.discarded().getOrDefault(module.getKey(), 0.0))
                    .put("lambda", one.found().decomposition().lambda())
                    .put("noise", one.found().decomposition().noise())
                    .put("iterations", one.found().decomposition().iterations())
                    .put("converged", one.found().decomposition().converged());
        }
        return document;
    }
}
