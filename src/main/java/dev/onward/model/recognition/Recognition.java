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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Recognises the meaning of a graph's outputs by the operators that compute them, never by the values. Outputs that no
 * rule recognises are returned under their names.
 */
public final class Recognition {

    private final OnnxFile file;
    private final ModelCard card;
    private final OutputLineage lineage;
    private final List<String> mismatches;
    private final String origin;
    private final List<String> sentences = new ArrayList<>();

    /** @param mismatches receives every mismatch between the card and the graph */
    public Recognition(OnnxFile file, ModelCard card, List<String> mismatches, String origin) {
        this.file = file;
        this.origin = origin;
        this.card = card;
        this.lineage = new OutputLineage(file.graph());
        this.mismatches = mismatches;
    }

    /** The meaning of each output, and the rule by which it was recognised. */
    public List<String> sentences() {
        return sentences;
    }

    /** @param all the outputs with one row for each input row; at least one */
    public OutputMapping recognise(List<GraphOutput> all) {
        List<GraphOutput> outputs = marked(all);
        Optional<OutputMapping> classes = isTask(Task.REGRESSION) ? Optional.empty() : classes(outputs);
        if (classes.isPresent()) {
            return classes.get();
        }
        if (isTask(Task.CLASSIFICATION)) {
            mismatches.add(
                    "the card's task is classification: expected the graph to output a label and a number for each"
                            + " label in the card, got "
                            + outputs.stream().map(GraphOutput::toString).collect(Collectors.joining(", ")));
        }
        if (outputs.stream().allMatch(output -> output.isFloat() && output.width() > 0)) {
            return values(outputs);
        }
        if (isTask(Task.REGRESSION)) {
            mismatches.add("the card's task is regression: expected the graph to output only floating-point"
                    + " numbers, got "
                    + outputs.stream().map(GraphOutput::toString).collect(Collectors.joining(", ")));
        }
        return outputs(outputs);
    }

    /**
     * The outputs that the tool marked as the prediction, or all. Of a binary classifier's score and its probability,
     * the latter if an operator shows that it is one.
     */
    private List<GraphOutput> marked(List<GraphOutput> outputs) {
        List<GraphOutput> marked = outputs.stream()
                .filter(output -> file.predictionOutputs().contains(output.name()))
                .toList();
        if (!marked.isEmpty()) {
            outputs.stream()
                    .filter(output -> !marked.contains(output))
                    .forEach(output -> say(output.name(), "left out, because ML.NET's names mark the prediction"));
        }
        Optional<GraphOutput> label = only(marked, this::couldBeLabel);
        List<GraphOutput> numbers = marked.stream().filter(GraphOutput::isFloat).toList();
        if (label.isPresent() && numbers.size() > 1) {
            GraphOutput number = numbers.stream()
                    .filter(output -> lineage.probabilities(output.name()).isPresent())
                    .findFirst()
                    .orElse(numbers.get(0));
            return List.of(label.get(), number);
        }
        return marked.isEmpty() ? outputs : marked;
    }

    /** The class names of a ZipMap, if there is one for each number. */
    private Optional<List<String>> zipped(GraphOutput output) {
        return file.zipMapLabels(output.name())
                .filter(names -> output.width() == 0 || names.size() == output.width())
                .filter(names -> new HashSet<>(names).size() == names.size());
    }

    private boolean isTask(Task task) {
        return card.task().equals(Optional.of(task));
    }

    private Optional<OutputMapping> classes(List<GraphOutput> outputs) {
        Optional<GraphOutput> label = only(outputs, this::couldBeLabel);
        if (label.isPresent() && outputs.size() > 2) {
            return columns(label.get(), outputs);
        }
        Optional<GraphOutput> scores = only(outputs, GraphOutput::isFloat);
        if (outputs.size() != (label.isPresent() ? 1 : 0) + (scores.isPresent() ? 1 : 0)) {
            return Optional.empty();
        }
        if (scores.isEmpty()) {
            return label.flatMap(this::labelAlone);
        }
        if (label.isEmpty()) {
            return scoresAlone(scores.get());
        }
        if (isOutlierDetector(label.get(), scores.get())) {
            return Optional.of(outliers(label.get(), scores.get()));
        }
        return named(label, scores.get()).flatMap(names -> together(label.get(), scores.get(), names));
    }

