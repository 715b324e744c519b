package lorica.cli;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What is wrong with a command line, as all of Lorica's errors say it: what was expected, what
/// was found.
final class UsageFault {
    private UsageFault() {}

    /// One line.
    static String of(ParameterException exception) {
        CommandLine line = exception.getCommandLine();
        boolean commandMissing =
                exception instanceof MissingParameterException e && e.getMissing().isEmpty();
        if (commandMissing || line.getParseResult().isUsageHelpRequested()) {
            return "expected a command, found none";
        }
        String message =
                switch (exception) {
                    case UnmatchedArgumentException e -> unmatched(line, e.getUnmatched());
                    case MissingParameterException e -> missing(e);
                    case MutuallyExclusiveArgsException e -> several(e);
                    case ParameterException e when isConversion(e) -> value(e);
                    default -> String.valueOf(exception.getMessage());
                };
        return message.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    /// A value made of options; one out of range is a usage error.
    static <T> T check(CommandSpec command, Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static String unmatched(CommandLine line, List<String> found) {
        String name = line.getCommandSpec().qualifiedName();
        String first = found.getFirst();
        String expected =
                first.startsWith("-")
                        ? "an option of `%s` (`%s --help` lists them)".formatted(name, name)
                        : line.getSubcommands().isEmpty()
                                ? "no more arguments of `%s`".formatted(name)
                                : "a command: " + String.join(", ", line.getSubcommands().keySet());
        return "%s: expected %s, found '%s'".formatted(first, expected, first);
    }

    private static String missing(MissingParameterException exception) {
        List<ArgSpec> missing = exception.getMissing();
        String message = String.valueOf(exception.getMessage());
        if (message.startsWith("Missing required parameter for option")) {
            return "%s: expected %s, found none"
                    .formatted(shown(missing.getFirst()), missing.getFirst().paramLabel());
        }
        if (message.startsWith("Error: Missing required argument (specify one of these): ")) {
            return "expected one of %s, found none"
                    .formatted(message.substring(message.lastIndexOf(": ") + 2));
        }
        return "expected %s, found none"
                .formatted(
                        missing.stream()
                                .map(
                                        one ->
                                                one instanceof OptionSpec option
                                                        ? "%s %s"
                                                                .formatted(
                                                                        option.longestName(),
                                                                        option.paramLabel())
                                                        : one.paramLabel())
                                .collect(Collectors.joining(", ")));
    }

    private static String several(MutuallyExclusiveArgsException exception) {
        return "expected one of %s, found several"
                .formatted(
                        String.valueOf(exception.getMessage())
                                .replaceFirst("^Error: ", "")
                                .replaceFirst(" are mutually exclusive.*", ""));
    }

    private static boolean isConversion(ParameterException exception) {
        return exception.getValue() != null && exception.getArgSpec() != null;
    }

    private static String value(ParameterException exception) {
        ArgSpec argument = exception.getArgSpec();
        Class<?> type = argument.auxiliaryTypes()[0];
        String expected =
                type.isEnum()
                        ? "one of " + List.of(type.getEnumConstants())
                        : type == double.class || type == Double.class
                                ? "a number"
                                : type == int.class
                                                || type == Integer.class
                                                || type == long.class
                                                || type == Long.class
                                        ? "a whole number"
                                        : argument.paramLabel();
        return "%s: expected %s, found '%s'"
                .formatted(shown(argument), expected, exception.getValue());
    }

    private static String shown(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
