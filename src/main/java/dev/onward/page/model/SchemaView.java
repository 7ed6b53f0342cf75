package dev.onward.page.model;

import dev.onward.http.Messages;
import dev.onward.model.Model;
import dev.onward.model.Prediction;
import dev.onward.model.card.ReferenceSection;
import dev.onward.table.Feature;
import dev.onward.table.TableBuilder;
import java.util.List;
import java.util.Optional;

/**
 * The features that a model takes, and the classes, values or outputs that it predicts.
 *
 * @param features the first of them
 * @param moreFeatures the number of the others, in words
 * @param moreOnPaper the number of those that are not printed, in words
 */
public record SchemaView(
        List<FeatureView> features, Optional<String> moreFeatures, Optional<String> moreOnPaper, List<Output> outputs) {

    private static final int MAX_FEATURES = 100;

    /** The style sheet prints so many. */
    private static final int MAX_FEATURES_ON_PAPER = 30;

    /** A class, a value or an output of the graph. */
    record Output(String name, Optional<String> title, Optional<String> unit) {}

    /** Empty for a model that is not tabular. */
    static SchemaView of(Model model, Messages messages) {
        if (!model.isTabular()) {
            return new SchemaView(List.of(), Optional.empty(), Optional.empty(), List.of());
        }
        return new SchemaView(
                model.schema().features().stream()
                        .limit(MAX_FEATURES)
                        .map(feature -> new FeatureView(feature, distribution(feature, model, messages), messages))
                        .toList(),
                more(model.schema().size() - MAX_FEATURES, messages),
                more(model.schema().size() - MAX_FEATURES_ON_PAPER, messages),
                outputs(emptyPrediction(model)));
    }

    private static Optional<String> more(int others, Messages messages) {
        return others > 0 ? Optional.of(messages.count("features.more", others)) : Optional.empty();
    }

    private static Optional<Distribution> distribution(Feature feature, Model model, Messages messages) {
        return model.card()
                .reference()
                .flatMap(ReferenceSection::content)
                .flatMap(reference -> Optional.ofNullable(reference.features().get(feature.name())))
                .flatMap(found -> Distribution.of(found, messages));
    }

    /**
     * The prediction for a table without rows. It has the same kind and names as every other prediction, and the graph
     * does not have to be run for it.
     */
    public static Prediction emptyPrediction(Model model) {
        return model.predict(new TableBuilder(model.schema()).build());
    }

    /** The title, unless it only repeats the name. */
    private static Optional<String> ownTitle(String title, String name) {
        return title.equals(name) ? Optional.empty() : Optional.of(title);
    }

    private static List<Output> outputs(Prediction prediction) {
        return prediction.match(
                classes -> classes.labels().stream()
                        .map(label -> new Output(label.name(), ownTitle(label.title(), label.name()), Optional.empty()))
                        .toList(),
                values -> values.values().stream()
                        .map(value -> new Output(value.name(), ownTitle(value.title(), value.name()), value.unit()))
                        .toList(),
                outputs -> outputs.names().stream()
                        .map(name -> new Output(name, Optional.empty(), Optional.empty()))
                        .toList());
    }
}
