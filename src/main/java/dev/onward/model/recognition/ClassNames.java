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
 * The classes of a graph, in the order of their scores.
 *
 * @param numbered whether they are mere numbers, which a card may replace by names
 * @param rule where they come from
 */
record ClassNames(List<String> names, boolean numbered, String rule) {

    private static final int LISTED = 6;

    static ClassNames numbered(int count, String rule) {
        return new ClassNames(
                IntStream.range(0, count).mapToObj(Integer::toString).toList(), true, rule);
    }

    /** @throws ModelException if the runtime's Java side would hand a name over as another one */
    void check(String origin) {
        names.stream().filter(Text::hasSurrogates).findFirst().ifPresent(name -> {
            throw new ModelException(origin + ": the label " + Text.quote(name)
                    + " has characters beyond U+FFFF, which the ONNX Runtime's Java side miscodes");
        });
    }

    /** The first of them. */
    String listed() {
        return names.stream().limit(LISTED).map(Text::cut).collect(Collectors.joining(", "))
                + (names.size() > LISTED ? ", …" : "");
    }

    /**
     * The classes in the words of a card.
     *
     * @param mismatches is told if they do not fit
     */
    List<Label> labels(List<Label> card, List<String> mismatches) {
        Map<String, Label> titled =
                card.stream().collect(Collectors.toMap(Label::name, label -> label, (first, second) -> first));
        Set<String> known = new HashSet<>(names);
        if (titled.size() < card.size()) {
            mismatches.add("expected unique labels");
        } else if (numbered
                && !card.isEmpty()
                && card.size() == names.size()
                && !titled.keySet().equals(known)) {
            return card;
        } else if (!card.isEmpty() && !titled.keySet().equals(known)) {
            mismatches.add("expected the labels " + quoted(names) + ", got "
                    + quoted(card.stream().map(Label::name).toList()));
        }
        return names.stream()
                .map(name -> titled.getOrDefault(name, Label.of(name)))
                .toList();
    }

    private static String quoted(List<String> names) {
        return names.stream().limit(LISTED).map(Text::quote).collect(Collectors.joining(", "))
                + (names.size() > LISTED ? ", … (" + names.size() + " in all)" : "");
    }
}
