package lorica.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import lorica.storage.Unfinished;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The entry point: finds the command, and turns every failure into one line and an exit code.
@Command(
        name = Lorica.NAME,
        description = "Gives you a LoRA adapter for your own dataset, without a GPU.",
        versionProvider = Version.class,
        footer = {"", "Example:", "  lorica generate my-data.jsonl --bank my-bank -o new-adapter"})
public final class Lorica {
    static final String NAME = "lorica";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean version;

    private Lorica() {}

    /// Every command, in the order of the help.
    private static Map<String, Supplier<Object>> commands() {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("generate", GenerateCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("distances", DistancesCommand::new);
        commands.put("bank", BankCommand::new);
        commands.put("hub", HubCommand::new);
        commands.put("export", ExportCommand::new);
        commands.put("report", ReportCommand::new);
        commands.put("run", RunCommand::new);
        commands.put("train", TrainCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("intruders", IntrudersCommand::new);
        commands.put("landscape", LandscapeCommand::new);
        commands.put("bounds", BoundsCommand::new);
        commands.put("align", AlignCommand::new);
        commands.put("evaluate", EvaluateCommand::new);
        commands.put("study", StudyCommand::new);
        commands.put("refinement", RefinementCommand::new);
        commands.put("volterra", VolterraCommand::new);
        commands.put("completion", CompletionCommand::new);
        commands.put("bench", BenchCommand::new);
        return commands;
    }

    public static void main(String[] arguments) {
        Runtime.getRuntime().addShutdownHook(new Thread(Unfinished::abandon));
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        PrintWriter err = writer(new FileOutputStream(FileDescriptor.err));
        PrintedStream printed = new PrintedStream(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = writer(printed);
        try {
            int exitCode = commandLine(arguments).setOut(out).setErr(err).execute(arguments);
            out.flush();
            return exitCode == ExitCode.OK ? afterPrinting(printed, err) : exitCode;
        } catch (OutOfMemoryError | StackOverflowError e) {
            Failure failure = Failure.of(e);
            err.println(NAME + ": " + failure.message());
            return failure.exitCode();
        }
    }

    static int afterPrinting(PrintedStream printed, PrintWriter err) {
        if (printed.lost().isEmpty()) {
            return ExitCode.OK;
        }
        err.println(NAME + ": " + printed.lost().orElseThrow());
        return ExitCode.FAILURE;
    }

    /// UTF-8 whatever the locale: what is printed are file names, JSON and prompts.
    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, UTF_8), true);
    }

    /// The whole command line.
    static CommandLine commandLine() {
        return commandLine(new String[0]);
    }

    /// The command line as far as these arguments need it: reading the annotations of one command
    /// takes milliseconds, and most runs name one.
    private static CommandLine commandLine(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Lorica());
        Map<String, Supplier<Object>> commands = commands();
        String first = arguments.length == 0 ? "" : arguments[0];
        Supplier<Object> only = commands.get(first);
        if (only != null) {
            commandLine.addSubcommand(first, only.get());
        } else if (!first.equals("--version") && !first.equals("-V")) {
            commands.forEach((name, command) -> commandLine.addSubcommand(name, command.get()));
        }
        HelpText.flow(commandLine);
        return commandLine
                .setUsageHelpWidth(Screen.columns())
                .setColorScheme(Help.defaultColorScheme(Screen.ansi()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, line) -> usage(e))
                .setExecutionExceptionHandler(
                        (e, line, parsed) -> {
                            Screen.of(line).progressEnds();
                            Failure failure = Failure.of(e);
                            line.getErr().println(NAME + ": " + failure.message());
                            if (CommonOptions.debug(parsed)) {
                                e.printStackTrace(line.getErr());
                            }
                            return failure.exitCode();
                        });
    }

    /// One line for what is wrong and one for where the help is.
    private static int usage(ParameterException exception) {
        CommandLine line = exception.getCommandLine();
        PrintWriter err = line.getErr();
        String name = line.getCommandSpec().qualifiedName();
        err.println(NAME + ": " + UsageFault.of(exception));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("try: " + name + " --help");
        return ExitCode.USAGE;
    }
}
