package dev.onward.model.recognition;

import dev.onward.model.card.Label;
import dev.onward.runtime.ModelException;
import dev.onward.table.Text;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The names of a graph's classes, in the order of their scores.
 *
 * @param numbered whether they are only numbers, which a card may replace by names
 * @param rule the source of the names, such as "named by the ZipMap"
 */
record ClassNames(List<String> names, boolean numbered, String rule) {

    private static final int MAX_LISTED = 6;

    /** @param first the number of the first class */
    static ClassNames numbered(int first, int count, String rule) {
        return new ClassNames(
                IntStream.range(first, first + count)
                        .mapToObj(Integer::toString)
                        .toList(),
                true,
                rule);
    }

    /** @throws ModelException if the runtime's Java API would encode a name incorrectly */
    void check(String origin) {
        names.stream().filter(Text::hasSurrogates).findFirst().ifPresent(name -> {
            throw new ModelException(origin + ": the label " + Text.quote(name)
                    + " contains characters beyond U+FFFF, which ONNX Runtime's Java API encodes incorrectly; export"
                    + " the model with another label");
        });
    }

    /** The first names, for a message. */
    String listed() {
        return names.stream().limit(MAX_LISTED).map(Text::cut).collect(Collectors.joining(", "))
                + (names.size() > MAX_LISTED ? ", …" : "");
    }

    /**
     * The classes with the titles of a card.
     *
     * @param mismatches receives labels of the card that do not fit
     */
    List<Label> labels(List<Label> card, List<String> mismatches) {
        Map<String, Label> titled =
                card.stream().collect(Collectors.toMap(Label::name, label -> label, (first, second) -> first));
        Set<String> graphNames = new HashSet<>(names);
        if (titled.size() < card.size()) {
            mismatches.add("expected unique labels");
        } else if (numbered
                && !card.isEmpty()
                && card.size() == names.size()
                && !titled.keySet().equals(graphNames)) {
            return card;
        } else if (!card.isEmpty() && !titled.keySet().equals(graphNames)) {
            mismatches.add("expected the labels " + quoted(names) + ", got "
                    + quoted(card.stream().map(Label::name).toList()));
        }
        return names.stream()
                .map(name -> titled.getOrDefault(name, Label.of(name)))
                .toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().limit(MAX_LISTED).map(Text::quote).collect(Collectors.joining(", "))
                + (names.size() > MAX_LISTED ? ", … (" + names.size() + " in all)" : "");
    }
}
