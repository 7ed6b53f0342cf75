package dev.onward.model.recognition;

import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.Task;
import dev.onward.model.card.Value;
import dev.onward.model.recognition.OutputLineage.Classes;
import dev.onward.model.recognition.OutputMapping.BinaryScore;
import dev.onward.onnx.OnnxFile;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Recognises what the graph's outputs are, by rules that look at the operators that make them and never at the size of
 * a number. What no rule recognises is answered by its name.
 */
public final class Recognition {

    private final OnnxFile file;
    private final ModelCard card;
    private final OutputLineage lineage;
    private final List<String> mismatches;
    private final String origin;
    private final List<String> sentences = new ArrayList<>();

    /** @param mismatches gets everything in which the card does not fit the graph */
    public Recognition(OnnxFile file, ModelCard card, List<String> mismatches, String origin) {
        this.file = file;
        this.origin = origin;
        this.card = card;
        this.lineage = new OutputLineage(file.graph());
        this.mismatches = mismatches;
    }

    /** What was recognised, and by which rule. */
    public List<String> sentences() {
        return sentences;
    }

    /** @param outputs those of rows; at least one */
    public OutputMapping recognise(List<GraphOutput> outputs) {
        Optional<OutputMapping> classes = isTask(Task.REGRESSION) ? Optional.empty() : classes(outputs);
        if (classes.isPresent()) {
            return classes.get();
        }
        if (isTask(Task.CLASSIFICATION)) {
            mismatches.add("the card says classification, and no output of the graph is known to be a class;"
                    + " expected a label and a number for each label of the card, got "
                    + outputs.stream().map(GraphOutput::toString).collect(Collectors.joining(", ")));
        }
        if (outputs.stream().allMatch(output -> output.isDecimal() && output.width() > 0)) {
            return values(outputs);
        }
        if (isTask(Task.REGRESSION)) {
            mismatches.add("the card says regression, and not all outputs of the graph are decimal numbers");
        }
        return outputs(outputs);
    }

    /** The class names of a ZipMap, if they are as many as there are numbers. */
    private Optional<List<String>> zipped(GraphOutput output) {
        return file.zipped(output.name())
                .filter(names -> output.width() == 0 || names.size() == output.width())
                .filter(names -> new HashSet<>(names).size() == names.size());
    }

    private boolean isTask(Task task) {
        return card.task().equals(Optional.of(task));
    }

    private Optional<OutputMapping> classes(List<GraphOutput> outputs) {
        Optional<GraphOutput> label = only(outputs, GraphOutput::couldBeLabel);
        Optional<GraphOutput> scores = only(outputs, GraphOutput::isDecimal);
        if (outputs.size() != (label.isPresent() ? 1 : 0) + (scores.isPresent() ? 1 : 0)) {
            return Optional.empty();
        }
        if (scores.isEmpty()) {
            return label.flatMap(this::labelAlone);
        }
        if (label.isEmpty()) {
            return scoresAlone(scores.get());
        }
        return named(label, scores.get()).flatMap(names -> together(label.get(), scores.get(), names));
    }

    private static Optional<GraphOutput> only(List<GraphOutput> outputs, Function<GraphOutput, Boolean> isWanted) {
        List<GraphOutput> wanted = outputs.stream().filter(isWanted::apply).toList();
        return wanted.size() == 1 ? Optional.of(wanted.get(0)) : Optional.empty();
    }

    private Optional<ClassNames> named(Optional<GraphOutput> label, GraphOutput scores) {
        Optional<List<String>> zipped = zipped(scores);
        Optional<Classes> classes = label.flatMap(output -> lineage.classes(output.name()));
        boolean contradicted = classes.flatMap(Classes::names)
                .filter(names -> zipped.isPresent() && !names.equals(zipped.get()))
                .isPresent();
        boolean ambiguous = classes.flatMap(Classes::names)
                .filter(names -> new HashSet<>(names).size() < names.size())
                .isPresent();
        if (contradicted || ambiguous) {
            return Optional.empty();
        }
        if (zipped.isPresent()) {
            return Optional.of(new ClassNames(zipped.get(), false, "its ZipMap"));
        }
        if (classes.isPresent() && classes.get().names().isPresent()) {
            return Optional.of(new ClassNames(
                    classes.get().names().get(), false, classes.get().operator()));
        }
        int width = scores.width() > 0 ? scores.width() : card.labels().size();
        if (classes.isPresent() && width > 1) {
            return Optional.of(ClassNames.numbered(
                    width, "the position that " + classes.get().operator() + " finds"));
        }
        return isTask(Task.CLASSIFICATION) && card.labels().size() > 1
                ? Optional.of(
                        new ClassNames(card.labels().stream().map(Label::name).toList(), false, "the card"))
                : Optional.empty();
    }