    /** A label, and for each of its classes an output with the score of this class. */
    private Optional<OutputMapping> columns(GraphOutput label, List<GraphOutput> outputs) {
        List<String> scores = outputs.stream()
                .filter(output -> output.isFloat() && output.width() == 1)
                .map(GraphOutput::name)
                .toList();
        Optional<String> whole = scores.size() == outputs.size() - 1 ? lineage.columns(scores) : Optional.empty();
        return lineage.classes(label.name())
                .filter(classes -> whole.isPresent())
                .flatMap(classes -> classes.names()
                        .filter(names -> new HashSet<>(names).size() == scores.size())
                        .map(names -> new ClassNames(names, false, "named by " + classes.operator())))
                .map(named -> {
                    say(label.name(), "the predicted class; classes " + named.rule());
                    return classes(
                            Optional.of(label), scores, BinaryScore.NONE, named, lineage.probabilities(whole.get()));
                });
    }

    private boolean isOutlierDetector(GraphOutput label, GraphOutput score) {
        return label.kind() == GraphOutput.Kind.INTEGER
                && score.width() == 1
                && lineage.isSign(label.name(), score.name());
    }

    /** Outlier detectors of scikit-learn return -1 for an outlier and 1 for an inlier, with a score of this sign. */
    private OutputMapping outliers(GraphOutput label, GraphOutput score) {
        ClassNames signs = new ClassNames(List.of("-1", "1"), true, "numbered by the sign of the score");
        say(label.name(), "an outlier (-1) or an inlier (1), " + signs.rule());
        say(score.name(), "the score of an inlier; that of an outlier has the opposite sign");
        List<Label> labels = card.labels().isEmpty()
                ? List.of(Label.of("outlier"), Label.of("inlier"))
                : signs.labels(card.labels(), mismatches);
        return new OutputMapping.Classes(
                Optional.of(label.name()),
                new OutputMapping.Scores(List.of(score.name()), BinaryScore.OPPOSITE, false),
                new OutputMapping.ClassLabels(signs.names(), labels, false));
    }

    private boolean couldBeLabel(GraphOutput output) {
        return output.couldBeLabel() || isMarkedBoolean(output);
    }

    /** Checks whether the output is the label of a binary classifier whose classes are false and true. */
    private boolean isMarkedBoolean(GraphOutput output) {
        return output.kind() == GraphOutput.Kind.BOOLEAN
                && file.predictionOutputs().contains(output.name());
    }

