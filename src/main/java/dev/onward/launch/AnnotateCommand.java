package dev.onward.launch;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The options of {@code annotate}. Names no class of the application, which is not there when the command only shows.
 */
@Command(
        name = "annotate",
        mixinStandardHelpOptions = true,
        description =
                "Writes names, titles, ranges, examples and golden rows into a model's file; its graph stays as it"
                        + " is.")
final class AnnotateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "the model")
    private Path model = Path.of("");

    @Option(
            names = "--card",
            paramLabel = "CARD.json",
            description = "what a person says of it; \"describe --card\" prints one to start from")
    private @Nullable Path card;

    @Option(
            names = "--data",
            paramLabel = "DATA.csv",
            description = "rows of its features, for names, ranges, examples and golden rows")
    private @Nullable Path data;

    @Option(names = "--target", paramLabel = "COLUMN", description = "the column of the data with the right answers")
    private @Nullable String target;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT.onnx",
            description = "where the model with its card goes; may be the model's own file")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        if (card == null && data == null) {
            throw new ParameterException(spec.commandLine(), "expected --card, --data or both");
        }
        if (target != null && data == null) {
            throw new ParameterException(spec.commandLine(), "--target names a column of --data, which is missing");
        }
        return Annotate.run(
                model,
                Optional.ofNullable(card),
                Optional.ofNullable(data),
                Optional.ofNullable(target),
                out,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
    }
}
