package dev.onward.page.form;

import dev.onward.http.Messages;
import dev.onward.model.card.FeatureCard;
import dev.onward.model.card.ModelCard;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Fields that are shown together: those that the card puts into a group, or a part of many fields in alphabetical
 * order.
 *
 * @param title empty if there is only one group
 */
record FieldGroup(Optional<String> title, List<Entry> entries) {

    /** More fields without groups are divided. */
    private static final int MAX_UNDIVIDED = 30;

    private static final int PART = 20;

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    /**
     * A field.
     *
     * @param position of its feature in the schema
     */
    record Entry(int position, FieldView field) {}

    /** @param fields the first ones of the model */
    static List<FieldGroup> of(ModelCard card, List<FieldView> fields, Messages messages) {
        List<Entry> entries = IntStream.range(0, fields.size())
                .mapToObj(i -> new Entry(i, fields.get(i)))
                .toList();
        Map<String, List<Entry>> groups = new LinkedHashMap<>();
        List<Entry> others = new ArrayList<>();
        for (Entry entry : entries) {
            card.feature(entry.field().feature().name())
                    .flatMap(FeatureCard::group)
                    .map(group -> groups.computeIfAbsent(group, key -> new ArrayList<>()))
                    .orElse(others)
                    .add(entry);
        }
        if (groups.isEmpty()) {
            return entries.size() > MAX_UNDIVIDED
                    ? alphabetical(entries)
                    : List.of(new FieldGroup(Optional.empty(), entries));
        }
        List<FieldGroup> all = new ArrayList<>();
        groups.forEach((title, members) -> all.add(new FieldGroup(Optional.of(title), members)));
        if (!others.isEmpty()) {
            all.add(new FieldGroup(Optional.of(messages.text("form.others")), others));
        }
        return all;
    }

    private static List<FieldGroup> alphabetical(List<Entry> entries) {
        List<Entry> sorted = entries.stream()
                .sorted(Comparator.comparing(entry -> sortKey(title(entry))))
                .toList();
        int parts = (sorted.size() + PART - 1) / PART;
        return IntStream.range(0, parts)
                .mapToObj(part -> sorted.subList(part * sorted.size() / parts, (part + 1) * sorted.size() / parts))
                .map(part -> new FieldGroup(
                        Optional.of(Text.cut(title(part.get(0))) + " – " + Text.cut(title(part.get(part.size() - 1)))),
                        part))
                .toList();
    }

    private static String title(Entry entry) {
        return entry.field().feature().title();
    }

    /** Sorts f2 before f10. */
    private static String sortKey(String title) {
        return NUMBER.matcher(title.toLowerCase(Locale.ROOT))
                .replaceAll(number -> "0".repeat(18 - number.group().length()) + number.group());
    }
}
