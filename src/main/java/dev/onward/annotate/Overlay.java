package dev.onward.annotate;

import dev.onward.model.FeatureCard;
import dev.onward.model.ModelCard;
import dev.onward.model.ModelCard.Example;
import dev.onward.model.ModelCard.Golden;
import dev.onward.model.ModelCard.GoldenRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a person says of a model, laid over what is known of it without: the person has the last word. */
final class Overlay {

    private Overlay() {}

    static ModelCard of(ModelCard known, ModelCard said) {
        List<FeatureCard> features = features(known.features(), said.features());
        Map<String, String> names = names(known.features(), features);
        // Another kind of answer has nothing to do with the labels or values of the one that was known.
        boolean other = said.task().isPresent() && !said.task().equals(known.task());
        return new ModelCard(
                text(said.name(), known.name()),
                text(said.title(), known.title()),
                text(said.description(), known.description()),
                text(said.version(), known.version()),
                said.task().or(known::task),
                other ? said.labels() : list(said.labels(), known.labels()),
                said.probabilities().or(known::probabilities),
                other ? said.values() : list(said.values(), known.values()),
                features,
                said.columns().isEmpty() ? known.columns() : said.columns(),
                list(said.examples(), renamed(known.examples(), names)),
                text(said.method(), known.method()),
                list(said.metrics(), known.metrics()),
                said.confusion().or(known::confusion),
                said.data().or(known::data),
                list(said.notes(), known.notes()),
                said.golden()
                        .or(() -> other ? Optional.empty() : known.golden().map(golden -> renamed(golden, names))));
    }

    /** The same card with features called otherwise, in their order. */
    static List<FeatureCard> renamed(List<FeatureCard> features, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> named(features.get(i), names.get(i)))
                .toList();
    }

    private static FeatureCard named(FeatureCard feature, String name) {
        return new FeatureCard(
                name,
                feature.input(),
                feature.type(),
                feature.title().equals(feature.name()) ? name : feature.title(),
                feature.unit(),
                feature.description(),
                feature.observed(),
                feature.step(),
                feature.categories(),
                feature.optional());
    }

    /** Features are found by their column of the graph or by their name; if none is, and there are as many, by order. */
    private static List<FeatureCard> features(List<FeatureCard> known, List<FeatureCard> said) {
        List<FeatureCard> merged = new ArrayList<>(known);
        List<FeatureCard> unknown = new ArrayList<>();
        for (FeatureCard feature : said) {
            int position = position(known, feature);
            if (position >= 0) {
                merged.set(position, over(known.get(position), feature));
            } else {
                unknown.add(feature);
            }
        }
        if (unknown.size() == said.size() && said.size() == known.size()) {
            return IntStream.range(0, known.size())
                    .mapToObj(i -> over(known.get(i), said.get(i)))
                    .toList();
        }
        merged.addAll(unknown);
        return merged;
    }

    private static int position(List<FeatureCard> known, FeatureCard feature) {
        String column = feature.input().isEmpty() ? feature.name() : feature.input();
        return IntStream.range(0, known.size())
                .filter(i -> known.get(i).input().equals(column)
                        || known.get(i).name().equals(column))
                .findFirst()
                .orElse(-1);
    }

    private static FeatureCard over(FeatureCard known, FeatureCard said) {
        boolean titled = !said.title().equals(said.name());
        boolean knownTitled = !known.title().equals(known.name());
        return new FeatureCard(
                said.name(),
                known.input().isEmpty() ? said.input() : known.input(),
                said.type().or(known::type),
                titled ? said.title() : knownTitled ? known.title() : said.name(),
                text(said.unit(), known.unit()),
                text(said.description(), known.description()),
                said.observed().or(known::observed),
                said.step().isPresent() ? said.step() : known.step(),
                list(said.categories(), known.categories()),
                said.optional().or(known::optional));
    }

    /** For each feature's name the one that it has now. */
    private static Map<String, String> names(List<FeatureCard> known, List<FeatureCard> now) {
        return IntStream.range(0, known.size())
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
