package lorica.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import lorica.bank.Bank;
import lorica.bank.BankCreation;
import lorica.dataset.Reading;
import lorica.generate.PortableIndexFile;
import lorica.hub.pull.PairList;
import lorica.hub.pull.Pull;
import lorica.hub.pull.PullPlan;
import lorica.hub.repository.Downloads;
import lorica.hub.repository.HubClient;
import lorica.hub.repository.HubSettings;
import lorica.hub.repository.Repository;
import lorica.storage.Progress;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lorica hub pull BANK (--bank hf:OWNER | --list FILE | --index FILE)`.
@Command(
        name = "pull",
        description = {
            "Makes a bank of adapters and datasets on the hub, or adds to one.",
            "",
            "Datasets are downloaded into the cache that Hugging Face's tools share; the weights of"
                    + " an adapter only when it first receives weight (`lorica generate`, or `lorica"
                    + " hub fetch` for all). Interrupted, it goes on where it stopped."
        },
        footer = {
            "",
            "Examples:",
            "  lorica hub pull new-bank --bank hf:Lots-of-LoRAs --dry-run",
            "  lorica hub pull new-bank --list my-list.txt",
            "  lorica hub pull new-bank --index my-index.lorica"
        })
final class HubPullCommand implements Callable<Integer> {
    private static final String OWNER = "hf:";
    private static final String PAPER = "lots-of-loras-502";
    private static final int SHOWN = 10;

    @Spec private CommandSpec spec;

    @Mixin private CommonOptions common;

    @Parameters(paramLabel = "BANK", description = "The bank; made where there is none.")
    private Path bank;

    @ArgGroup(multiplicity = "1")
    private Source source;

    /// What is pulled: one of them.
    static final class Source {
        @Option(
                names = "--bank",
                paramLabel = "hf:OWNER",
                description =
                        "All adapters …task22 or …task022 of an owner with their datasets"
                                + " task022_….")
        private Optional<String> owner = Optional.empty();

        @Option(
                names = "--list",
                paramLabel = "FILE",
                description = {
                    "A file with one pair of repositories a line, the adapter's and the dataset's; or "
                            + PAPER
                            + ", the paper's pairs."
                })
        private Optional<String> list = Optional.empty();

        @Option(
                names = "--index",
                paramLabel = "FILE",
                description =
                        "What `lorica bank index --export` wrote: nothing is downloaded before an"
                                + " adapter receives weight.")
        private Optional<Path> index = Optional.empty();
    }

    @Option(
            names = "--base",
            paramLabel = "DIR-or-REPO",
            description =
                    "Where the base model's tokenizer.json is (default: the repository that the"
                            + " first adapter names).")
    private Optional<String> base = Optional.empty();

    @Option(
            names = "--hub-cache",
            paramLabel = "DIR",
            description = "The cache (default: HF_HUB_CACHE, else HF_HOME/hub).")
    private Optional<Path> cache = Optional.empty();

    @Mixin private HubOptions hub;

    @Mixin private DatasetOptions reading;

    @Option(
            names = "--dry-run",
            description = "Print files, bytes and licences; download and write nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        HubSettings settings = hub.settings();
        if (cache.isPresent()) {
            settings = settings.withCache(cache.get());
        }
        return source.index.isPresent()
                ? fromIndex(source.index.get(), settings)
                : fromHub(settings);
    }

    private int fromIndex(Path index, HubSettings settings) throws IOException {
        Bank made = PortableIndexFile.read(index).create(bank, settings.cache());
        if (common.json()) {
            common.print(document(made.entries().size()));
            return ExitCode.OK;
        }
        common.screen()
                .out()
                .printf(
                        "%s: %,d entries, none of them downloaded: each is when it receives weight%n",
                        bank, made.entries().size());
        return ExitCode.OK;
    }

    private int fromHub(HubSettings settings) throws IOException {
        Reading way = reading.reading();
        Screen screen = common.screen();
        Progress progress = new ScreenProgress(screen);
        try (HubClient client = HubClient.open(settings)) {
            PairList list = without(list(client), present());
            PullPlan plan = plan(client, list, progress);
            screen.progressEnds();
            PullPlan.Amounts amounts = plan.amounts(new Downloads(client, hub.parallel()));
            if (dryRun) {
                report(plan, amounts, Optional.empty());
                return ExitCode.OK;
            }
            Pull pull = new Pull(client, plan, hub.parallel(), progress);
            Downloads.Amount came = pull.download();
            if (!Files.exists(bank)) {
                creation(pull).create(bank);
            }
            Bank grown = pull.addTo(bank, way);
            screen.progressEnds();
            report(plan, new PullPlan.Amounts(came, amounts.later()), Optional.of(grown));
            return ExitCode.OK;
        }
    }

