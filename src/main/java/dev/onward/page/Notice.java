package dev.onward.page;

import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the summary of problems.
 *
 * @param anchor of the field it is about; empty if it is about none
 * @param title of that field, which is what the reader sees; empty if it is about none
 */
record Notice(String anchor, String title, String message) {

    /** A longer summary would hide the form below it. */
    private static final int MOST_NOTICES = 10;

    /** The first problems, and how many there are besides. */
    static List<Notice> of(Schema schema, InvalidInputException e) {
        List<Notice> notices = new ArrayList<>();
        e.problems().stream().limit(MOST_NOTICES).forEach(problem -> notices.add(of(schema, problem)));
        long others = e.total() - notices.size();
        if (others > 0) {
            notices.add(new Notice("", "", "and " + Figures.count(others, "more", "more")));
        }
        return notices;
    }

    private static Notice of(Schema schema, Problem problem) {
        int position = schema.position(problem.feature());
        return position < 0
                ? new Notice("", "", problem.sentence())
                : new Notice("#field-" + position, schema.feature(position).title(), problem.sentence());
    }
}