    private static Optional<GraphOutput> only(List<GraphOutput> outputs, Predicate<GraphOutput> condition) {
        List<GraphOutput> matching = outputs.stream().filter(condition).toList();
        return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
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
            return Optional.of(new ClassNames(zipped.get(), false, "named by the ZipMap"));
        }
        if (classes.isPresent() && classes.get().names().isPresent()) {
            return Optional.of(new ClassNames(
                    classes.get().names().get(),
                    false,
                    "named by " + classes.get().operator()));
        }
        if (label.filter(this::isMarkedBoolean).isPresent()) {
            return Optional.of(new ClassNames(List.of("false", "true"), false, "named by their type"));
        }
        int width = scores.width() > 0 ? scores.width() : card.labels().size();
        if (classes.isPresent() && width > 1) {
            return Optional.of(ClassNames.numbered(
                    classes.get().first(), width, "numbered by " + classes.get().operator()));
        }
        return isTask(Task.CLASSIFICATION) && card.labels().size() > 1
                ? Optional.of(
                        new ClassNames(card.labels().stream().map(Label::name).toList(), false, "named by the card"))
                : Optional.empty();
    }

    private Optional<OutputMapping> together(GraphOutput label, GraphOutput scores, ClassNames named) {
        boolean oneOfTwo = scores.width() == 1 && named.names().size() == 2;
        boolean second = lineage.selected(scores.name()).equals(Optional.of(1)) || isMarkedBoolean(label);
        if (!(oneOfTwo && second)
                && scores.width() > 0
                && scores.width() != named.names().size()) {
            return Optional.empty();
        }
        Optional<String> proof = proof(scores);
        BinaryScore binary =
                !oneOfTwo ? BinaryScore.NONE : proof.isPresent() ? BinaryScore.PROBABILITY : BinaryScore.OPPOSITE;
        say(label.name(), "the predicted class; classes " + named.rule());
        return Optional.of(classes(Optional.of(label), List.of(scores.name()), binary, named, proof));
    }

    private Optional<OutputMapping> labelAlone(GraphOutput label) {
        boolean namesClasses = lineage.classes(label.name()).isPresent();
        if (!namesClasses && label.kind() != GraphOutput.Kind.TEXT && !isTask(Task.CLASSIFICATION)) {
            return Optional.empty();
        }
        say(label.name(), "the predicted class, without scores");
        return Optional.of(new OutputMapping.OpenClasses(label.name(), isWhole(label)));
    }

    /** Numbers without a label are those of classes if a ZipMap, the card or the last operator shows it. */
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
        ClassNames named = zipped.map(names -> new ClassNames(names, false, "named by the ZipMap"))
                .orElseGet(() -> ClassNames.numbered(0, classes, "numbered by position"));
        return Optional.of(classes(Optional.empty(), List.of(scores.name()), binary, named, proof));
    }

    private OutputMapping classes(
            Optional<GraphOutput> label,
            List<String> scores,
            BinaryScore binary,
            ClassNames named,
            Optional<String> proof) {
        if (label.isPresent()) {
            named.check(origin);
        }
        boolean probabilities = card.probabilities().orElse(proof.isPresent());
        String source = card.probabilities().isPresent()
                ? "according to the card"
                : proof.map(operator -> "from " + operator).orElse("not known to be probabilities");
        String kind = (probabilities ? "probabilities (" : "scores (") + source + ") of ";
        if (scores.size() == 1) {
            say(scores.get(0), kind + named.names().size() + " classes (" + named.listed() + "), " + named.rule());
        } else {
            sentences.add("outputs " + scores.stream().map(Text::quote).collect(Collectors.joining(", ")) + ": " + kind
                    + "the classes (" + named.listed() + "), " + named.rule());
        }
        List<Label> labels = labels(named);
        boolean renamed = !labels.stream().map(Label::name).toList().equals(named.names());
        boolean whole =
                label.map(Recognition::isWhole).orElse(named.numbered() || file.hasIntegerZipMapLabels(scores.get(0)));
        return new OutputMapping.Classes(
                label.map(GraphOutput::name),
                new OutputMapping.Scores(scores, binary, probabilities),
                new OutputMapping.ClassLabels(named.names(), labels, whole && !renamed));
    }

    /** The classes with the names and titles of the card, or else those that the file has beside the graph's. */
    private List<Label> labels(ClassNames named) {
        return file.scoreNames()
                .filter(names -> card.labels().isEmpty()
                        && names.size() == named.names().size()
                        && new HashSet<>(names).size() == names.size())
                .map(names -> names.stream().map(Label::of).toList())
                .orElseGet(() -> named.labels(card.labels(), mismatches));
    }

    private static boolean isWhole(GraphOutput label) {
        return label.kind() == GraphOutput.Kind.INTEGER;
    }

    /** The operator, or the ZipMap, that shows numbers to be probabilities. */
    private Optional<String> proof(GraphOutput scores) {
        Optional<String> proof = lineage.probabilities(scores.name());
        boolean zipped = zipped(scores).isPresent() && !lineage.isRawScores(scores.name());
        return proof.isPresent() || !zipped ? proof : Optional.of("a ZipMap");
    }

    private OutputMapping values(List<GraphOutput> outputs) {
        List<Value> values = GraphOutput.names(outputs).stream().map(Value::of).toList();
        if (card.values().stream().map(Value::name).distinct().count()
                < card.values().size()) {
            mismatches.add("expected unique value names");
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
        List<GraphOutput> sized =
                outputs.stream().filter(output -> output.width() > 0).toList();
        say(sized, "meaning unknown, returned under its own name");
        return new OutputMapping.NamedOutputs(
                sized.stream().map(GraphOutput::name).toList(), GraphOutput.names(sized));
    }

    private void say(List<GraphOutput> outputs, String what) {
        outputs.forEach(output -> say(output.name(), what));
    }

    private void say(String output, String what) {
        sentences.add("output " + Text.quote(output) + ": " + what);
    }
}
