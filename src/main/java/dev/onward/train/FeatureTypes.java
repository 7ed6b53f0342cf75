package dev.onward.train;

import dev.onward.csv.CsvRows;
import dev.onward.model.card.FeatureCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Finds out, by a first look at every cell, of which type each feature is. What the card says goes first; a column that
 * holds text and not one number is categorical, and any other holds numbers.
 */
final class FeatureTypes {

    /** More different texts than this are names or sentences, from which nothing can be learnt for other rows. */
    static final int MOST_CATEGORIES = 100;

    /** How a column is left out. */
    static final String DROP = "leave the column out by \"drop\": true under \"columns\" on the card";

    private final Path file;
    private final Draft draft;
    private final Problems problems;

    private FeatureTypes(Path file, Draft draft, Problems problems) {
        this.file = file;
        this.draft = draft;
        this.problems = problems;
    }

    /** The features that the columns are, in their order. */
    static Schema of(Path file, CsvRows csv, List<SourceColumn> columns, Draft draft, Problems problems) {
        List<Sight> sights = columns.stream().map(Sight::new).toList();
        for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            if (row.get().fault().isEmpty()) {
                for (Sight sight : sights) {
                    sight.see(row.get(), csv.allowsDecimalComma());
                }
            }
        }
        FeatureTypes types = new FeatureTypes(file, draft, problems);
        return new Schema(sights.stream().map(types::feature).toList());
    }

    private Feature feature(Sight sight) {
        String name = sight.column().name();
        Optional<FeatureCard> card = draft.feature(name);
        List<String> stated = card.map(FeatureCard::categories).orElse(List.of());
        DataType guess = !stated.isEmpty() || sight.isText() ? DataType.STRING : DataType.NUMBER;
        DataType type = card.flatMap(FeatureCard::type).orElse(guess);
        return new Feature(
                name,
                type,
                name,
                "",
                "",
                Optional.empty(),
                OptionalDouble.empty(),
                categories(sight, type, stated),
                false,
                Range.FLOAT);
    }

    private List<String> categories(Sight sight, DataType type, List<String> stated) {
        if (type != DataType.STRING) {
            if (!stated.isEmpty()) {
                String found = type.name().toLowerCase(Locale.ROOT);
                draft.add(sight.column().name(), "expected the type string with categories, got " + found, problems);
            }
            return List.of();
        }
        checkCount(sight);
        checkStated(sight, stated);
        if (!stated.isEmpty()) {
            return stated.stream().distinct().toList();
        }
        return sight.hasTooMany() ? List.of() : List.copyOf(sight.texts());
    }

    private void checkCount(Sight sight) {
        if (sight.hasTooMany()) {
            problems.add(
                    file,
                    Problem.of(
                            0,
                            sight.column().header(),
                            "expected at most " + MOST_CATEGORIES + " different texts, got more: they look like an"
                                    + " identifier or free text; "
                                    + DROP));
        }
    }

    private void checkStated(Sight sight, List<String> stated) {
        if (stated.stream().distinct().count() < stated.size()) {
            draft.add(sight.column().name(), "expected different categories, got one of them twice", problems);
        }
        for (String category : stated) {
            // Of a category that never occurs nothing can be learnt; it would be answered as if it were no category.
            if (!sight.hasTooMany() && !sight.texts().contains(category)) {
                draft.add(
                        sight.column().name(),
                        "category " + Text.quote(category) + " does not occur in the column "
                                + Text.quote(sight.column().header()),
                        problems);
            }
        }
    }
}
