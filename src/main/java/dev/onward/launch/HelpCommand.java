package dev.onward.launch;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code help}, the same as the option {@code --help} of a command. */
@Command(
        name = "help",
        customSynopsis = Launcher.COMMAND + " help [COMMAND]",
        description = "Shows the options of a command, or all commands.")
final class HelpCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "the command; all if not given")
    private @Nullable String command;

    @Override
    public Integer call() {
        CommandLine parent = spec.commandLine().getParent();
        parent.getOut().print(help(parent).getUsageMessage());
        parent.getOut().flush();
        return 0;
    }

    private CommandLine help(CommandLine parent) {
        if (command == null) {
            return parent;
        }
        Map<String, CommandLine> commands = parent.getSubcommands();
        CommandLine found = commands.get(command);
        if (found == null) {
            throw new ParameterException(parent, UsageProblem.unknownCommand(command, commands.keySet()));
        }
        return found;
    }
}
