package dev.onward.annotate;

import dev.onward.dataset.UserCard;
import dev.onward.model.card.BackgroundGroup.WeightedRow;
import dev.onward.model.card.DataSource;
import dev.onward.model.card.ExplanationData;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.FeatureReference;
import dev.onward.model.card.ModelCard;
import dev.onward.model.card.ModelCard.Example;
import dev.onward.model.card.ModelCard.Golden;
import dev.onward.model.card.ModelCard.GoldenRow;
import dev.onward.model.card.ReferenceSection;
import dev.onward.model.card.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Merges a user's card into the card draft of a model. The user's entries take precedence. */
final class CardMerge {

    private CardMerge() {}

    static ModelCard of(ModelCard draft, UserCard userCard) {
        ModelCard declared = userCard.card();
        List<FeatureCard> features = FeatureMerge.of(draft.features(), declared.features());
        Map<String, String> names = names(draft.features(), features);
        // Labels, values and measurements of another task do not apply.
        Optional<Task> task = userCard.task().or(draft::task);
        // Rows in the file may be rows of the data that are confidential now.
        boolean becomesConfidential = userCard.isConfidential() && !isConfidential(draft);
        boolean isOtherTask = !task.equals(draft.task());
        return ModelCard.builder()
                .name(declared.name().or(draft::name))
                .title(declared.title().or(draft::title))
                .description(declared.description().or(draft::description))
                .version(declared.version().or(draft::version))
                .task(task)
                .labels(isOtherTask ? declared.labels() : list(declared.labels(), draft.labels()))
                .probabilities(
                        isOtherTask
                                ? declared.probabilities()
                                : declared.probabilities().or(draft::probabilities))
                .values(isOtherTask ? declared.values() : list(declared.values(), draft.values()))
                .features(FeatureMerge.ordered(features, declared.features()))
                .columns(declared.columns().isEmpty() ? draft.columns() : declared.columns())
                .examples(list(declared.examples(), becomesConfidential ? List.of() : renamed(draft.examples(), names)))
                .method(declared.method().or(draft::method))
                .metrics(isOtherTask ? declared.metrics() : list(declared.metrics(), draft.metrics()))
                .confusion(
                        isOtherTask
                                ? declared.confusion()
                                : declared.confusion().or(draft::confusion))
                .data(data(declared.data(), draft.data()))
                .notes(list(declared.notes(), draft.notes()))
                .golden(declared.golden()
                        .or(() -> isOtherTask || becomesConfidential
                                ? Optional.empty()
                                : draft.golden().map(golden -> renamed(golden, names))))
                .reference(declared.reference()
                        // A printed draft that was only marked as confidential describes the rows as they are.
                        .filter(reference ->
                                !becomesConfidential || !draft.reference().equals(Optional.of(reference)))
                        .or(() -> isOtherTask || becomesConfidential
                                ? Optional.empty()
                                : draft.reference()
                                        .map(reference -> without(retyped(draft.features(), features), reference))
                                        .map(reference -> renamed(reference, names))))
                .build();
    }

    private static boolean isConfidential(ModelCard card) {
        return card.data().map(DataSource::confidential).orElse(false);
    }

    /** Merged entry by entry. Confidential data stays confidential. */
    private static Optional<DataSource> data(Optional<DataSource> declared, Optional<DataSource> draft) {
        if (declared.isEmpty() || draft.isEmpty()) {
            return declared.or(() -> draft);
        }
        DataSource first = declared.get();
        DataSource second = draft.get();
        return Optional.of(DataSource.builder()
                .name(first.name().or(second::name))
                .url(first.url().or(second::url))
                .license(first.license().or(second::license))
                .licenseUrl(first.licenseUrl().or(second::licenseUrl))
                .citation(first.citation().or(second::citation))
                .rows(first.rows().isPresent() ? first.rows() : second.rows())
                .sha256(first.sha256().or(second::sha256))
                .confidential(first.confidential() || second.confidential())
                .build());
    }

    /** The card with other names for its features, in their order. */
    static ModelCard renamed(ModelCard card, List<String> names) {
        List<FeatureCard> features = FeatureMerge.renamed(card.features(), names);
        Map<String, String> byName = names(card.features(), features);
        return card.toBuilder()
                .features(features)
                .examples(renamed(card.examples(), byName))
                .golden(card.golden().map(golden -> renamed(golden, byName)))
                .reference(card.reference().map(reference -> renamed(reference, byName)))
                .build();
    }

    /** The new name of each feature by its old one. */
    private static Map<String, String> names(List<FeatureCard> draft, List<FeatureCard> renamed) {
        return IntStream.range(0, Math.min(draft.size(), renamed.size()))
                .boxed()
                .collect(Collectors.toMap(
                        i -> draft.get(i).name(), i -> renamed.get(i).name(), (first, same) -> first));
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

    /** The names in the draft of the features that have another type now. */
    private static Set<String> retyped(List<FeatureCard> draft, List<FeatureCard> merged) {
        return IntStream.range(0, Math.min(draft.size(), merged.size()))
                .filter(i -> !draft.get(i).type().equals(merged.get(i).type()))
                .mapToObj(i -> draft.get(i).name())
                .collect(Collectors.toSet());
    }

    /** The section without the values of some features. A section of a newer version stays as it is. */
    private static ReferenceSection without(Set<String> names, ReferenceSection section) {
        return section.content()
                .map(reference -> {
                    Map<String, FeatureReference> features = new LinkedHashMap<>(reference.features());
                    features.keySet().removeAll(names);
                    return ReferenceSection.of(
                            reference.toBuilder().features(features).build());
                })
                .orElse(section);
    }

    /** The section with other names of features. A section of a newer version stays as it is. */
    private static ReferenceSection renamed(ReferenceSection section, Map<String, String> names) {
        return section.content()
                .map(reference -> ReferenceSection.of(reference.toBuilder()
                        .features(renamedKeys(reference.features(), names))
                        .explanations(reference.explanations().map(data -> renamed(data, names)))
                        .build()))
                .orElse(section);
    }

    private static ExplanationData renamed(ExplanationData data, Map<String, String> names) {
        return new ExplanationData(
                data.binding(),
                data.patterns(),
                data.aggregation(),
                data.groups().stream()
                        .map(group -> group.toBuilder()
                                .background(group.background().stream()
                                        .map(row -> new WeightedRow(renamedKeys(row.row(), names), row.weight()))
                                        .toList())
                                .build())
                        .toList());
    }

    private static <T> Map<String, T> renamedKeys(Map<String, T> byName, Map<String, String> names) {
        Map<String, T> renamed = new LinkedHashMap<>();
        byName.forEach((name, value) -> renamed.put(names.getOrDefault(name, name), value));
        return renamed;
    }

    private static Map<String, Object> row(Map<String, Object> row, Map<String, String> names) {
        return renamedKeys(row, names);
    }

    private static <T> List<T> list(List<T> declared, List<T> draft) {
        return declared.isEmpty() ? draft : declared;
    }
}
