package dev.onward.model;

import dev.onward.model.ModelCard.Expected;
import dev.onward.model.ModelCard.Golden;
import dev.onward.model.ModelCard.GoldenRow;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Schema;
import dev.onward.table.Table;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replays the rows whose answers are known, after the idea of PMML's ModelVerification. */
final class GoldenRows {

    private static final int LISTED = 5;

    private GoldenRows() {}

    /** @throws ModelException if the model does not reproduce its golden rows; the message gives the differences */
    static void verify(Tensors tensors, Session session, Golden golden, String origin) {
        List<String> differences = differences(tensors, session, golden, origin);
        if (!differences.isEmpty()) {
            String listed = String.join("; ", differences.subList(0, Math.min(LISTED, differences.size())));
            String more = differences.size() > LISTED ? "; and " + (differences.size() - LISTED) + " more" : "";
            throw new ModelException(origin + ": does not reproduce its golden rows: " + listed + more);
        }
    }

    private static List<String> differences(Tensors tensors, Session session, Golden golden, String origin) {
        Prediction prediction = tensors.predict(session, table(tensors.schema(), golden, origin));
        List<String> differences = new ArrayList<>();
        for (int row = 0; row < prediction.rows(); row++) {
            Expected expected = golden.rows().get(row).expected();
            if (!(prediction instanceof Prediction.Classes classes)) {
                throw new ModelException(origin + ": golden rows of this kind of model cannot be compared");
            }
            compare(classes, row, expected, golden.tolerance(), differences);
        }
        return differences;
    }

    private static void compare(
            Prediction.Classes classes, int row, Expected expected, double tolerance, List<String> differences) {
        if (expected.label().isEmpty() && expected.probabilities().isEmpty()) {
            differences.add("row " + (row + 1) + ": expected a label or probabilities to compare with, got none");
        }
        String got = classes.label(row).name();
        if (!expected.label().isEmpty() && !expected.label().equals(got)) {
            differences.add("row " + (row + 1) + ", label: expected " + Text.quote(expected.label()) + ", got "
                    + Text.quote(got));
        }
        List<String> labels = classes.labels().stream().map(Label::name).toList();
        expected.probabilities().forEach((name, probability) -> {
            int column = labels.indexOf(name);
            double answered = column < 0
                    ? Double.NaN
                    : classes.scores().map(scores -> scores.get(row, column)).orElse(Double.NaN);
            // Not "> tolerance", which NaN would pass.
            if (!(Math.abs(answered - probability) <= tolerance)) {
                differences.add("row " + (row + 1) + ", probability of " + Text.quote(name) + ": expected "
                        + probability + " within " + tolerance + ", got "
                        + (column < 0 ? "no such label" : answered));
            }
        });
    }

    private static Table table(Schema schema, Golden golden, String origin) {
        TableBuilder builder = new TableBuilder(schema);
        for (int i = 0; i < golden.rows().size(); i++) {
            GoldenRow row = golden.rows().get(i);
            builder.startRow(i + 1L);
            row.row().forEach((name, value) -> cell(builder, schema, name, value));
            builder.endRow();
        }
        try {
            return builder.build();
        } catch (InvalidInputException e) {
            throw new ModelException(origin + ": the golden rows do not fit the features: " + e.getMessage(), e);
        }
    }

    private static void cell(TableBuilder builder, Schema schema, String name, Object value) {
        int position = schema.position(name);
        if (position < 0) {
            builder.unknown(name);
        } else if (value instanceof Number number) {
            builder.number(position, number.toString());
        } else if (value instanceof Boolean bool) {
            builder.bool(position, bool);
        } else if (value instanceof String string) {
            builder.string(position, string);
        } else {
            builder.unreadable(position, value instanceof Map ? "an object" : "an array");
        }
    }
}
