package dev.onward.train;

import dev.onward.model.FeatureCard;
import dev.onward.model.Label;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelCard.Confusion;
import dev.onward.model.ModelCard.DataSource;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelCard.Metric;
import dev.onward.model.Task;
import dev.onward.table.Feature;
import dev.onward.table.Observed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Completes the card that a person wrote with what only the data and the training can tell. */
final class CardWriter {

    private final ModelCard draft;
    private final TrainingData training;
    private final LabelledRows data;
    private final CrossValidation.Result chosen;

    CardWriter(ModelCard draft, TrainingData training, LabelledRows data, CrossValidation.Result chosen) {
        this.draft = draft;
        this.training = training;
        this.data = data;
        this.chosen = chosen;
    }

    /** @param file that the data was read from, of which the card gets no more than the name */
    ModelCard write(Classifier classifier, Path file, List<String> remarks) {
        List<Label> labels = labels();
        List<Feature> features = features();
        List<String> names = training.features().schema().names();
        List<Example> examples = draft.examples().isEmpty()
                ? TypicalRows.examples(data, classifier.scaling(), names, labels)
                : draft.examples();
        List<String> notes = new ArrayList<>(draft.notes());
        notes.addAll(remarks);
        return new ModelCard(
                draft.name(),
                draft.title(),
                draft.description(),
                draft.version(),
                Optional.of(Task.CLASSIFICATION),
                labels,
                Optional.empty(),
                draft.values(),
                features.stream().map(FeatureCard::of).toList(),
                draft.columns(),
                examples,
                Wording.method(chosen.candidate(), data.features()),
                metrics(),
                Optional.of(confusion(labels)),
                Optional.of(source(file)),
                notes,
                Optional.of(new GoldenWriter(classifier, features, labels).write(examples, data)));
    }

    private List<Label> labels() {
        Map<String, Label> titled = draft.labels().stream().collect(Collectors.toMap(Label::name, label -> label));
        return training.target().labels().stream()
                .map(name -> titled.getOrDefault(name, new Label(name, name)))
                .toList();
    }

    private List<Feature> features() {
        Map<String, FeatureCard> described =
                draft.features().stream().collect(Collectors.toMap(FeatureCard::name, f -> f));
        List<Feature> read = training.features().schema().features();
        return IntStream.range(0, read.size())
                .mapToObj(i -> observed(described(described, read.get(i)), i))
                .toList();
    }

    private static Feature described(Map<String, FeatureCard> described, Feature read) {
        FeatureCard card = described.get(read.name());
        return card == null ? read : card.complete(read);
    }

    private Feature observed(Feature feature, int position) {
        Statistics seen = Statistics.of(data.size(), row -> data.row(row)[position]);
        double mean = Digits.six(seen.mean());
        // Rounding must not carry the mean of a narrow column beyond its extremes, which stay exact.
        double inside = Math.max(seen.minimum(), Math.min(seen.maximum(), mean));
        Observed observed = new Observed(seen.minimum(), seen.maximum(), inside, Digits.six(seen.standardDeviation()));
        return feature.withObserved(observed, feature.step().orElse(step(seen, position)));
    }

    /** A spinner's step: about a twentieth of the deviation, and whole where all values are. */
    private double step(Statistics seen, int position) {
        boolean whole = IntStream.range(0, data.size()).allMatch(row -> data.row(row)[position] % 1 == 0);
        double step = seen.isConstant() ? 1 : Digits.tenthPowerOfTen(seen.standardDeviation());
        return whole ? Math.max(1, step) : step;
    }

    private List<Metric> metrics() {
        Evaluation evaluation = chosen.evaluation();
        String protocol = Wording.protocol(evaluation);
        return List.of(
                new Metric("accuracy", Digits.six(evaluation.accuracy()), protocol),
                new Metric("errors", evaluation.errors(), protocol),
                new Metric("log-loss", Digits.six(evaluation.logLoss()), protocol),
                new Metric("Brier score", Digits.six(evaluation.brier()), protocol),
                new Metric("AUC", Digits.six(evaluation.auc()), protocol));
    }

    private Confusion confusion(List<Label> labels) {
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (int truth = 0; truth < labels.size(); truth++) {
            Map<String, Long> answers = new LinkedHashMap<>();
            for (int answer = 0; answer < labels.size(); answer++) {
                answers.put(
                        labels.get(answer).name(),
                        chosen.evaluation().confusion().get(truth).get(answer));
            }
            counts.put(labels.get(truth).name(), answers);
        }
        return new Confusion(Wording.protocol(chosen.evaluation()), counts);
    }

    private DataSource source(Path file) {
        DataSource given = draft.data().orElse(new DataSource("", "", "", "", "", 0, ""));
        String name = given.name().isEmpty() ? String.valueOf(file.getFileName()) : given.name();
        return new DataSource(
                name,
                given.url(),
                given.license(),
                given.licenseUrl(),
                given.citation(),
                data.size(),
                training.sha256());
    }
}
