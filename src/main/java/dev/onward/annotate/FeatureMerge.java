package dev.onward.annotate;

import dev.onward.model.card.FeatureCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a person says of features, laid over what is known of them without. */
final class FeatureMerge {

    private FeatureMerge() {}

    /** The same features called otherwise, in their order. */
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
    static List<FeatureCard> of(List<FeatureCard> known, List<FeatureCard> said) {
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
        if (unknown.size() == said.size() && !said.isEmpty()) {
            // None of them fits; alone they are told with every column that is left without one.
            return said;
        }
        merged.addAll(unknown);
        return merged;
    }

    /** Which of the known features is meant, or -1: the one of its column, or else of its name. */
    static int position(List<FeatureCard> known, FeatureCard feature) {
        int named =
                feature.input().isEmpty() ? first(known, other -> other.name().equals(feature.name())) : -1;
        String column = feature.input().isEmpty() ? feature.name() : feature.input();
        return named >= 0 ? named : first(known, other -> other.input().equals(column));
    }

    private static int first(List<FeatureCard> features, Predicate<FeatureCard> isMeant) {
        return IntStream.range(0, features.size())
                .filter(i -> isMeant.test(features.get(i)))
                .findFirst()
                .orElse(-1);
    }

    /** In the order of a card that names all of them. */
    static List<FeatureCard> ordered(List<FeatureCard> features, List<FeatureCard> said) {
        List<String> order = said.stream().map(FeatureCard::name).toList();
        return features.stream().map(FeatureCard::name).allMatch(order::contains)
                ? features.stream()
                        .sorted(Comparator.comparingInt(feature -> order.indexOf(feature.name())))
                        .toList()
                : features;
    }

    private static FeatureCard over(FeatureCard known, FeatureCard said) {
        boolean titled = !said.title().equals(said.name());
        boolean knownTitled = !known.title().equals(known.name());
        return new FeatureCard(
                said.name(),
                known.input().isEmpty() ? said.input() : known.input(),
                said.type().or(known::type),
                titled ? said.title() : knownTitled ? known.title() : said.name(),
                said.unit().isEmpty() ? known.unit() : said.unit(),
                said.description().isEmpty() ? known.description() : said.description(),
                said.observed().or(known::observed),
                said.step().isPresent() ? said.step() : known.step(),
                said.categories().isEmpty() ? known.categories() : said.categories(),
                said.optional().or(known::optional));
    }
}
