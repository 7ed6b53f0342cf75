package dev.onward.model;

import dev.onward.model.card.ModelCard;
import dev.onward.table.Feature;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import java.util.List;
import java.util.Random;

/**
 * Rows of a schema for comparisons of graphs: first the golden rows, then rows with usual values, missing values,
 * unknown categories and the ends of the ranges. Always the same for the same schema and card.
 */
final class RandomRows {

    private static final double MISSING = 0.1;
    private static final double UNKNOWN = 0.1;

    private final Schema schema;
    private final List<ModelCard.GoldenRow> golden;
    private final Random random = new Random(1);
    private int goldenRows;

    RandomRows(Schema schema, ModelCard card) {
        this.schema = schema;
        this.golden = card.golden().map(ModelCard.Golden::rows).orElse(List.of());
    }

    /** The next rows, at most this number: rows that the schema does not accept are left out. */
    Table next(int count) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < count; i++) {
            builder.startRow(0);
            if (goldenRows < golden.size() && i < (count + 1) / 2) {
                builder.cells(golden.get(goldenRows++).row());
            } else {
                boolean isUsual = random.nextInt(3) > 0;
                for (int position = 0; position < schema.size(); position++) {
                    add(builder, position, isUsual);
                }
            }
            builder.endRow();
        }
        builder.takeProblems();
        return builder.build();
    }

    private void add(TableBuilder builder, int position, boolean isUsual) {
        Feature feature = schema.feature(position);
        List<String> categories = feature.categories();
        boolean isKnown = !feature.takesUnknown() || random.nextDouble() > UNKNOWN;
        if (feature.optional() && random.nextDouble() < MISSING) {
            builder.missing(position, "null");
        } else if (!categories.isEmpty() && isKnown) {
            builder.text(position, categories.get(random.nextInt(categories.size())));
        } else {
            switch (feature.type()) {
                case NUMBER -> builder.number(position, number(feature, isUsual));
                case INTEGER -> builder.number(position, Math.round(number(feature, isUsual)));
                case BOOLEAN -> builder.bool(position, random.nextBoolean());
                case STRING -> builder.string(position, "text " + random.nextInt(100));
            }
        }
    }

    private double number(Feature feature, boolean isUsual) {
        double centre = feature.typical().orElse(0);
        if (isUsual) {
            return centre + random.nextGaussian() * Math.pow(10, random.nextInt(4) - 1);
        }
        return switch (random.nextInt(8)) {
            case 0 -> feature.accepts().minimum();
            case 1 -> feature.accepts().maximum();
            case 2 -> 0;
            case 3 -> -0.0;
            case 4 -> Float.MIN_VALUE;
            case 5 -> centre;
            default -> random.nextGaussian() * Math.pow(10, random.nextInt(30));
        };
    }
}
