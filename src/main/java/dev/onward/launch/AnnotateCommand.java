package dev.onward.launch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
 * The options of {@code annotate}. Has no application class in a signature, because serving loads this class without
 * them.
 */
@Command(
        name = "annotate",
        customSynopsis = {
            Launcher.COMMAND + " annotate MODEL.onnx --card CARD.json --out OUT.onnx",
            "       " + Launcher.COMMAND + " annotate MODEL.onnx --data DATA.csv --out OUT.onnx"
        },
        mixinStandardHelpOptions = true,
        description = "Adds a card (names, titles, ranges, examples, golden rows) to a model file; the graph does not"
                + " change.")
final class AnnotateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "MODEL.onnx", description = "the model to annotate")
    private Path model = Path.of("");

    @Option(
            names = "--card",
            paramLabel = "CARD.json",
            description = "the card to add; \"describe --card\" prints a draft")
    private @Nullable Path card;

    @Option(
            names = "--data",
            paramLabel = "DATA.csv",
            description = "a CSV file with values for the model's features; names, ranges, examples and golden rows are"
                    + " taken from it")
    private @Nullable Path data;

    @Option(
            names = "--names-from",
            paramLabel = "FILE.csv",
            description = "a CSV file whose header has the names of the features, in the order of the model's columns;"
                    + " nothing else is taken from it")
    private @Nullable Path namesFrom;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "the column of the CSV file with the true labels or values; used to evaluate the model on"
                    + " DATA.csv")
    private @Nullable String target;

    @Option(
            names = "--held-out",
            description =
                    "state that DATA.csv was not used to train the model, so the model is evaluated on data it has not"
                            + " seen")
    private boolean heldOut;

    @Option(
            names = "--group",
            paramLabel = "NAME=CONDITION",
            description = "a named group of rows with which predictions can be compared, such as"
                    + " --group approved=\"label=1\" or --group elderly=\"age>=60\"; may be repeated")
    private Map<String, String> groups = new LinkedHashMap<>();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "OUT.onnx",
            description = "the file to write; may be MODEL.onnx")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        if (card == null && data == null && namesFrom == null) {
            throw new ParameterException(
                    spec.commandLine(), "expected at least one of --card, --data and --names-from");
        }
        if (target != null && data == null && namesFrom == null) {
            throw new ParameterException(spec.commandLine(), "--target requires --data or --names-from");
        }
        if (data == null && (heldOut || !groups.isEmpty())) {
            throw new ParameterException(spec.commandLine(), (heldOut ? "--held-out" : "--group") + " requires --data");
        }
        if (heldOut && target == null) {
            throw new ParameterException(spec.commandLine(), "--held-out requires --target");
        }
        return Annotate.run(
                this, spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    Path model() {
        return model;
    }

    Optional<Path> card() {
        return Optional.ofNullable(card);
    }

    Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    Optional<Path> namesFrom() {
        return Optional.ofNullable(namesFrom);
    }

    Optional<String> target() {
        return Optional.ofNullable(target);
    }

    boolean heldOut() {
        return heldOut;
    }

    Map<String, String> groups() {
        return groups;
    }

    Path out() {
        return out;
    }
}