    private Set<String> present() throws IOException {
        Set<String> present = new HashSet<>();
        if (Files.exists(bank)) {
            Bank.open(bank).entries().forEach(entry -> present.add(entry.id()));
        }
        return present;
    }

    private PairList list(HubClient client) throws IOException {
        if (source.list.isPresent()) {
            String name = source.list.get();
            return name.equals(PAPER) ? PairList.paper() : PairList.read(Path.of(name));
        }
        String owner = source.owner.orElseThrow();
        if (!owner.matches(OWNER + "[A-Za-z0-9][A-Za-z0-9._-]*")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--bank: expected hf: and an owner on the hub, such as hf:Lots-of-LoRAs, found '%s'"
                            .formatted(owner));
        }
        String name = owner.substring(OWNER.length());
        return PairList.match(
                client.list(Repository.Kind.MODEL, name),
                client.list(Repository.Kind.DATASET, name));
    }

    /// What the bank holds already is not pulled again.
    private static PairList without(PairList list, Set<String> present) {
        List<String> unpaired = new ArrayList<>(list.unpaired());
        list.pairs().stream()
                .filter(pair -> present.contains(pair.id()))
                .forEach(pair -> unpaired.add(pair.id() + ": in the bank already"));
        return new PairList(
                list.pairs().stream().filter(pair -> !present.contains(pair.id())).toList(),
                unpaired);
    }

    /// A new bank needs a tokenizer: a folder's, or that of a repository.
    private PullPlan plan(HubClient client, PairList list, Progress progress) throws IOException {
        if (Files.exists(bank) || base.map(Path::of).filter(Files::isDirectory).isPresent()) {
            return PullPlan.of(client, list, hub.parallel(), progress);
        }
        return PullPlan.of(client, list, hub.parallel(), progress)
                .withBase(client, base.map(this::repository));
    }

    private Repository repository(String name) {
        return UsageFault.check(spec, () -> Repository.model(name));
    }

    private BankCreation creation(Pull pull) {
        return pull.plan().base().isPresent()
                ? pull.creation()
                : BankCreation.of(base.orElseThrow());
    }

    private void report(PullPlan plan, PullPlan.Amounts amounts, Optional<Bank> made) {
        if (common.json()) {
            common.print(json(plan, amounts, made));
            return;
        }
        PrintWriter out = common.screen().out();
        if (made.isPresent()) {
            out.printf("%s: %,d entries%n", bank, made.get().entries().size());
        } else {
            out.printf("dry run: nothing written to %s%n", bank);
        }
        out.printf("pairs      %,d, %,d left out%n", plan.entries().size(), plan.skipped().size());
        out.printf(
                "%-10s %,d files, %,d bytes%n",
                made.isPresent() ? "downloaded" : "now",
                amounts.now().files(),
                amounts.now().bytes());
        out.printf(
                "later      %,d adapters, %,d bytes; each when it first receives weight%n",
                amounts.later().files(), amounts.later().bytes());
        List<String> licences = new ArrayList<>();
        plan.licences().forEach((name, count) -> licences.add("%s (%,d)".formatted(name, count)));
        out.println("licences   " + String.join(", ", licences));
        plan.skipped().stream().limit(SHOWN).forEach(text -> out.println("left out   " + text));
        if (plan.skipped().size() > SHOWN) {
            out.printf("left out   … and %,d more%n", plan.skipped().size() - SHOWN);
        }
    }

    private ObjectNode document(int entries) {
        return CommonOptions.document("lorica.hub.pull/1")
                .put("bank", bank.toString())
                .put("dryRun", dryRun)
                .put("entries", entries);
    }

    private ObjectNode json(PullPlan plan, PullPlan.Amounts amounts, Optional<Bank> made) {
        ObjectNode document =
                document(made.map(grown -> grown.entries().size()).orElse(plan.entries().size()));
        put(document.putObject("now"), amounts.now());
        put(document.putObject("later"), amounts.later());
        ObjectNode licences = document.putObject("licences");
        for (Map.Entry<String, Long> licence : plan.licences().entrySet()) {
            licences.put(licence.getKey(), licence.getValue());
        }
        ArrayNode skipped = document.putArray("leftOut");
        plan.skipped().forEach(skipped::add);
        return document;
    }

    private static void put(ObjectNode node, Downloads.Amount amount) {
        node.put("files", amount.files()).put("bytes", amount.bytes());
    }
}
