package dev.onward.page;

import dev.onward.model.Matrix;
import dev.onward.model.Prediction;
import dev.onward.model.card.Label;
import dev.onward.page.Answer.Bar;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** A classifier's answer in words: bars for probabilities, and a table for scores, which have no known scale. */
final class ClassAnswer {

    /** Of more classes than this the nearest to being the answer are shown. */
    private static final int MOST_CLASSES = 10;

    private final Prediction.Classes classes;
    private final Matrix scores;
    private final Label chosen;

    private ClassAnswer(Prediction.Classes classes, Matrix scores) {
        this.classes = classes;
        this.scores = scores;
        this.chosen = classes.label(0);
    }

    static Answer of(Prediction.Classes classes) {
        return classes.scores()
                .map(scores -> new ClassAnswer(classes, scores).answer())
                .orElseGet(() -> new Answer("", classes.label(0).title(), "", List.of(), "", List.of(), "", ""));
    }

    private Answer answer() {
        List<Integer> shown = shown();
        int others = scores.columns() - shown.size();
        boolean probabilities = classes.areProbabilities();
        return new Answer(
                "",
                chosen.title(),
                "",
                probabilities ? shown.stream().map(this::bar).toList() : List.of(),
                probabilities ? "" : "Scores of the classes, which are not known to be probabilities",
                probabilities ? List.of() : shown.stream().map(this::line).toList(),
                Answer.more(others, "class", "classes"),
                Answer.warning(
                        classes,
                        IntStream.range(0, scores.columns())
                                .mapToObj(this::line)
                                .toList()));
    }

    /** All classes in their order if they are few; else the answer and those that come next. */
    private List<Integer> shown() {
        List<Integer> all = IntStream.range(0, scores.columns()).boxed().toList();
        if (all.size() <= MOST_CLASSES) {
            return all;
        }
        double sign = isLeast() ? 1 : -1;
        return all.stream()
                .sorted(Comparator.<Integer, Boolean>comparing(i -> !label(i).equals(chosen))
                        .thenComparing(i -> sign * scores.get(0, i)))
                .limit(MOST_CLASSES)
                .toList();
    }

    /** Whether the least score wins, as with distances. */
    private boolean isLeast() {
        double own = scores.get(0, classes.labels().indexOf(chosen));
        return !classes.areProbabilities()
                && IntStream.range(0, scores.columns()).noneMatch(i -> scores.get(0, i) < own);
    }

    private Bar bar(int column) {
        double probability = scores.get(0, column);
        boolean isNumber = Double.isFinite(probability);
        return new Bar(
                label(column).name(),
                label(column).title(),
                isNumber ? Double.toString(probability) : "",
                isNumber ? Figures.percent(probability) : Line.NO_NUMBER,
                label(column).equals(chosen));
    }

    private Line line(int column) {
        Label label = label(column);
        return Line.of(label.name(), label.title(), scores, column, "", label.equals(chosen));
    }

    private Label label(int column) {
        return classes.labels().get(column);
    }
}
