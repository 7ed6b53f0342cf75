package dev.onward.train;

import dev.onward.dataset.Digits;
import dev.onward.dataset.NumericProfile;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.Label;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Confusion;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.Metric;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.train.data.FeatureEncoding;
import dev.onward.train.data.LabelledRows;
import dev.onward.train.data.TrainingData;
import dev.onward.train.estimator.CrossValidation;
import dev.onward.train.estimator.Estimator;
import dev.onward.train.estimator.LinearModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Completes the user's card with what follows from the data and the training. */
final class CardWriter {

    private final UserCard userCard;
    private final TrainingData training;
    private final Estimator estimator;
    private final LabelledRows data;
    private final CrossValidation.Result chosen;
    private final List<Feature> features;
    private final SyntheticRows synthetic;

    CardWriter(
            UserCard userCard,
            TrainingData training,
            Estimator estimator,
            LabelledRows data,
            CrossValidation.Result chosen) {
        this.userCard = userCard;
        this.training = training;
        this.estimator = estimator;
        this.data = data;
        this.chosen = chosen;
        Schema schema = training.features().schema();
        features = IntStream.range(0, schema.size())
                .mapToObj(i -> profiled(described(schema.feature(i)), i))
                .toList();
        synthetic = new SyntheticRows(features, data);
    }

    /** @param file the data file; the card contains its name without the folder */
    ModelCard write(LinearModel model, Path file, List<String> remarks) {
        ModelCard declared = userCard.card();
        List<Example> examples = examples(model);
        List<String> notes = new ArrayList<>(declared.notes());
        notes.addAll(remarks);
        return declared.toBuilder()
                .task(Optional.of(estimator.task()))
                .labels(estimator.labels())
                .probabilities(Optional.empty())
                .values(estimator.values())
                .features(features.stream().map(this::featureCard).toList())
                .examples(examples)
                .method(Optional.of(Wording.method(chosen.candidate(), estimator, data.design())))
                .metrics(metrics())
                .confusion(confusion())
                .data(Optional.of(source(file)))
                .notes(notes)
                .golden(golden(model, examples))
                .build();
    }

    private FeatureCard featureCard(Feature feature) {
        FeatureCard card = FeatureCard.of(feature);
        return userCard.feature(feature.name()).map(card::withDisplayOf).orElse(card);
    }

    /** The feature as read from the data, completed by the card. */
    private Feature described(Feature read) {
        Optional<FeatureCard> card = userCard.feature(read.name());
        return card.map(of -> of.complete(read)).orElse(read);
    }

    /** The feature with the profile of its column, if it is numeric. */
    private Feature profiled(Feature feature, int position) {
        if (feature.type() == DataType.STRING || feature.type() == DataType.BOOLEAN) {
            return feature;
        }
        NumericProfile profile = NumericProfile.of(data.size(), row -> data.row(row)[position]);
        boolean areWhole = IntStream.range(0, data.size()).allMatch(row -> data.row(row)[position] % 1 == 0);
        return feature.toBuilder()
                .observed(Optional.of(profile.statistics()))
                .step(OptionalDouble.of(feature.step().orElse(profile.step(areWhole))))
                .build();
    }

    /** The examples of the user's card, or else rows of the data, or a synthetic row if the data is confidential. */
    private List<Example> examples(LinearModel model) {
        if (!userCard.card().examples().isEmpty()) {
            return userCard.card().examples();
        }
        if (!userCard.isConfidential()) {
            return TypicalRows.examples(data, model, features, estimator.classTitles());
        }
        return Stream.of(synthetic.middle())
                .filter(this::mayBePublished)
                .map(row ->
                        new Example("Synthetic: mean and most frequent values", FeatureEncoding.named(features, row)))
                .toList();
    }

    private Optional<Golden> golden(LinearModel model, List<Example> examples) {
        GoldenRowSelection selection = new GoldenRowSelection(model, estimator, features);
        List<double[]> rows = new ArrayList<>();
        examples.forEach(example ->
                rows.add(FeatureEncoding.row(example, training.features().schema())));
        if (!userCard.isConfidential()) {
            rows.addAll(selection.select(data));
        }
        synthetic.all(estimator.syntheticDistance()).stream()
                .filter(this::mayBePublished)
                .forEach(rows::add);
        return rows.isEmpty() ? Optional.empty() : Optional.of(selection.golden(rows));
    }

    /** A synthetic row may happen to be a row of the data. */
    private boolean mayBePublished(double[] row) {
        return !userCard.isConfidential() || !data.contains(row);
    }

    private List<Metric> metrics() {
        Optional<String> protocol = Optional.of(Wording.protocol(chosen.evaluation(), estimator));
        return chosen.evaluation().measures().stream()
                .map(measure -> new Metric(measure.name(), Digits.six(measure.value()), protocol))
                .toList();
    }

    private Optional<Confusion> confusion() {
        List<List<Long>> counts = chosen.evaluation().confusion();
        return counts.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Confusion(Optional.of(Wording.protocol(chosen.evaluation(), estimator)), byLabels(counts)));
    }

    private Map<String, Map<String, Long>> byLabels(List<List<Long>> confusion) {
        List<String> labels = estimator.labels().stream().map(Label::name).toList();
        Map<String, Map<String, Long>> counts = new LinkedHashMap<>();
        for (int truth = 0; truth < labels.size(); truth++) {
            Map<String, Long> answers = new LinkedHashMap<>();
            for (int answer = 0; answer < labels.size(); answer++) {
                answers.put(labels.get(answer), confusion.get(truth).get(answer));
            }
            counts.put(labels.get(truth), answers);
        }
        return counts;
    }

    private DataSource source(Path file) {
        DataSource declared =
                userCard.card().data().orElseGet(() -> DataSource.builder().build());
        return declared.toBuilder()
                .name(declared.name().or(() -> Optional.of(String.valueOf(file.getFileName()))))
                .rows(OptionalLong.of(data.size()))
                .sha256(Optional.of(training.sha256()))
                .build();
    }
}
