package dev.onward.annotate;

import dev.onward.dataset.DataColumn;
import dev.onward.dataset.DataFile;
import dev.onward.dataset.DataHeader;
import dev.onward.dataset.FileProblems;
import dev.onward.dataset.InvalidFilesException;
import dev.onward.model.card.ModelCard;
import dev.onward.table.Problem;
import dev.onward.table.Text;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A data file with rows of the model's features.
 *
 * @param header the columns of the file, as a card describes them
 * @param target the column with the true labels or values
 */
record AnnotationData(DataFile file, DataHeader header, Optional<DataColumn> target) {

    /**
     * Reads the file and checks its header.
     *
     * @param target the name of the target column, in the file or in the card
     * @param card whose {@code columns} describe the columns
     * @param required columns that must exist, because the user's card describes them
     * @throws InvalidFilesException if the file cannot be read
     */
    static AnnotationData read(
            Path path, Optional<String> target, ModelCard card, Set<String> required, FileProblems problems) {
        DataFile file = DataFile.read(path, problems);
        DataHeader header = DataHeader.of(file.header(), card);
        Optional<String> name = target.map(String::strip);
        AnnotationData data = new AnnotationData(file, header, name.flatMap(header::find));
        if (data.target.isEmpty()) {
            name.ifPresent(missing -> data.add(
                    Problem.ofRow(1, "the data has no target column " + Text.quote(missing))
                            .withSuggestion(() -> Text.nearest(missing, file.header())),
                    problems));
        }
        data.checkNames(problems);
        required.stream()
                .filter(column -> !file.header().contains(column))
                .forEach(column -> data.add(
                        Problem.ofRow(
                                1, "the card describes column " + Text.quote(column) + ", which is not in the data"),
                        problems));
        return data;
    }

    /** The names of the columns that are features. */
    List<String> featureNames() {
        return header.features(target).stream().map(DataColumn::name).toList();
    }

    /** The column of a feature of this name. */
    Optional<DataColumn> column(String feature) {
        return header.columns().stream()
                .filter(column -> column.name().equals(feature) && !column.isDropped())
                .findFirst();
    }

    /** Reports a problem with this file. */
    void add(Problem problem, FileProblems problems) {
        problems.add(file.path(), problem);
    }

    private void checkNames(FileProblems problems) {
        Map<String, DataColumn> byName = new HashMap<>();
        for (DataColumn column : header.features(target)) {
            DataColumn same = byName.putIfAbsent(column.name(), column);
            if (same != null) {
                add(
                        Problem.ofRow(
                                1,
                                "the columns " + Text.quote(same.header()) + " and " + Text.quote(column.header())
                                        + " would both be named " + Text.quote(column.name())),
                        problems);
            }
        }
    }
}
