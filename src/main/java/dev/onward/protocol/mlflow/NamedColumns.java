package dev.onward.protocol.mlflow;

import dev.onward.table.Feature;
import dev.onward.table.InvalidInputException;
import dev.onward.table.Problem;
import dev.onward.table.Schema;
import dev.onward.table.TableBuilder;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The names of a request's columns and their problems. Memory is bounded by the number of features, whatever the number of
 * names.
 */
final class NamedColumns {

    private final Schema schema;
    private final boolean[] named;
    private final List<Integer> positions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private int count;
    private long total;

    NamedColumns(Schema schema) {
        this.schema = schema;
        this.named = new boolean[schema.size()];
    }

    /** Returns the position of the column's feature. Adds a problem and returns -1 for unknown and duplicate names. */
    int add(String name) {
        count++;
        int position = schema.position(name);
        if (position < 0) {
            Optional<String> nearest = isListing() ? schema.nearest(name) : Optional.empty();
            add(new Problem(0, "", "unknown feature " + Text.quote(name), nearest));
        } else if (named[position]) {
            add(Problem.of("duplicate column " + Text.quote(name)));
            return -1;
        } else {
            named[position] = true;
            positions.add(position);
        }
        return position;
    }

    void add(Problem problem) {
        if (isListing()) {
            problems.add(problem);
        }
        total++;
    }

    /** Returns the number of names. */
    int count() {
        return count;
    }

    /**
     * Returns the positions of the columns' features, in the order of the columns.
     *
     * @throws InvalidInputException with all problems, including required features without a column
     */
    int[] positions() {
        for (Feature feature : schema.features()) {
            if (!feature.optional() && !named[schema.position(feature.name())]) {
                add(Problem.of(0, feature.name(), "expected a column of this name, found none"));
            }
        }
        if (total > 0) {
            throw new InvalidInputException(problems, total);
        }
        return positions.stream().mapToInt(Integer::intValue).toArray();
    }

    private boolean isListing() {
        return problems.size() < TableBuilder.LISTED_PROBLEMS;
    }
}
