package dev.onward.train.data;

import dev.onward.dataset.DataColumn;
import dev.onward.dataset.DataFile;
import dev.onward.dataset.DataHeader;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.dataset.UserCard;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The columns of a data file that training reads: the target and at least one feature, each with a name of its own. */
record TrainingColumns(DataColumn target, List<DataColumn> features) {

    /**
     * Picks the columns and checks them.
     *
     * @param target the name of the target column, in the file or in the card
     * @throws InvalidFilesException with every problem of the header if there is any
     */
    static TrainingColumns of(DataFile file, String target, UserCard card, FileProblems problems) {
        long before = problems.size();
        DataHeader header = DataHeader.of(file.header(), card.card());
        Optional<DataColumn> column = header.find(target);
        List<DataColumn> features = header.features(column);
        Check check = new Check(file, header, card, problems);
        check.columnsOfCard();
        check.target(column, target, features);
        check.names(column, features);
        if (problems.size() > before) {
            throw problems.exception();
        }
        return new TrainingColumns(column.orElseThrow(), features);
    }

    private record Check(DataFile file, DataHeader header, UserCard card, FileProblems problems) {

        private static final int MAX_LISTED = 20;

        void columnsOfCard() {
            List<String> names = header.names();
            for (String column : card.card().columns().keySet()) {
                if (!names.contains(column)) {
                    card.add(
                            Problem.of("the data has no column " + Text.quote(column))
                                    .withSuggestion(() -> Text.nearest(column, names)),
                            problems);
                }
            }
        }

        void target(Optional<DataColumn> column, String target, List<DataColumn> features) {
            if (column.isEmpty()) {
                Optional<String> nearest = Text.nearest(target, header.names());
                String columns = nearest.isPresent() ? "" : "; the columns are " + listed();
                add(Problem.ofRow(1, "the data has no target column " + Text.quote(target) + columns)
                        .withSuggestion(() -> nearest));
            } else if (column.get().isDropped()) {
                card.add(column.get().header(), "the target column cannot be dropped", problems);
            } else if (features.isEmpty()) {
                add(Problem.ofCell(1, target, "expected feature columns besides the target, found none"));
            }
        }

        void names(Optional<DataColumn> target, List<DataColumn> features) {
            List<DataColumn> all = new ArrayList<>(features);
            target.ifPresent(all::add);
            Map<String, DataColumn> byName = new HashMap<>();
            for (DataColumn column : all) {
                DataColumn same = byName.putIfAbsent(column.name(), column);
                if (column.name().isBlank()) {
                    add(Problem.ofRow(
                            1,
                            "column " + (column.position() + 1) + " has no name; a card can rename or drop the column "
                                    + Text.quote("")));
                } else if (same != null) {
                    card.add(
                            Problem.of("the columns " + Text.quote(same.header()) + " and "
                                    + Text.quote(column.header()) + " would both be named "
                                    + Text.quote(column.name())),
                            problems);
                } else if (Text.hasSurrogates(column.name())
                        && !Optional.of(column).equals(target)) {
                    add(Problem.ofCell(
                            1, column.name(), "ONNX Runtime does not support characters above U+FFFF in a name"));
                }
            }
        }

        private void add(Problem problem) {
            problems.add(file.path(), problem);
        }

        private String listed() {
            List<String> names = header.names();
            String listed = String.join(", ", names.subList(0, Math.min(MAX_LISTED, names.size())));
            return names.size() > MAX_LISTED ? listed + " and " + (names.size() - MAX_LISTED) + " more" : listed;
        }
    }
}
