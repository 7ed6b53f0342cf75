package dev.onward.launch;

import dev.onward.table.Text;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line what is wrong with the arguments of a command, and what was probably meant. */
final class UsageProblem {

    private static final String MODEL_SUFFIX = ".onnx";

    private UsageProblem() {}

    /** @param args all arguments of the process */
    static String text(ParameterException e, List<String> args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched());
        }
        if (e instanceof MissingParameterException missing) {
            return missing(missing.getMissing(), args);
        }
        if (e instanceof OverwrittenOptionException repeated) {
            return name(repeated.getOverwritten()) + ": expected one value, got several";
        }
        if (e.getArgSpec() != null && e.getValue() != null) {
            return name(e.getArgSpec()) + ": expected " + expected(e.getArgSpec()) + ", got "
                    + Text.quote(e.getValue());
        }
        return String.valueOf(e.getMessage());
    }

    private static String unmatched(CommandSpec command, List<String> arguments) {
        List<String> options =
                arguments.stream().filter(text -> text.startsWith("-")).toList();
        if (!options.isEmpty()) {
            // What follows such an option is probably its value.
            return options.stream()
                    .map(text -> unknown(
                            "option",
                            text.split("=", 2)[0],
                            command.optionsMap().keySet()))
                    .collect(Collectors.joining("; "));
        }
        String first = arguments.get(0);
        return command.subcommands().isEmpty()
                ? "expected no other argument, got " + Text.quote(first)
                : unknownCommand(first, command.subcommands().keySet());
    }

    static String unknownCommand(String name, Collection<String> commands) {
        if (name.toLowerCase(Locale.ROOT).endsWith(MODEL_SUFFIX)) {
            return unknown("command", name, List.of()) + "; to serve a model, use --model " + name;
        }
        if (Files.isDirectory(Path.of(name))) {
            return unknown("command", name, List.of()) + "; to serve a folder of models, use --models " + name;
        }
        return unknown("command", name, commands);
    }

    private static String unknown(String kind, String name, Collection<String> known) {
        return "unknown " + kind + " " + Text.quote(name) + Text.suggestion(Text.nearest(name, known));
    }

    /** Either an option without its value, or everything that the command needs and was not given. */
    private static String missing(List<ArgSpec> missing, List<String> args) {
        Optional<ArgSpec> withoutValue = missing.stream()
                .filter(arg -> arg.isOption() && args.contains(name(arg)))
                .findFirst();
        return withoutValue
                .map(arg -> name(arg) + ": expected " + expected(arg) + ", got nothing")
                .orElseGet(() -> "missing: "
                        + missing.stream()
                                .map(arg -> arg.isOption() ? name(arg) + " " + arg.paramLabel() : name(arg))
                                .collect(Collectors.joining(", ")));
    }

    private static String expected(ArgSpec arg) {
        return arg.type() == Integer.class ? "a whole number" : arg.paramLabel();
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }
}
