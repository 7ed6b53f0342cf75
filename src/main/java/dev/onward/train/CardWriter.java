package dev.onward.train;

import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Confusion;
import dev.onward.model.card.ModelCard.DataSource;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.Feature;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Completes the card that a person wrote with what only the data and the training can tell. */
final class CardWriter {

    private final Draft draft;
    private final TrainingData training;
    private final Kind kind;
    private final LabelledRows data;
    private final CrossValidation.Result chosen;
    private final List<Feature> features;
    private final MadeUpRows madeUp;

    CardWriter(Draft draft, TrainingData training, Kind kind, LabelledRows data, CrossValidation.Result chosen) {
        this.draft = draft;
        this.training = training;
        this.kind = kind;
        this.data = data;
        this.chosen = chosen;
        features = ObservedFeatures.of(draft, training.features().schema(), data);
        madeUp = new MadeUpRows(features, data);
    }

    /** @param file that the data was read from, of which the card gets no more than the name */
    ModelCard write(LinearModel model, Path file, List<String> remarks) {
        ModelCard given = draft.card();
        List<Example> examples = examples(model);
        List<String> notes = new ArrayList<>(given.notes());
        notes.addAll(remarks);
        return new ModelCard(
                given.name(),
                given.title(),
                given.description(),
                given.version(),
                Optional.of(kind.task()),
                kind.labels(),
                Optional.empty(),
                kind.values(),
                features.stream().map(FeatureCard::of).toList(),
                given.columns(),
                examples,
                Wording.method(chosen.candidate(), kind, data.layout()),
                metrics(),
                confusion(),
                Optional.of(source(file)),
                notes,
                golden(model, examples));
    }

    /** Those of the card, or else rows of the data; of confidential data one that is made up. */
    private List<Example> examples(LinearModel model) {
        if (!draft.card().examples().isEmpty()) {
            return draft.card().examples();
        }
        if (!draft.isConfidential()) {
            return TypicalRows.examples(data, model.scaling(), features, kind.classTitles());
        }
        return Stream.of(madeUp.middle())
                .filter(this::mayBeShown)
                .map(row -> new Example("Made up: the middle of the data", Coding.named(features, row)))
                .toList();
    }

    private Optional<Golden> golden(LinearModel model, List<Example> examples) {
        GoldenWriter writer = new GoldenWriter(model, kind, features);
        List<double[]> rows = new ArrayList<>();
        examples.forEach(
                example -> rows.add(Examples.row(example, training.features().schema())));
        if (!draft.isConfidential()) {
            rows.addAll(writer.notable(data));
        }
        madeUp.all(kind.far()).stream().filter(this::mayBeShown).forEach(rows::add);
        return rows.isEmpty() ? Optional.empty() : Optional.of(writer.write(rows));
    }

    /** What is made up may be a row of the data by chance. */
    private boolean mayBeShown(double[] row) {
        return !draft.isConfidential() || !data.contains(row);
    }

    private List<Metric> metrics() {
        String protocol = Wording.protocol(chosen.evaluation(), kind);
        return chosen.evaluation().measures().stream()
                .map(measure -> new Metric(measure.name(), Digits.six(measure.value()), protocol))
                .toList();
    }

    private Optional<Confusion> confusion() {
        return chosen.evaluation() instanceof ClassEvaluation evaluation
                ? Optional.of(new Confusion(Wording.protocol(evaluation, kind), counts(evaluation)))
                : Optional.empty();
    }

    private Map<String, Map<String, Long>> counts(ClassEvaluation evaluation) {
        List<String> labels = kind.labels().stream().map(Label::name).toList();
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (int truth = 0; truth < labels.size(); truth++) {
            Map<String, Long> answers = new LinkedHashMap<>();
            for (int answer = 0; answer < labels.size(); answer++) {
                answers.put(
                        labels.get(answer), evaluation.confusion().get(truth).get(answer));
            }
            counts.put(labels.get(truth), answers);
        }
        return counts;
    }

    private DataSource source(Path file) {
        DataSource given = draft.card().data().orElse(new DataSource("", "", "", "", "", 0, "", false));
        String name = given.name().isEmpty() ? String.valueOf(file.getFileName()) : given.name();
        return new DataSource(
                name,
                given.url(),
                given.license(),
                given.licenseUrl(),
                given.citation(),
                data.size(),
                training.sha256(),
                given.confidential());
    }
}
