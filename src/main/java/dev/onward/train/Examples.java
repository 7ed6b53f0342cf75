package dev.onward.train;

import dev.onward.model.card.ModelCard.Example;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;

/** The examples of a card, read by the same rules as any other row. */
final class Examples {

    private Examples() {}

    /** Finds everything in which an example is no row of the schema. */
    static void check(Draft draft, Schema schema, Problems problems) {
        for (Example example : draft.card().examples()) {
            TableBuilder row = read(example, schema);
            for (Problem problem : row.takeProblems()) {
                String where = "example " + Text.quote(example.title());
                String feature = problem.feature().isEmpty() ? where : where + ", " + problem.feature();
                draft.add(new Problem(0, feature, problem.message(), problem.suggestion()), problems);
            }
        }
    }

    /** Finds the examples that are rows of the data, if that is confidential. */
    static void checkSecrets(Draft draft, Schema schema, LabelledRows data, Problems problems) {
        for (Example example : draft.card().examples()) {
            if (draft.isConfidential() && data.contains(row(example, schema))) {
                draft.add(
                        "example " + Text.quote(example.title()),
                        "expected a row that is made up, as the data is confidential, got one of its rows",
                        problems);
            }
        }
    }

    /** The example, which was checked, as a row of numbers. */
    static double[] row(Example example, Schema schema) {
        return Coding.rows(read(example, schema).build())[0];
    }

    private static TableBuilder read(Example example, Schema schema) {
        TableBuilder builder = new TableBuilder(schema);
        builder.startRow(0);
        builder.cells(example.row());
        builder.endRow();
        return builder;
    }
}
