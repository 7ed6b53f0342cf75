package dev.onward.annotate;

import dev.onward.model.card.FeatureCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Merges the features of a user's card into those of a card draft. */
final class FeatureMerge {

    private FeatureMerge() {}

    /** The features with other names, in their order. */
    static List<FeatureCard> renamed(List<FeatureCard> features, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> named(features.get(i), names.get(i)))
                .toList();
    }

    private static FeatureCard named(FeatureCard feature, String name) {
        return feature.toBuilder()
                .name(name)
                .title(feature.title().equals(feature.name()) ? name : feature.title())
                .build();
    }

    /**
     * Matches features by their column of the graph or their name; if none matches and there are as many, by position.
     */
    static List<FeatureCard> of(List<FeatureCard> draft, List<FeatureCard> declared) {
        List<FeatureCard> all = new ArrayList<>(draft);
        List<FeatureCard> unmatched = new ArrayList<>();
        for (FeatureCard feature : declared) {
            int position = position(draft, feature);
            if (position >= 0) {
                all.set(position, merged(draft.get(position), feature));
            } else {
                unmatched.add(feature);
            }
        }
        if (unmatched.size() == declared.size() && declared.size() == draft.size()) {
            return IntStream.range(0, draft.size())
                    .mapToObj(i -> merged(draft.get(i), declared.get(i)))
                    .toList();
        }
        if (unmatched.size() == declared.size() && !declared.isEmpty()) {
            // None of them fits; without the draft, the message about them also lists every column without a feature.
            return declared;
        }
        all.addAll(unmatched);
        return all;
    }

    /** The position of the feature with the same name, or else the same column; -1 if there is none. */
    static int position(List<FeatureCard> draft, FeatureCard feature) {
        int named =
                feature.input().isEmpty() ? first(draft, other -> other.name().equals(feature.name())) : -1;
        Optional<String> column = Optional.of(feature.column());
        return named >= 0 ? named : first(draft, other -> other.input().equals(column));
    }

    private static int first(List<FeatureCard> features, Predicate<FeatureCard> isMatch) {
        return IntStream.range(0, features.size())
                .filter(i -> isMatch.test(features.get(i)))
                .findFirst()
                .orElse(-1);
    }

    /** The features in the order of the user's card if it names all of them. */
    static List<FeatureCard> ordered(List<FeatureCard> features, List<FeatureCard> declared) {
        List<String> order = declared.stream().map(FeatureCard::name).toList();
        return features.stream().map(FeatureCard::name).allMatch(order::contains)
                ? features.stream()
                        .sorted(Comparator.comparingInt(feature -> order.indexOf(feature.name())))
                        .toList()
                : features;
    }

    private static FeatureCard merged(FeatureCard draft, FeatureCard declared) {
        boolean isTitled = !declared.title().equals(declared.name());
        boolean isDraftTitled = !draft.title().equals(draft.name());
        return FeatureCard.builder(declared.name())
                .input(draft.input().or(declared::input))
                .type(declared.type().or(draft::type))
                .title(isTitled ? declared.title() : isDraftTitled ? draft.title() : declared.name())
                .unit(declared.unit().or(draft::unit))
                .description(declared.description().or(draft::description))
                .observed(declared.observed().or(draft::observed))
                .step(declared.step().isPresent() ? declared.step() : draft.step())
                .categories(declared.categories().isEmpty() ? draft.categories() : declared.categories())
                .optional(declared.optional().or(draft::optional))
                .fixed(declared.fixed().or(draft::fixed))
                .group(declared.group().or(draft::group))
                .digits(declared.digits().isPresent() ? declared.digits() : draft.digits())
                .build();
    }
}