    private Optional<OutputMapping> together(GraphOutput label, GraphOutput scores, ClassNames named) {
        boolean oneOfTwo = scores.width() == 1 && named.names().size() == 2;
        boolean second = lineage.selected(scores.name()).equals(Optional.of(1));
        if (!(oneOfTwo && second)
                && scores.width() > 0
                && scores.width() != named.names().size()) {
            return Optional.empty();
        }
        Optional<String> proof = proof(scores);
        BinaryScore binary = !oneOfTwo ? BinaryScore.NONE : proof.isPresent() ? BinaryScore.PROBABILITY : BinaryScore.OPPOSITE;
        say(label.name(), "the class, named by " + named.rule());
        return Optional.of(classes(Optional.of(label), scores, binary, named, proof));
    }

    private Optional<OutputMapping> labelAlone(GraphOutput label) {
        boolean known = lineage.classes(label.name()).isPresent();
        if (!known && label.kind() != GraphOutput.Kind.TEXT && !isTask(Task.CLASSIFICATION)) {
            return Optional.empty();
        }
        say(label.name(), "the class, without scores");
        return Optional.of(new OutputMapping.OpenClasses(label.name(), isWhole(label)));
    }

    /** Numbers alone are classes if they came as a ZipMap, or if a card or their last operator says so. */
    private Optional<OutputMapping> scoresAlone(GraphOutput scores) {
        Optional<String> proof = proof(scores);
        Optional<List<String>> zipped = zipped(scores);
        boolean softmax = proof.equals(Optional.of("Softmax")) && scores.width() > 1;
        boolean sigmoid = proof.equals(Optional.of("Sigmoid")) && scores.width() == 1;
        boolean stated = isTask(Task.CLASSIFICATION)
                && (scores.width() == card.labels().size()
                        || (scores.width() == 1 && card.labels().size() == 2));
        if (zipped.isEmpty() && !softmax && !sigmoid && !stated) {
            return Optional.empty();
        }
        int classes = scores.width() == 1 ? 2 : scores.width();
        BinaryScore binary = scores.width() != 1 || zipped.isPresent()
                ? BinaryScore.NONE
                : proof.isPresent() ? BinaryScore.PROBABILITY : BinaryScore.OPPOSITE;
        ClassNames named = zipped.map(names -> new ClassNames(names, false, "its ZipMap"))
                .orElseGet(() -> ClassNames.numbered(classes, "their position"));
        return Optional.of(classes(Optional.empty(), scores, binary, named, proof));
    }

    private OutputMapping classes(
            Optional<GraphOutput> label, GraphOutput scores, BinaryScore binary, ClassNames named, Optional<String> proof) {
        if (label.isPresent()) {
            named.check(origin);
        }
        boolean probabilities = card.probabilities().orElse(proof.isPresent());
        String rule = card.probabilities().isPresent()
                ? ", as the card says"
                : proof.map(operator -> ", since they come from " + operator)
                        .orElse("; nothing shows that they are probabilities");
        say(
                scores.name(),
                (probabilities ? "probabilities of " : "scores of ")
                        + named.names().size() + " classes (" + named.listed() + "), named by " + named.rule() + rule);
        List<Label> labels = named.labels(card.labels(), mismatches);
        boolean renamed = !labels.stream().map(Label::name).toList().equals(named.names());
        boolean whole =
                label.map(Recognition::isWhole).orElse(named.numbered() || file.isZippedByNumbers(scores.name()));
        return new OutputMapping.Classes(
                label.map(GraphOutput::name),
                new OutputMapping.Scores(scores.name(), binary, probabilities),
                new OutputMapping.ClassLabels(named.names(), labels, whole && !renamed));
    }

    private static boolean isWhole(GraphOutput label) {
        return label.kind() == GraphOutput.Kind.WHOLE;
    }

    /** The operator by which numbers are known to be probabilities, or that they came as a map from names. */
    private Optional<String> proof(GraphOutput scores) {
        Optional<String> proof = lineage.probabilities(scores.name());
        boolean zipped = zipped(scores).isPresent() && !lineage.isRawScores(scores.name());
        return proof.isPresent() || !zipped ? proof : Optional.of("a ZipMap");
    }

    private OutputMapping values(List<GraphOutput> outputs) {
        List<Value> values = GraphOutput.names(outputs).stream().map(Value::of).toList();
        if (card.values().stream().map(Value::name).distinct().count()
                < card.values().size()) {
            mismatches.add("expected unique names of values");
        }
        if (!card.values().isEmpty() && card.values().size() != values.size()) {
            mismatches.add("expected " + values.size() + " values, got "
                    + card.values().size());
        }
        outputs.forEach(output -> say(output.name(), output.width() == 1 ? "one number" : output.width() + " numbers"));
        return new OutputMapping.Values(
                outputs.stream().map(GraphOutput::name).toList(),
                card.values().size() == values.size() ? card.values() : values);
    }

    private OutputMapping outputs(List<GraphOutput> outputs) {
        List<GraphOutput> known =
                outputs.stream().filter(output -> output.width() > 0).toList();
        say(known, "answered by name, since no rule says what it is");
        return new OutputMapping.NamedOutputs(known.stream().map(GraphOutput::name).toList(), GraphOutput.names(known));
    }

    private void say(List<GraphOutput> outputs, String what) {
        outputs.forEach(output -> say(output.name(), what));
    }

    private void say(String output, String what) {
        sentences.add("output " + Text.quote(output) + ": " + what);
    }
}
