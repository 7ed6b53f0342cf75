package dev.onward.model.card;

import dev.onward.runtime.ModelException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a model: enough to build a form, check an input, name a prediction and judge whether to trust it.
 * It is stored inside the ONNX file, as JSON in the metadata entry {@link #KEY}. The same JSON, with fewer entries, is
 * what a person writes beside a CSV file before training. Built by name, with {@link #builder} or {@link #toBuilder}.
 *
 * @param name identifies the model in requests; defaults to the name of its file
 * @param labels the classes in the order of the model's probabilities; empty unless a classifier
 * @param probabilities whether a classifier's scores are probabilities; if empty, the graph decides
 * @param values the numbers that a regression model predicts, in the order of the graph's outputs
 * @param columns the treatment of columns of the training data, by their names
 * @param method how the model was trained, in one sentence
 * @param notes what a user of the predictions should know
 * @param reference statistics of the data with which predictions are compared
 */
public record ModelCard(
        Optional<String> name,
        Optional<String> title,
        Optional<String> description,
        Optional<String> version,
        Optional<Task> task,
        List<Label> labels,
        Optional<Boolean> probabilities,
        List<Value> values,
        List<FeatureCard> features,
        Map<String, ColumnCard> columns,
        List<Example> examples,
        Optional<String> method,
        List<Metric> metrics,
        Optional<Confusion> confusion,
        Optional<DataSource> data,
        List<String> notes,
        Optional<Golden> golden,
        Optional<ReferenceSection> reference) {

    /** The metadata entry that holds the card. */
    public static final String KEY = "dev.onward.card";

    public ModelCard {
        // Not in the constructor of a feature, which runs before an unknown entry such as a misspelt "name" is
        // reported.
        if (features.stream().anyMatch(feature -> feature.name().isBlank())) {
            throw new IllegalArgumentException("expected a name for every feature");
        }
        name = present(name);
        title = present(title);
        description = present(description);
        version = present(version);
        labels = List.copyOf(labels);
        values = List.copyOf(values);
        features = List.copyOf(features);
        examples = List.copyOf(examples);
        method = present(method);
        metrics = List.copyOf(metrics);
        notes = List.copyOf(notes);
    }

    /** A card without entries. */
    public static ModelCard empty() {
        return builder().build();
    }

    /** A builder for a card; every entry that is not set is absent. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder that starts with the entries of this card. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Reads a card from JSON in UTF-8.
     *
     * @param origin the name of the JSON's source, with which messages begin
     * @throws ModelException if it is not a card; the message gives line, column and what was expected
     */
    public static ModelCard read(byte[] json, String origin) {
        return CardJson.read(json, origin);
    }

    /** Initialises the JSON library, which takes as long as loading the native runtime. */
    public static void initialise() {
        read("{}".getBytes(StandardCharsets.US_ASCII), "");
    }

    /** The card as JSON in ASCII. The same card gives the same bytes on every JDK. */
    public String toJson() {
        return CardJson.write(this);
    }

    /** The card as indented JSON in UTF-8. Every line ends with a line feed. */
    public String toPrettyJson() {
        return CardJson.writePretty(this);
    }

    /** The card's entry for a feature. */
    public Optional<FeatureCard> feature(String feature) {
        return features.stream().filter(entry -> entry.name().equals(feature)).findFirst();
    }

    /** An empty text in JSON means the same as an absent entry. */
    static Optional<String> present(Optional<String> text) {
        return text.filter(present -> !present.isEmpty());
    }

    /** A row to try, by feature name. Values are numbers, strings or booleans. */
    public record Example(String title, Map<String, Object> row) {}

    /**
     * One measure of the model's quality.
     *
     * @param protocol on which rows and how it was measured
     */
    public record Metric(String name, double value, Optional<String> protocol) {

        public Metric {
            protocol = present(protocol);
        }
    }

    /**
     * Counts of rows by their true class (outer key) and the predicted class (inner key).
     *
     * @param protocol on which rows they were counted
     */
    public record Confusion(Optional<String> protocol, Map<String, Map<String, Long>> counts) {

        public Confusion {
            protocol = present(protocol);
        }
    }

    /**
     * Rows with known predictions, replayed whenever the model is opened.
     *
     * @param source of the expected predictions, in one sentence
     * @param tolerance the largest accepted absolute difference of any expected number
     */
    public record Golden(Optional<String> source, double tolerance, List<GoldenRow> rows) {

        public Golden {
            source = present(source);
            if (!(tolerance >= 0) || Double.isInfinite(tolerance)) {
                throw new IllegalArgumentException("expected a tolerance of at least 0, got " + tolerance);
            }
        }
    }

    /** One row and its prediction, by feature name. Values are numbers, strings or booleans. */
    public record GoldenRow(Map<String, Object> row, Expected expected) {}

    /** Collects the entries of a card by their names. */
    public static final class Builder {
        private Optional<String> name = Optional.empty();
        private Optional<String> title = Optional.empty();
        private Optional<String> description = Optional.empty();
        private Optional<String> version = Optional.empty();
        private Optional<Task> task = Optional.empty();
        private List<Label> labels = List.of();
        private Optional<Boolean> probabilities = Optional.empty();
        private List<Value> values = List.of();
        private List<FeatureCard> features = List.of();
        private Map<String, ColumnCard> columns = Map.of();
        private List<Example> examples = List.of();
        private Optional<String> method = Optional.empty();
        private List<Metric> metrics = List.of();
        private Optional<Confusion> confusion = Optional.empty();
        private Optional<DataSource> data = Optional.empty();
        private List<String> notes = List.of();
        private Optional<Golden> golden = Optional.empty();
        private Optional<ReferenceSection> reference = Optional.empty();

        private Builder() {}

        private Builder(ModelCard card) {
            name = card.name;
            title = card.title;
            description = card.description;
            version = card.version;
            task = card.task;
            labels = card.labels;
            probabilities = card.probabilities;
            values = card.values;
            features = card.features;
            columns = card.columns;
            examples = card.examples;
            method = card.method;
            metrics = card.metrics;
            confusion = card.confusion;
            data = card.data;
            notes = card.notes;
            golden = card.golden;
            reference = card.reference;
        }

        public Builder name(Optional<String> name) {
            this.name = name;
            return this;
        }

        public Builder title(Optional<String> title) {
            this.title = title;
            return this;
        }

        public Builder description(Optional<String> description) {
            this.description = description;
            return this;
        }

        public Builder version(Optional<String> version) {
            this.version = version;
            return this;
        }

        public Builder task(Optional<Task> task) {
            this.task = task;
            return this;
        }

        public Builder labels(List<Label> labels) {
            this.labels = labels;
            return this;
        }

        public Builder probabilities(Optional<Boolean> probabilities) {
            this.probabilities = probabilities;
            return this;
        }

        public Builder values(List<Value> values) {
            this.values = values;
            return this;
        }

        public Builder features(List<FeatureCard> features) {
            this.features = features;
            return this;
        }

        public Builder columns(Map<String, ColumnCard> columns) {
            this.columns = columns;
            return this;
        }

        public Builder examples(List<Example> examples) {
            this.examples = examples;
            return this;
        }

        public Builder method(Optional<String> method) {
            this.method = method;
            return this;
        }

        public Builder metrics(List<Metric> metrics) {
            this.metrics = metrics;
            return this;
        }

        public Builder confusion(Optional<Confusion> confusion) {
            this.confusion = confusion;
            return this;
        }

        public Builder data(Optional<DataSource> data) {
            this.data = data;
            return this;
        }

        public Builder notes(List<String> notes) {
            this.notes = notes;
            return this;
        }

        public Builder golden(Optional<Golden> golden) {
            this.golden = golden;
            return this;
        }

        public Builder reference(Optional<ReferenceSection> reference) {
            this.reference = reference;
            return this;
        }

        public ModelCard build() {
            return new ModelCard(
                    name,
                    title,
                    description,
                    version,
                    task,
                    labels,
                    probabilities,
                    values,
                    features,
                    columns,
                    examples,
                    method,
                    metrics,
                    confusion,
                    data,
                    notes,
                    golden,
                    reference);
        }
    }
}
