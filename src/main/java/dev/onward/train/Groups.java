package dev.onward.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Rows whose features are all equal, group by group in the order of their first rows. Rows of one group stay together:
 * a model tested on a row that it was trained on would be asked what it has been told.
 */
final class Groups {

    private final List<List<Integer>> rows;
    private final LabelledRows data;

    private Groups(List<List<Integer>> rows, LabelledRows data) {
        this.rows = rows;
        this.data = data;
    }

    static Groups of(LabelledRows data) {
        Map<List<Double>, List<Integer>> groups = new LinkedHashMap<>();
        for (int row = 0; row < data.size(); row++) {
            List<Double> key = Arrays.stream(data.row(row)).boxed().collect(Collectors.toList());
            groups.computeIfAbsent(key, unseen -> new ArrayList<>()).add(row);
        }
        return new Groups(List.copyOf(groups.values()), data);
    }

    /** How many different rows there are. */
    int size() {
        return rows.size();
    }

    /** The rows of each group. */
    List<List<Integer>> rows() {
        return rows;
    }

    /** How many classes there are. */
    int classes() {
        return data.classes();
    }

    /** The class of most of a group's rows; the first of those that have as many. */
    int classOf(List<Integer> group) {
        int[] counts = new int[classes()];
        group.forEach(row -> counts[data.classOf(row)]++);
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return most;
    }

    /** How many groups belong to the class. */
    long count(int classPosition) {
        return rows.stream().filter(group -> classOf(group) == classPosition).count();
    }

    /** How many groups hold rows of several classes: equal features, different labels. */
    long contradictions() {
        return rows.stream()
                .filter(group -> group.stream().map(data::classOf).distinct().count() > 1)
                .count();
    }
}
