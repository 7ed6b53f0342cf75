package dev.onward.train.data;

import dev.onward.csv.CsvRows;
import dev.onward.dataset.DataColumn;
import dev.onward.dataset.DataFile;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.UserCard;
import dev.onward.model.card.FeatureCard;
import dev.onward.table.DataType;
import dev.onward.table.Feature;
import dev.onward.table.Problem;
import dev.onward.table.Range;
import dev.onward.table.Schema;
import dev.onward.table.Text;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Determines the type of each feature in a first pass over every cell. The card takes precedence; without it a column
 * of text without a single number is categorical, and every other column is numeric.
 */
final class FeatureTypes {

    /** Columns with more distinct texts contain names or sentences, which do not generalise to other rows. */
    static final int MAX_CATEGORIES = 100;

    private final DataFile file;
    private final UserCard card;
    private final FileProblems problems;

    private FeatureTypes(DataFile file, UserCard card, FileProblems problems) {
        this.file = file;
        this.card = card;
        this.problems = problems;
    }

    /** One feature for each of the columns, in their order. */
    static Schema of(DataFile file, List<DataColumn> columns, UserCard card, FileProblems problems) {
        List<ColumnProfile> profiles = columns.stream().map(ColumnProfile::new).toList();
        CsvRows csv = file.rows();
        for (Optional<CsvRows.Row> row = csv.next(); row.isPresent(); row = csv.next()) {
            if (row.get().problem().isEmpty()) {
                for (ColumnProfile profile : profiles) {
                    profile.add(row.get(), csv.allowsDecimalComma());
                }
            }
        }
        FeatureTypes types = new FeatureTypes(file, card, problems);
        return new Schema(profiles.stream().map(types::feature).toList());
    }

    private Feature feature(ColumnProfile profile) {
        String name = profile.column().name();
        Optional<FeatureCard> declared = card.feature(name);
        List<String> categories = declared.map(FeatureCard::categories).orElse(List.of());
        DataType inferred = !categories.isEmpty() || profile.isText() ? DataType.STRING : DataType.NUMBER;
        DataType type = declared.flatMap(FeatureCard::type).orElse(inferred);
        return Feature.builder(name, type)
                .categories(categories(profile, type, categories))
                .accepts(Range.FLOAT)
                .build();
    }

    private List<String> categories(ColumnProfile profile, DataType type, List<String> declared) {
        if (type != DataType.STRING) {
            if (!declared.isEmpty()) {
                String found = type.name().toLowerCase(Locale.ROOT);
                card.add(
                        profile.column().name(),
                        "expected the type string, because it has categories, got " + found,
                        problems);
            }
            return List.of();
        }
        checkCount(profile);
        checkDeclared(profile, declared);
        if (!declared.isEmpty()) {
            return declared.stream().distinct().toList();
        }
        return profile.hasTooMany() ? List.of() : List.copyOf(profile.texts());
    }

    private void checkCount(ColumnProfile profile) {
        if (profile.hasTooMany()) {
            problems.add(
                    file.path(),
                    Problem.ofFeature(
                            profile.column().header(),
                            "expected at most " + MAX_CATEGORIES
                                    + " distinct values, got more; the column looks like an identifier or free text; "
                                    + DataReader.DROP));
        }
    }

    private void checkDeclared(ColumnProfile profile, List<String> declared) {
        String name = profile.column().name();
        if (declared.stream().distinct().count() < declared.size()) {
            card.add(name, "expected unique categories, got a duplicate", problems);
        }
        for (String category : declared) {
            // A category without rows would get a weight of zero, and predictions for it would be arbitrary.
            if (!profile.hasTooMany() && !profile.texts().contains(category)) {
                card.add(
                        name,
                        "category " + Text.quote(category) + " does not occur in the column "
                                + Text.quote(profile.column().header()),
                        problems);
            }
        }
    }
}
