package dev.onward.launch;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of {@code describe}. Has no application class in a signature, because serving loads this class without
 * them.
 */
@Command(
        name = "describe",
        customSynopsis = Launcher.COMMAND + " describe MODEL.onnx [--card]",
        mixinStandardHelpOptions = true,
        description = "Shows what was recognised in a model and by which rule, and drafts a card for it.")
final class DescribeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "the model")
    private Path model = Path.of("");

    @Option(names = "--card", description = "print only the draft card, to be saved and completed")
    private boolean card;

    @Override
    public Integer call() {
        return Describe.run(
                model, card, spec.commandLine().getOut(), spec.commandLine().getErr());
    }
}
