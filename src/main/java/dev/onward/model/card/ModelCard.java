package dev.onward.model.card;

import dev.onward.runtime.ModelException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a model says about itself: enough to build a form, check an input, name an answer and judge whether to trust it.
 * It travels inside the ONNX file, as JSON in the metadata entry {@link #KEY}; the same JSON, with fewer entries, is
 * what a person writes beside a CSV before training.
 *
 * @param name what programs call the model; the file's name if empty
 * @param labels the classes in the order of the model's probabilities; empty unless a classifier
 * @param probabilities whether a classifier's scores are probabilities; empty for what the graph proves
 * @param values what a model answers that is no classifier, in the order of the graph's outputs
 * @param columns how columns of the training data, by name, became the features
 * @param method how it was trained, in one sentence
 * @param notes what a user of the answers should know
 */
public record ModelCard(
        String name,
        String title,
        String description,
        String version,
        Optional<Task> task,
        List<Label> labels,
        Optional<Boolean> probabilities,
        List<Value> values,
        List<FeatureCard> features,
        Map<String, ColumnCard> columns,
        List<Example> examples,
        String method,
        List<Metric> metrics,
        Optional<Confusion> confusion,
        Optional<DataSource> data,
        List<String> notes,
        Optional<Golden> golden) {

    /** The metadata entry that holds the card. */
    public static final String KEY = "dev.onward.card";

    public ModelCard {
        // Not in the feature's own constructor, where it would hide that an entry's name is misspelt.
        if (features.stream().anyMatch(feature -> feature.name().isBlank())) {
            throw new IllegalArgumentException("expected a name for every feature");
        }
        labels = List.copyOf(labels);
        values = List.copyOf(values);
        features = List.copyOf(features);
        examples = List.copyOf(examples);
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }

    /** A card that says nothing. */
    public static ModelCard empty() {
        return CardJson.read("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "an empty card");
    }

    /**
     * Reads a card from JSON in UTF-8.
     *
     * @param origin where the JSON comes from, to begin messages with
     * @throws ModelException if it is not a card; the message gives line, column and what was expected
     */
    public static ModelCard read(byte[] json, String origin) {
        return CardJson.read(json, origin);
    }

    /** The card as JSON in ASCII. The same card gives the same bytes on every JDK. */
    public String toJson() {
        return CardJson.write(this);
    }

    /** The card as JSON for people, in lines that end with a line feed. */
    public String toPrettyJson() {
        return CardJson.writePretty(this);
    }

    /** The same card with other features, and with other entries that are made from data. */
    public ModelCard with(
            List<FeatureCard> otherFeatures,
            List<Example> otherExamples,
            List<Metric> otherMetrics,
            Optional<DataSource> otherData,
            Optional<Golden> otherGolden) {
        return new ModelCard(
                name,
                title,
                description,
                version,
                task,
                labels,
                probabilities,
                values,
                otherFeatures,
                columns,
                otherExamples,
                method,
                otherMetrics,
                confusion,
                otherData,
                notes,
                otherGolden);
    }

    /** The same card with other golden rows, or with none. */
    public ModelCard with(Optional<Golden> otherGolden) {
        return with(features, examples, metrics, data, otherGolden);
    }

    /** A row worth trying, by feature name; values are numbers, strings or booleans. */
    public record Example(String title, Map<String, Object> row) {}

    /**
     * One measure of how good the model is.
     *
     * @param protocol on which rows and how it was measured
     */
    public record Metric(String name, double value, String protocol) {}

    /** How often each class (outer key) was answered with each class (inner key). */
    public record Confusion(String protocol, Map<String, Map<String, Long>> counts) {}

    /**
     * The data that a model was trained on.
     *
     * @param rows how many rows it was trained on; 0 if unknown
     * @param sha256 of the file, in hexadecimal; empty if unknown
     * @param confidential whether no row of it may be put into the model's file
     */
    public record DataSource(
            String name,
            String url,
            String license,
            String licenseUrl,
            String citation,
            long rows,
            String sha256,
            boolean confidential) {}

    /**
     * Rows whose answers are known, replayed whenever the model is opened.
     *
     * @param source where the expected answers come from, in one sentence
     * @param tolerance the largest accepted absolute difference of any expected number
     */
    public record Golden(String source, double tolerance, List<GoldenRow> rows) {

        public Golden {
            if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
                throw new IllegalArgumentException("expected a tolerance from 0, got " + tolerance);
            }
        }
    }

    /** One row and its answer, by feature name; values are numbers, strings or booleans. */
    public record GoldenRow(Map<String, Object> row, Expected expected) {}

    /** What a golden row must give; what is empty is not compared. */
    public record Expected(
            String label,
            Map<String, Double> probabilities,
            Map<String, Double> scores,
            OptionalDouble value,
            Map<String, Double> values) {}
}
