package dev.onward.annotate;

import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.DataSource;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a person says of a model, laid over what is known of it without: the person has the last word. */
final class CardMerge {

    private CardMerge() {}

    static ModelCard of(ModelCard known, ModelCard said) {
        List<FeatureCard> features = FeatureMerge.of(known.features(), said.features());
        Map<String, String> names = names(known.features(), features);
        // Another kind of answer has nothing to do with the labels or values of the one that was known.
        Optional<Task> task = CardModelCheck.task(said).or(known::task);
        // Rows that are in the file may be rows of the data, wherever they came from.
        boolean sealed = isConfidential(said) && !isConfidential(known);
        boolean other = !task.equals(known.task());
        return new ModelCard(
                text(said.name(), known.name()),
                text(said.title(), known.title()),
                text(said.description(), known.description()),
                text(said.version(), known.version()),
                task,
                other ? said.labels() : list(said.labels(), known.labels()),
                other ? said.probabilities() : said.probabilities().or(known::probabilities),
                other ? said.values() : list(said.values(), known.values()),
                FeatureMerge.ordered(features, said.features()),
                said.columns().isEmpty() ? known.columns() : said.columns(),
                list(said.examples(), sealed ? List.of() : renamed(known.examples(), names)),
                text(said.method(), known.method()),
                other ? said.metrics() : list(said.metrics(), known.metrics()),
                other ? said.confusion() : said.confusion().or(known::confusion),
                data(said.data(), known.data()),
                list(said.notes(), known.notes()),
                said.golden()
                        .or(() -> other || sealed
                                ? Optional.empty()
                                : known.golden().map(golden -> renamed(golden, names))));
    }

    private static boolean isConfidential(ModelCard card) {
        return card.data().map(DataSource::confidential).orElse(false);
    }

    /** Entry by entry; what was confidential stays so, whatever else is said. */
    private static Optional<DataSource> data(Optional<DataSource> said, Optional<DataSource> known) {
        if (said.isEmpty() || known.isEmpty()) {
            return said.or(() -> known);
        }
        DataSource over = said.get();
        DataSource under = known.get();
        return Optional.of(new DataSource(
                text(over.name(), under.name()),
                text(over.url(), under.url()),
                text(over.license(), under.license()),
                text(over.licenseUrl(), under.licenseUrl()),
                text(over.citation(), under.citation()),
                over.rows() > 0 ? over.rows() : under.rows(),
                text(over.sha256(), under.sha256()),
                over.confidential() || under.confidential()));
    }

    /** The same card with features called otherwise, in their order. */
    static ModelCard renamed(ModelCard card, List<String> names) {
        List<FeatureCard> features = FeatureMerge.renamed(card.features(), names);
        Map<String, String> now = names(card.features(), features);
        return card.with(
                features,
                renamed(card.examples(), now),
                card.metrics(),
                card.data(),
                card.golden().map(golden -> renamed(golden, now)));
    }

    /** For each feature's name the one that it has now. */
    private static Map<String, String> names(List<FeatureCard> known, List<FeatureCard> now) {
        return IntStream.range(0, Math.min(known.size(), now.size()))
                .boxed()
                .collect(Collectors.toMap(
                        i -> known.get(i).name(), i -> now.get(i).name(), (first, second) -> first));
    }

    private static List<Example> renamed(List<Example> examples, Map<String, String> names) {
        return examples.stream()
                .map(example -> new Example(example.title(), row(example.row(), names)))
                .toList();
    }

    private static Golden renamed(Golden golden, Map<String, String> names) {
        return new Golden(
                golden.source(),
                golden.tolerance(),
                golden.rows().stream()
                        .map(row -> new GoldenRow(row(row.row(), names), row.expected()))
                        .toList());
    }

    private static Map<String, Object> row(Map<String, Object> row, Map<String, String> names) {
        Map<String, Object> renamed = new LinkedHashMap<>();
        row.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
        return renamed;
    }

    private static String text(String said, String known) {
        return said.isEmpty() ? known : said;
    }

    private static <T> List<T> list(List<T> said, List<T> known) {
        return said.isEmpty() ? known : said;
    }
}
