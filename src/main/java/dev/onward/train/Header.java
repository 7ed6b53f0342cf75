package dev.onward.train;

import dev.onward.model.card.ColumnCard;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The names of the columns of a CSV file, and what the card makes of each: target, feature, or nothing. */
final class Header {

    private static final int LISTED = 20;

    private final Path file;
    private final List<String> names;
    private final Draft draft;
    private final Problems problems;

    private Header(Path file, List<String> names, Draft draft, Problems problems) {
        this.file = file;
        this.names = names;
        this.draft = draft;
        this.problems = problems;
    }

    /**
     * What is to be read below the header.
     *
     * @param target the name of its column, in the file or by the card
     * @throws TrainingException if nothing can be read, with everything that keeps it from being read
     */
    static Columns columns(Path file, List<String> names, String target, Draft draft, Problems problems) {
        long before = problems.size();
        Header header = new Header(file, names, draft, problems);
        header.checkCard();
        int position = header.target(target);
        List<SourceColumn> features = IntStream.range(0, names.size())
                .filter(i -> i != position && !header.card(i).drop())
                .mapToObj(header::column)
                .toList();
        header.checkTarget(position, target, features);
        header.checkNames(position, features);
        if (problems.size() > before) {
            throw problems.exception();
        }
        return new Columns(header.column(position), features);
    }

    private void checkCard() {
        for (String column : draft.card().columns().keySet()) {
            if (!names.contains(column)) {
                draft.add(
                        new Problem(
                                0,
                                "",
                                "column " + Text.quote(column) + " is no column of the data",
                                Text.nearest(column, names)),
                        problems);
            }
        }
    }

    /** The position of the column that the file calls so, or else the card; -1 if there is none. */
    private int target(String target) {
        if (names.contains(target)) {
            return names.indexOf(target);
        }
        return IntStream.range(0, names.size())
                .filter(i -> card(i).rename().equals(target) && !target.isEmpty())
                .findFirst()
                .orElse(-1);
    }

    private void checkTarget(int position, String target, List<SourceColumn> features) {
        if (position < 0) {
            Optional<String> nearest = Text.nearest(target, names);
            String columns = nearest.isPresent() ? "" : ", the columns are " + listed();
            add(new Problem(1, "", "there is no column " + Text.quote(target) + " (the target)" + columns, nearest));
        } else if (card(position).drop()) {
            draft.add(names.get(position), "this is the target and cannot be dropped", problems);
        } else if (features.isEmpty()) {
            add(Problem.of(1, target, "expected other columns besides the target, found none"));
        }
    }

    private void checkNames(int target, List<SourceColumn> features) {
        List<SourceColumn> all = new ArrayList<>(features);
        if (target >= 0) {
            all.add(column(target));
        }
        Map<String, SourceColumn> seen = new HashMap<>();
        for (SourceColumn column : all) {
            SourceColumn same = seen.putIfAbsent(column.name(), column);
            if (column.name().isBlank()) {
                add(Problem.of(
                        1,
                        "",
                        "column " + (column.position() + 1) + " has no name; a card can rename or drop the column "
                                + Text.quote("")));
            } else if (same != null) {
                draft.add(
                        Problem.of("the columns " + Text.quote(same.header()) + " and " + Text.quote(column.header())
                                + " would both be called " + Text.quote(column.name())),
                        problems);
            } else if (hasSurrogates(column.name()) && column.position() != target) {
                add(Problem.of(1, column.name(), "the ONNX Runtime cannot take characters beyond U+FFFF in a name"));
            }
        }
    }

    private SourceColumn column(int position) {
        ColumnCard card = card(position);
        String name = names.get(position);
        return new SourceColumn(position, name, card.rename().isBlank() ? name : card.rename(), card.map());
    }

    private ColumnCard card(int position) {
        return draft.column(names.get(position));
    }

    private void add(Problem problem) {
        problems.add(file, problem);
    }

    private String listed() {
        String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        return names.size() > LISTED ? listed + " and " + (names.size() - LISTED) + " more" : listed;
    }

    /** Whether there are characters beyond the Basic Multilingual Plane, which the ONNX Runtime's Java side miscodes. */
    static boolean hasSurrogates(String name) {
        return name.chars().anyMatch(c -> Character.isSurrogate((char) c));
    }
}
